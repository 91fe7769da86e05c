import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const scratch = scratchFolder();
let cwd = '';
let count = 0;

beforeEach(() => {
  cwd = join(scratch, String(count++));
  mkdirSync(join(cwd, 'out'), { recursive: true });
  for (const name of ['a', 'b', 'c']) writeFileSync(join(cwd, `${name}.dat`), name.repeat(5000));
});

const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });
const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
const DONE = { code: 0, out: '', err: '' };

describe('several inputs', () => {
  test('become outputs beside them, or in the folder that is named last', async () => {
    expect(await blpk('compress', 'a.dat', 'b.dat', 'c.dat')).toMatchObject(DONE);
    expect(await blpk('decompress', 'a.dat.blp', 'b.dat.blp', 'c.dat.blp', 'out')).toMatchObject(DONE);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['a.dat', 'b.dat', 'c.dat']);
    expect(read('out/b.dat')).toBe(read('b.dat'));
    expect(await blpk('compress', 'a.dat', 'out')).toMatchObject(DONE);
    expect(existsSync(join(cwd, 'out/a.dat.blp'))).toBe(true);
  });

  test('may be two with --each; without it the second is the output, which an error explains', async () => {
    const refused = await blpk('compress', 'a.dat', 'b.dat');
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining("output file 'b.dat' exists!\n") });
    expect(refused.err).toContain('give --each, or a folder as the last name');
    expect(await blpk('compress', '--each', 'a.dat', 'b.dat')).toMatchObject(DONE);
    expect(readdirSync(cwd)).toContain('b.dat.blp');
  });

  test('are all worked on when one fails, and the status says that one did', async () => {
    const run = await blpk('compress', 'a.dat', 'nosuch', 'c.dat');
    expect(run).toMatchObject({ code: 1, err: "blpk: error: input file 'nosuch' does not exist!\n" });
    expect(readdirSync(cwd).filter((name) => name.endsWith('.blp'))).toEqual(['a.dat.blp', 'c.dat.blp']);
  });

  test('never become the same file, also with --force', async () => {
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub/a.dat'), 'other');
    const run = await blpk('-f', 'compress', 'a.dat', 'sub/a.dat', 'out');
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining("would both be written to 'out/a.dat.blp'") });
    expect(readdirSync(join(cwd, 'out'))).toEqual([]);
  });

  test('of arrays are packed and unpacked in the same way', async () => {
    const [one, other] = ['linspace_f8', 'arange_i8'].map((name) => fixturePath('plain', `${name}.npy`));
    expect(await blpk('pack', one ?? '', other ?? '', 'out')).toMatchObject(DONE);
    expect(await blpk('unpack', '--each', 'out/linspace_f8.blp', 'out/arange_i8.blp')).toMatchObject(DONE);
    expect(readFileSync(join(cwd, 'out/arange_i8.npy'))).toEqual(readFileSync(other ?? ''));
  });
});

describe('several containers', () => {
  beforeEach(async () => {
    await blpk('compress', 'a.dat', 'b.dat', 'c.dat');
  });

  test('are described one after the other, also when one is missing', async () => {
    const run = await blpk('info', 'a.dat.blp', 'nosuch', 'b.dat.blp');
    expect(run).toMatchObject({ code: 1, err: "blpk: error: file 'nosuch' does not exist!\n" });
    expect(run.out.match(/^blpk: '.*\.blp':$/gm)).toEqual(["blpk: 'a.dat.blp':", "blpk: 'b.dat.blp':"]);
    const { files } = JSON.parse((await blpk('info', '--json', 'a.dat.blp', 'b.dat.blp')).out);
    expect(files.map(({ file }: { file: string }) => file)).toEqual(['a.dat.blp', 'b.dat.blp']);
  });

  test('are recompressed in their place, or into a folder', async () => {
    const run = await blpk('recompress', '--in-place', '-c', 'zstd', 'a.dat.blp', 'b.dat.blp');
    expect([run.code, run.err]).toEqual([0, '']);
    expect((await blpk('info', 'b.dat.blp')).out).toContain("codec: 'zstd'");
    expect((await blpk('recompress', '-c', 'lz4', 'a.dat.blp', 'b.dat.blp', 'c.dat.blp', 'out')).code).toBe(0);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['a.dat.blp', 'b.dat.blp', 'c.dat.blp']);
    expect((await blpk('decompress', '-c', 'out/b.dat.blp')).out).toBe(read('b.dat'));
    expect(await blpk('recompress', 'a.dat.blp', 'b.dat.blp', 'c.dat.blp')).toMatchObject({
      code: 2,
      err: 'blpk: error: give the name of an output file, after several inputs a folder, or --in-place\n',
    });
  });

  test('are repaired, each into a file beside it or in a folder, with a report of each', async () => {
    for (const name of ['a', 'b', 'c']) {
      const bytes = readFileSync(join(cwd, `${name}.dat.blp`));
      writeFileSync(join(cwd, `${name}.dat.blp`), Buffer.concat([bytes, Buffer.from('behind the last chunk')]));
    }
    expect((await blpk('repair', 'a.dat.blp', 'b.dat.blp', 'c.dat.blp')).code).toBe(0);
    expect((await blpk('verify', 'b.dat.repaired.blp', 'c.dat.repaired.blp')).code).toBe(0);
    const reports = JSON.parse((await blpk('repair', '--json', 'a.dat.blp', 'b.dat.blp', 'out')).out);
    expect(reports.map(({ file }: { file: string }) => file)).toEqual(['a.dat.blp', 'b.dat.blp']);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['a.dat.repaired.blp', 'b.dat.repaired.blp']);
    expect((await blpk('repair', '--in-place', 'a.dat.blp', 'b.dat.blp')).code).toBe(0);
    expect((await blpk('verify', 'a.dat.blp', 'b.dat.blp')).code).toBe(0);
  });
});

