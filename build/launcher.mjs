import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Puts a launcher in a bundled program's place: it starts the program from the code that V8 compiled when it was built, which
 * saves about a tenth of the start. The program gets a name with its digest in it, for V8 compares compiled code with no
 * more than the length of its source.
 *
 * @param {string} path of the bundle, x.cjs; afterwards of the launcher
 */
export function writeLauncher(path) {
  const folder = dirname(path);
  const name = basename(path, '.cjs');
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
  const main = `${name}-${digest}.cjs`;
  renameSync(path, join(folder, main));
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, launcherText(main));
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
  compileOnce(path);
  const older = new RegExp(`^${name}-[0-9a-f]{16}\\.cjs`);
  for (const file of readdirSync(folder)) {
    if (older.test(file) && !file.startsWith(main)) rmSync(join(folder, file), { force: true });
  }
}

/**
 * Lets the program run on a small job and keeps what V8 compiled for that.
 *
 * @param {string} path
 */
function compileOnce(path) {
  const folder = mkdtempSync(join(tmpdir(), 'blpk-build-'));
  try {
    const input = join(folder, 'in');
    writeFileSync(input, new Uint8Array(4096));
    const env = { ...process.env, BLPK_KEEP_COMPILED: '1' };
    spawnSync(process.execPath, [path, 'compress', input, join(folder, 'out.blp')], { env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} main name of the program's file */
function launcherText(main) {
  return `#!/usr/bin/env node
'use strict';
// Made by build/launcher.mjs: starts ${main} from the code that V8 compiled when it was built. Another V8 refuses that
// code, and then, as where there is none, the program is compiled as usual.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const filename = join(__dirname, '${main}');
const wrapped = \`(function (exports, require, module, __filename, __dirname) {\${readFileSync(filename, 'utf8')}\\n})\`;
const script = new Script(wrapped, { filename, cachedData: compiled() });
if (process.env.BLPK_KEEP_COMPILED) {
  process.on('exit', () => writeFileSync(\`\${filename}.compiled\`, script.createCachedData()));
}
script.runInThisContext()(exports, require, module, filename, __dirname);

function compiled() {
  try {
    return readFileSync(\`\${filename}.compiled\`);
  } catch {
    return undefined;
  }
}
`;
}
