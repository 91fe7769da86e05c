import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleForNode } from '../../build/vite.node.mjs';

const jobs = (path: string) => [[path]];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloscpack-bundle-'));
  mkdirSync(join(folder, 'lib/node_modules/greeting'), { recursive: true });
  writeFileSync(join(folder, 'lib/node_modules/greeting/index.js'), "module.exports = () => 'hello';");
  writeFileSync(
    join(folder, 'lib/entry.ts'),
    `import { basename } from 'node:path';
     import greeting from 'greeting';
     async function main(): Promise<void> {
       const { name } = await import('./lazy.js');
       process.stdout.write([greeting(), name, basename(__dirname)].join(' '));
     }
     void main();`,
  );
  writeFileSync(join(folder, 'lib/lazy.ts'), "export const name = 'lazy';");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('bundleForNode', () => {
  it('writes one file that runs alone and knows its folder', async () => {
    const outDir = join(folder, 'out');
    await bundleForNode(
      { entry: 'lib/entry.ts', file: 'program.cjs', executable: true, jobs },
      { root: folder, outDir },
    );
    rmSync(join(folder, 'lib'), { recursive: true });
    expect(execFileSync(process.execPath, [join(outDir, 'program.cjs')], { encoding: 'utf8' })).toBe('hello lazy out');
    expect(readFileSync(join(outDir, 'program.cjs'), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it('lets a program load large modules of Node when they are used, and keep every character', async () => {
    writeFileSync(
      join(folder, 'lib/late.ts'),
      `import { createHash } from 'node:crypto';
       import zlib, { gzipSync } from 'node:zlib';
       const loaded = () => process.moduleLoadList.filter((it: string) => it === 'NativeModule crypto').length;
       const before = loaded();
       const digest = createHash('md5').update('µ \u{1f9ee}').digest('hex');
       const same = typeof gzipSync === 'function' && zlib.gzipSync === gzipSync;
       process.stdout.write([before, loaded(), digest, same, 'µ \u{1f9ee}'].join(' '));`,
    );
    const outDir = join(folder, 'out');
    await bundleForNode(
      { entry: 'lib/late.ts', file: 'program.cjs', executable: true, jobs },
      { root: folder, outDir },
    );
    const digest = createHash('md5').update('µ \u{1f9ee}').digest('hex');
    const printed = execFileSync(process.execPath, [join(outDir, 'program.cjs')], { encoding: 'utf8' });
    expect(printed).toBe(`0 1 ${digest} true µ \u{1f9ee}`);
  });

  it('lets a library be imported by its names, from compiled code', async () => {
    writeFileSync(
      join(folder, 'lib/library.ts'),
      "export const load = async () => (await import('./lazy.js')).name; export class Thing {}",
    );
    const outDir = join(folder, 'out');
    const compile = (path: string) => [['-e', `require(${JSON.stringify(path)}).load()`]];
    await bundleForNode({ entry: 'lib/library.ts', file: 'library.cjs', jobs: compile }, { root: folder, outDir });
    const script = "import { load, Thing } from './library.cjs'; process.stdout.write((await load()) + Thing.name)";
    const args = ['--input-type=module', '-e', script];
    expect(execFileSync(process.execPath, args, { cwd: outDir, encoding: 'utf8' })).toBe('lazyThing');
    const [parts = ''] = readdirSync(outDir).filter((name) => name.startsWith('library-'));
    expect(readdirSync(join(outDir, parts))).toEqual(
      expect.arrayContaining(['main.cjs', 'main.cjs.compiled', 'lazy.cjs', 'lazy.cjs.compiled']),
    );
  });

  it.skipIf(process.platform === 'win32')('makes a program executable', async () => {
    const outDir = join(folder, 'out');
    await bundleForNode(
      { entry: 'lib/entry.ts', file: 'program.cjs', executable: true, jobs },
      { root: folder, outDir },
    );
    expect(execFileSync(join(outDir, 'program.cjs'), { encoding: 'utf8' })).toBe('hello lazy out');
  });

  it('fails for a bundle with code of a folder that it is to be without', async () => {
    const folders = { root: folder, outDir: join(folder, 'out') };
    const bundle = { entry: 'lib/entry.ts', file: 'program.cjs' };
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    await expect(bundleForNode({ ...bundle, without: ['lib/node_modules'] }, folders)).rejects.toThrow(
      /must not hold .*greeting.*, which .*entry\.ts imports/,
    );
    printed.mockRestore();
    await bundleForNode({ ...bundle, without: ['other', 'li'] }, folders);
  });

  it('puts calls that wait in place of those of node:fs/promises, where the bundle asks for it', async () => {
    const outDir = join(folder, 'out');
    await bundleForNode(
      { entry: 'electron/jobs/run/job-worker.ts', file: 'worker.cjs', waits: true },
      { root: join(import.meta.dirname, '../..'), outDir },
    );
    expect(readFileSync(join(outDir, 'worker.cjs'), 'utf8')).not.toMatch(/require\("(node:)?fs\/promises"\)/);
  });
});