describe('--stdout', () => {
  test('writes the data of all containers one after the other', async () => {
    await blpk('compress', 'a.dat', 'b.dat', 'c.dat');
    const { code, out, err } = await blpk('decompress', '-c', 'a.dat.blp', 'b.dat.blp', 'c.dat.blp');
    expect([code, out, err]).toEqual([0, read('a.dat') + read('b.dat') + read('c.dat'), '']);
    const { stdout } = await blpk('compress', '--stdout', 'a.dat');
    expect((await runBlpk(['decompress', '-'], { input: stdout })).out).toBe(read('a.dat'));
  });
});

describe('--rm', () => {
  test('removes each input once its output was compared with it', async () => {
    expect(await blpk('compress', '--rm', '--each', 'a.dat', 'b.dat')).toMatchObject(DONE);
    expect(readdirSync(cwd)).toEqual(['a.dat.blp', 'b.dat.blp', 'c.dat', 'out']);
    expect(await blpk('decompress', '--rm', 'a.dat.blp')).toMatchObject(DONE);
    expect(readdirSync(cwd)).toEqual(['a.dat', 'b.dat.blp', 'c.dat', 'out']);
    expect(read('a.dat')).toBe('a'.repeat(5000));
  });

  test('keeps an input whose output is not complete, or does not hold all of it', async () => {
    writeFileSync(join(cwd, 'm.json'), '{"unit":"mm"}');
    await blpk('compress', '-m', 'm.json', 'a.dat');
    const kept = { code: 1, err: expect.stringContaining("'a.dat.blp' is not removed: its metadata") };
    expect(await blpk('decompress', '--rm', 'a.dat.blp', 'back')).toMatchObject(kept);
    const withMetadata = ['decompress', '-f', '--rm', '--metadata-out', 'back.json', 'a.dat.blp', 'back'];
    expect(await blpk(...withMetadata)).toMatchObject(DONE);
    expect(existsSync(join(cwd, 'a.dat.blp'))).toBe(false);
    expect((await blpk('compress', '--rm', 'b.dat', 'nowhere/b.blp')).code).toBe(1);
    expect((await blpk('compress', '--rm', 'b.dat', '/dev/null')).code).toBe(2);
    expect(read('b.dat')).toBe('b'.repeat(5000));
  });

  test('replaces a .npy by its container and back, bit for bit', async () => {
    const npy = readFileSync(fixturePath('plain', 'linspace_f8.npy'));
    writeFileSync(join(cwd, 'x.npy'), npy);
    expect(await blpk('pack', '--rm', 'x.npy')).toMatchObject(DONE);
    expect(existsSync(join(cwd, 'x.npy'))).toBe(false);
    await blpk('meta', 'set', 'x.blp', 'unit=mm');
    const kept = { code: 1, err: "blpk: error: 'x.blp' is not removed: its metadata are not in the .npy file: unit\n" };
    expect(await blpk('unpack', '--rm', 'x.blp')).toMatchObject(kept);
    await blpk('meta', 'set', 'x.blp', '--delete', 'unit');
    expect(await blpk('-f', 'unpack', '--rm', 'x.blp')).toMatchObject(DONE);
    expect(readFileSync(join(cwd, 'x.npy'))).toEqual(npy);
    expect(existsSync(join(cwd, 'x.blp'))).toBe(false);
  });
});

test('--quiet prints only results and errors', async () => {
  writeFileSync(join(cwd, 'm.json'), '{"unit":"mm"}');
  await blpk('compress', '-m', 'm.json', 'a.dat');
  expect(await blpk('-q', 'decompress', 'a.dat.blp', 'back')).toMatchObject(DONE);
  expect(await blpk('-q', 'verify', 'a.dat.blp')).toMatchObject(DONE);
  expect((await blpk('-q', 'info', 'a.dat.blp')).out).toContain("{'unit': 'mm'}");
  expect(await blpk('-q', 'verify', 'nosuch')).toMatchObject({ code: 1, err: expect.stringContaining('nosuch') });
});
