import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
const plain = fixturePath('plain/arange_i8.dat');
writeFileSync(join(cwd, 'data.dat'), readFileSync(plain));

describe('blpk compress', () => {
  test('prints what it does in the words and order of the reference', async () => {
    const run = await runBlpk(['-v', '-n', '2', 'compress', '-z', '16K', 'data.dat', 'v.blp'], { cwd });
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' });
    const size = readFileSync(join(cwd, 'v.blp')).length;
    expect(run.out.split('\n')).toEqual([
      'blpk: using 2 threads',
      'blpk: getting ready for compression',
      "blpk: input file is: 'data.dat'",
      "blpk: output file is: 'v.blp'",
      'blpk: input file size: 64.96K (66520B)',
      'blpk: nchunks: 5',
      'blpk: chunk_size: 16.0K (16384B)',
      'blpk: last_chunk_size: 984.0B (984B)',
      expect.stringMatching(new RegExp(`^blpk: output file size: [0-9.]+K \\(${size}B\\)$`)),
      `blpk: compression ratio: ${(66520 / size).toFixed(6)}`,
      'blpk: done',
      '',
    ]);
  });

  test('is silent by default, names its output <in>.blp and keeps an existing one', async () => {
    expect(await runBlpk(['c', 'data.dat'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    writeFileSync(join(cwd, 'data.dat.blp'), 'mine');
    const run = await runBlpk(['c', 'data.dat'], { cwd });
    expect(run).toMatchObject({ code: 1, out: '', err: "blpk: error: output file 'data.dat.blp' exists!\n" });
    expect(readFileSync(join(cwd, 'data.dat.blp'), 'utf8')).toBe('mine');
    expect(await runBlpk(['c', 'data.dat', '--force'], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'data.dat.blp')).length).toBeGreaterThan(100);
  });

  test('writes the same bytes with 1 and 7 threads, global options before or after', async () => {
    await runBlpk(['-n', '1', 'c', '-z', '4K', 'data.dat', 'n1.blp'], { cwd });
    await runBlpk(['c', '-z', '4K', 'data.dat', 'n7.blp', '-n', '7'], { cwd });
    expect(readFileSync(join(cwd, 'n1.blp')).equals(readFileSync(join(cwd, 'n7.blp')))).toBe(true);
  });

  test('reads standard input and writes standard output, with messages on standard error', async () => {
    const input = readFileSync(plain);
    const run = await runBlpk(['-v', 'c', '-z', '16K', '-', '-'], { cwd, input });
    expect(run.code).toBe(0);
    expect(run.err).toContain("blpk: input file is: '-'\n");
    const back = await runBlpk(['d', '-', '-'], { cwd, input: run.stdout });
    expect(back.code).toBe(0);
    expect(back.stdout.equals(input)).toBe(true);
    expect(await runBlpk(['c', '-', 'stdin.blp'], { cwd, input })).toMatchObject({ code: 0, out: '' });
    expect(await runBlpk(['verify', 'stdin.blp'], { cwd })).toMatchObject({ code: 0 });
  });

  test('writes no container to standard output that looks aborted', async () => {
    const run = await runBlpk(['c', 'data.dat', '-'], { cwd });
    writeFileSync(join(cwd, 'piped.blp'), run.stdout);
    expect(await runBlpk(['verify', 'piped.blp'], { cwd })).toMatchObject({ code: 0 });
  });

  test('stores metadata exactly, and decompress returns them', async () => {
    const json = '{"10":1.0,"2":12345678901234567890,"e":[],"t":"\\u00f6"}';
    writeFileSync(join(cwd, 'm.json'), json);
    await runBlpk(['c', '-m', 'm.json', 'data.dat', 'm.blp'], { cwd });
    const shown = await runBlpk(['d', 'm.blp', 'm.dat'], { cwd });
    expect(shown.out).toBe("blpk: Metadata:\nblpk: {'10': 1.0, '2': 12345678901234567890, 'e': [], 't': 'ö'}\n");
    const saved = await runBlpk(['d', '-f', '--metadata-out', 'out.json', 'm.blp', 'm.dat'], { cwd });
    expect(saved).toMatchObject({ code: 0, out: '', err: '' });
    expect(readFileSync(join(cwd, 'out.json'), 'utf8').replace(/\s/g, '')).toBe(json);
  });

  test('takes blocksize and shuffle', async () => {
    await runBlpk(['c', '--blocksize', '4K', '--shuffle', 'bit', '-c', 'zstd', 'data.dat', 'b.blp'], { cwd });
    const run = await runBlpk(['info', 'b.blp'], { cwd });
    expect(run.out).toContain('blpk:     blocksize: 4.0K (4096B)\n');
    expect(run.out).toContain('blpk:     bit_shuffle: True\n');
  });
});

describe('blpk decompress', () => {
  test('strips .blp, and leaves no other file beside the output', async () => {
    writeFileSync(join(cwd, 'strip.dat.blp'), readFixture('golden/no_offsets.blp'));
    expect(await runBlpk(['d', 'strip.dat.blp'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    expect(readFileSync(join(cwd, 'strip.dat')).equals(readFileSync(plain))).toBe(true);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  test('checks the extension', async () => {
    const golden = fixturePath('golden/no_offsets.blp');
    writeFileSync(join(cwd, 'packed.bin'), readFileSync(golden));
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['d', 'packed.bin'], "input file 'packed.bin' does not end with '.blp'"],
      [['d', '-e', 'packed.bin'], '--no-check-extension requires use of <out_file>'],
      [['d', 'nosuch.blp'], "input file 'nosuch.blp' does not exist!"],
      [['c', 'nosuch'], "input file 'nosuch' does not exist!"],
      [['info', 'nosuch'], "file 'nosuch' does not exist!"],
      [['-n', '0', 'c', 'data.dat'], '--nthreads must be 1 <= n <= 256'],
      [['c', '-z', '0', 'data.dat'], '--chunk-size must be > 0'],
    ];
    for (const [args, message] of cases) {
      expect(await runBlpk(args, { cwd })).toMatchObject({ code: 1, out: '', err: `blpk: error: ${message}\n` });
    }
    expect(await runBlpk(['d', '-e', 'packed.bin', 'e.dat'], { cwd })).toMatchObject({ code: 0 });
  });
});
