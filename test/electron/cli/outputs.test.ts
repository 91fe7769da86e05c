import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packFileToFile, packNpyToFile } from '../../../electron/engine/pack/convenience.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const MEASURED_S = 981173106;

/** A folder with a file, an array and their containers, all of that mode and from long ago. */
async function workFolder(mode: number): Promise<string> {
  const cwd = scratchFolder();
  writeFileSync(
    join(cwd, 'data.dat'),
    new Uint8Array(80_000).map((_, at) => at),
  );
  const head = `{'descr': '<i8', 'fortran_order': False, 'shape': (10,), }`;
  const npy = Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00v\x00${head.padEnd(117)}\n`, 'latin1'), Buffer.alloc(80)]);
  writeFileSync(join(cwd, 'array.npy'), npy);
  await packFileToFile(join(cwd, 'data.dat'), join(cwd, 'data.dat.blp'), { metadata: { a: 1 } });
  await packNpyToFile(join(cwd, 'array.npy'), join(cwd, 'array.blp'));
  for (const name of readdirSync(cwd)) {
    chmodSync(join(cwd, name), mode);
    utimesSync(join(cwd, name), MEASURED_S, MEASURED_S);
  }
  return cwd;
}

async function done(args: readonly string[], cwd: string): Promise<void> {
  expect(await runBlpk(args, { cwd })).toMatchObject({ code: 0 });
}

function facts(cwd: string, name: string): { readonly mode: number; readonly mtimeS: number } {
  const { mode, mtimeMs } = statSync(join(cwd, name));
  return { mode: mode & 0o7777, mtimeS: Math.floor(mtimeMs / 1000) };
}

const sameData: readonly (readonly [args: readonly string[], output: string])[] = [
  [['c', 'data.dat', 'out'], 'out'],
  [['d', 'data.dat.blp', 'out'], 'out'],
  [['pack', 'array.npy', 'out'], 'out'],
  [['unpack', 'array.blp', 'out.npy'], 'out.npy'],
  [['unpack', 'array.blp', 'out.npz'], 'out.npz'],
  [['recompress', '-c', 'zstd', 'data.dat.blp', 'out'], 'out'],
];

describe.skipIf(process.platform === 'win32').each(sameData)('blpk %j', (args, output) => {
  test('keeps mode and time of its input, whatever the umask', async () => {
    for (const mode of [0o600, 0o664]) {
      const cwd = await workFolder(mode);
      await done(args, cwd);
      expect(facts(cwd, output)).toEqual({ mode, mtimeS: MEASURED_S });
    }
  });

  test('with --no-preserve keeps neither, but has no rights that the input does not have', async () => {
    for (const [mode, expected] of [[0o600, 0o600] as const, [0o666, 0o666 & ~process.umask()] as const]) {
      const cwd = await workFolder(mode);
      await done(['--no-preserve', ...args], cwd);
      expect(facts(cwd, output).mode).toBe(expected);
      expect(facts(cwd, output).mtimeS).toBeGreaterThan(MEASURED_S);
    }
  });
});

const reports: readonly (readonly [args: readonly string[], output: string])[] = [
  [['d', '--metadata-out', 'out.json', 'data.dat.blp', 'back'], 'out.json'],
  [['slice', 'array.blp', '1:5', 'out.npy'], 'out.npy'],
  [['compare', '--codecs', 'lz4', '--levels', '1', '--budget', '1s', '-o', 'out.html', 'array.npy'], 'out.html'],
];

describe.skipIf(process.platform === 'win32').each(reports)('blpk %j', (args, output) => {
  test('is not readable for others if its input is private', async () => {
    const cwd = await workFolder(0o600);
    const { code, err } = await runBlpk(args, { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(facts(cwd, output).mode).toBe(0o600);
    expect(facts(cwd, output).mtimeS).toBeGreaterThan(MEASURED_S);
  });
});

describe('blpk', () => {
  test('names a journal of another container on standard error, once, and continues', async () => {
    const cwd = await workFolder(0o644);
    writeFileSync(join(cwd, '.data.dat.blp.journal'), 'something else');
    for (const args of [
      ['info', 'data.dat.blp'],
      ['verify', 'data.dat.blp'],
      ['d', 'data.dat.blp', 'back'],
    ]) {
      const { code, err } = await runBlpk(args, { cwd });
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringMatching(/^blpk: warning: '.*\.data\.dat\.blp\.journal' is not used: .*\n$/),
      });
    }
    expect(await runBlpk(['a', 'data.dat.blp', 'data.dat'], { cwd })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^blpk: error: '.*data\.dat\.blp' cannot be changed: .*; delete it or move it away/),
    });
  });

  test('removes its new folder when packing into it fails', async () => {
    const cwd = await workFolder(0o644);
    await done(['unpack', 'array.blp', 'whole.npz'], cwd);
    const bytes = readFileSync(join(cwd, 'whole.npz'));
    const at = bytes.indexOf('NUMPY');
    bytes[at + 200] = 0xff; // within the array's data: only the archive's CRC detects it
    writeFileSync(join(cwd, 'bad.npz'), bytes);
    expect(await runBlpk(['pack', 'bad.npz', 'new/folder'], { cwd })).toMatchObject({ code: 1 });
    expect(readdirSync(cwd)).not.toContain('new');
    mkdirSync(join(cwd, 'old'));
    expect(await runBlpk(['pack', 'bad.npz', 'old'], { cwd })).toMatchObject({ code: 1 });
    expect(readdirSync(join(cwd, 'old'))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('makes the folder of a private .npz private', async () => {
    const cwd = await workFolder(0o600);
    await done(['unpack', 'array.blp', 'arrays.npz'], cwd);
    await done(['pack', 'arrays.npz'], cwd);
    expect(facts(cwd, 'arrays').mode).toBe(0o700);
    expect(facts(cwd, 'arrays/array.blp')).toEqual({ mode: 0o600, mtimeS: MEASURED_S });
  });
});
