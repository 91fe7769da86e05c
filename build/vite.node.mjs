import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './root.mjs';

/**
 * Bundles one entry for Node and Electron's main process.
 *
 * CommonJS, so that `__dirname` says where the bundle lies and `require('electron')` can be replaced in tests; one file,
 * so that a program starts with one read. The target is the oldest Node that runs it, unless the bundle names
 * its own: the preload script runs in Electron's Chromium.
 *
 * @param {import('./bundles.mjs').Bundle} bundle
 * @param {{ root: string, outDir: string }} folders the entry is relative to `root`; `outDir` is absolute
 */
export async function bundleForNode({ entry, file, executable, target = 'node20' }, folders) {
  await build({
    configFile: false,
    root: folders.root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folders.outDir,
      emptyOutDir: false,
      target,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        external: ['electron', /^electron\//, /^node:/, ...builtinModules],
        output: {
          format: 'cjs',
          entryFileNames: executable ? mainFileOf(file) : file,
          codeSplitting: false,
        },
      },
    },
  });
  if (executable) writeLauncher(join(folders.outDir, file));
}

/** @param {string} file */
function mainFileOf(file) {
  return file.replace(/\.cjs$/, '.main.cjs');
}

/**
 * Puts the launcher in the program's place, and lets it run once on a small job, so that what V8 compiles for that is kept.
 *
 * @param {string} path of the program
 */
function writeLauncher(path) {
  copyFileSync(join(root, 'build/launcher.cjs'), path);
  chmodSync(path, 0o755);
  const folder = mkdtempSync(join(tmpdir(), 'blpk-build-'));
  try {
    const input = join(folder, 'in');
    writeFileSync(input, new Uint8Array(4096));
    const env = { ...process.env, BLPK_WRITE_CODE_CACHE: '1' };
    spawnSync(process.execPath, [path, 'compress', input, join(folder, 'out.blp')], { env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
