import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk, runShell } from './run-blpk.js';

const cwd = scratchFolder();
const npy = readFixture('plain/arange_i8.npy');
writeFileSync(join(cwd, 'a.npy'), npy);
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });
/** With these bytes on standard input. */
const piped = (input: Uint8Array, ...args: readonly string[]) => runBlpk(args, { cwd, input });

await blpk('pack', 'a.npy');
copyFileSync(join(cwd, 'a.blp'), join(cwd, 'b.blp'));
await blpk('unpack', 'a.blp', 'b.blp', 'z.npz');
await blpk('unpack', 'a.blp', 'one.npz');
const [container, archive] = ['a.blp', 'z.npz'].map((name) => readFileSync(join(cwd, name))) as [Buffer, Buffer]; // two names
const SLICE = '10:40:10';
const VALUES = '[10 20 30]\n';

describe('info', () => {
  test('describes a container on standard input as it does a file', async () => {
    const file = await blpk('info', 'a.blp');
    expect(await piped(container, 'info', '-')).toMatchObject({ code: 0, out: file.out, err: '' });
    const json = JSON.parse((await piped(container, 'info', '--json', '-')).out);
    expect(json).toMatchObject({ file: '<stdin>', file_size: container.byteLength, header: { typesize: 8 } });
  });

  test('describes arrays of .npy and .npz', async () => {
    expect((await blpk('info', 'a.npy')).out).toMatch(/^blpk: 'a.npy': dtype '<i8', shape \(\d+,\), order C, /);
    expect((await piped(archive, 'info', '-')).out).toMatch(
      /^blpk: 'a': dtype '<i8', .*\nblpk: 'b': dtype '<i8', .*\n$/,
    );
    expect((await blpk('info', '--member', 'b', 'z.npz')).out).toMatch(/^blpk: 'b': .*\n$/);
    const { arrays } = JSON.parse((await blpk('info', '--json', 'z.npz')).out);
    expect(arrays).toMatchObject([{ name: 'a', dtype: "'<i8'" }, { name: 'b' }]);
    expect(await blpk('info', '--member', 'c', 'z.npz')).toMatchObject({
      code: 1,
      err: expect.stringContaining('a, b'),
    });
    expect(await blpk('info', '--member', 'a', 'a.blp')).toMatchObject({ code: 2 });
  });

  test('lists the arrays of other formats, in files, folders and on standard input', async () => {
    await blpk('convert', 'z.npz', 'z.h5');
    await blpk('convert', 'a.npy', 'a.zarr');
    const lines = /^blpk: '\/a': dtype '<i8', shape \(\d+,\), order C, .*\nblpk: '\/b': dtype '<i8', .*\n$/;
    expect((await blpk('info', 'z.h5')).out).toMatch(lines);
    expect((await piped(readFileSync(join(cwd, 'z.h5')), 'info', '-')).out).toMatch(lines);
    expect((await blpk('info', 'a.zarr')).out).toMatch(/^blpk: 'a\.zarr': dtype '<i8', /);
    const record = JSON.parse((await blpk('info', '--json', 'z.h5')).out);
    expect(record).toMatchObject({ file: 'z.h5', format: 'HDF5', arrays: [{ name: '/a' }, { name: '/b' }] });
    writeFileSync(join(cwd, 'words.bin'), Buffer.from([1, 2, 3, 4]));
    expect(await blpk('info', 'words.bin')).toMatchObject({ code: 1, err: expect.stringContaining('magic marker') });
  });

  test('-o writes the document to a file that it does not replace', async () => {
    expect(await blpk('info', '-o', 'facts.json', 'a.blp')).toMatchObject({ code: 0, out: '', err: '' });
    expect(readFileSync(join(cwd, 'facts.json'), 'utf8')).toBe((await blpk('info', '--json', 'a.blp')).out);
    expect(await blpk('info', '-o', 'facts.json', 'a.blp')).toMatchObject({ code: 1, out: '' });
  });
});

describe('verify', () => {
  test('checks a container on standard input', async () => {
    expect((await piped(container, 'verify', '-')).out).toMatch(/^blpk: '<stdin>' is intact: /);
    const damaged = await piped(container.subarray(0, -20), 'verify', '-');
    expect(damaged).toMatchObject({ code: 3, out: expect.stringContaining("'<stdin>' is damaged") });
  });

  test('compares the arrays of a .npz with their CRC-32, and the size of a .npy with its header', async () => {
    expect((await blpk('verify', 'z.npz', 'a.npy')).out).toMatch(
      /^blpk: 'z.npz' is intact: 2 of 2 arrays readable\nblpk: 'a.npy' is intact: .*\nblpk: 2 files: 2 intact, 0 damaged\n$/,
    );
    const flipped = Buffer.from(archive);
    flipped.writeUInt8(flipped.readUInt8(300) ^ 1, 300);
    writeFileSync(join(cwd, 'bad.npz'), flipped);
    expect(await blpk('verify', 'bad.npz')).toMatchObject({
      code: 3,
      out: expect.stringMatching(
        /^blpk: 'bad.npz' is damaged: 1 of 2 arrays readable\nblpk: {5}damage: member 'a.npy' .*\n$/,
      ),
    });
    const { files } = JSON.parse((await blpk('verify', '--json', 'bad.npz')).out);
    expect(files).toMatchObject([{ whole: false, arrays: 2, readable_arrays: 1, problems: [{ severity: 'damage' }] }]);
    expect(await piped(npy.subarray(0, -1), 'verify', '-')).toMatchObject({ code: 3 });
  });
});

describe('slice', () => {
  test('takes containers and arrays from files and from standard input', async () => {
    for (const args of [['a.blp'], ['a.npy'], ['one.npz'], ['--member', 'b', 'z.npz']]) {
      expect(await blpk('slice', ...args, SLICE), args.join(' ')).toMatchObject({ code: 0, out: VALUES, err: '' });
    }
    for (const input of [container, npy]) expect((await piped(input, 'slice', '-', SLICE)).out).toBe(VALUES);
    expect((await piped(archive, 'slice', '--member', 'a', '-', SLICE)).out).toBe(VALUES);
    expect(await blpk('slice', 'z.npz', SLICE)).toMatchObject({ code: 1, err: expect.stringContaining('it has a, b') });
  });

  test('reads far apart and backwards from a .npy what it reads from its container', async () => {
    for (const slice of ['::-7', '-1:0:-300', ':', '5:5']) {
      expect((await blpk('slice', 'a.npy', slice, '-')).stdout).toEqual(
        (await blpk('slice', 'a.blp', slice, '-')).stdout,
      );
    }
  });
});

describe('estimate', () => {
  test('gives the size that packing then has, whatever the array comes from', async () => {
    const estimate = { exact: true, stored_bytes: container.byteLength };
    for (const args of [['a.npy'], ['one.npz'], ['--member', 'a', 'z.npz']]) {
      expect(JSON.parse((await blpk('estimate', '--json', ...args)).out), args.join(' ')).toMatchObject(estimate);
    }
    expect(JSON.parse((await piped(npy, 'estimate', '--json', '-')).out)).toMatchObject(estimate);
  });
});

test('a pipe that is named by its path is read like standard input', () => {
  const script = 'mkfifo pipe; cat a.blp > pipe & blpk verify pipe; cat a.npy > pipe & blpk slice pipe 0';
  expect(runShell(script, cwd)).toEqual({ out: expect.stringMatching(/^blpk: 'pipe' is intact: .*\n0\n$/), err: '' });
});

test('the damaged file of a container is described by its own name', async () => {
  const path = fixturePath('corrupt/truncated_at_40.blp');
  expect((await piped(readFileSync(path), 'info', '-')).err).toMatch(/^blpk: error: '<stdin>': the offsets section/);
});

test('convert, diff and digest take standard input, and pipes by their path', async () => {
  const { out } = await piped(archive, 'digest', '-');
  expect(out).toMatch(/^([0-9a-f]{64}) {2}-::a\n\1 {2}-::b\n$/);
  await blpk('convert', 'a.npy', 'a.zarr.zip');
  const stored = readFileSync(join(cwd, 'a.zarr.zip'));
  expect((await piped(stored, 'digest', '-')).out).toBe(`${out.slice(0, 64)}  -\n`);
  expect((await piped(stored, 'info', '-')).out).toMatch(/^blpk: '<stdin>': dtype '<i8', /);
  expect(await piped(container, 'diff', '-', 'a.npy')).toMatchObject({ code: 0, err: '' });
  expect(await piped(npy, 'convert', '-', 'piped.h5')).toMatchObject({ code: 0, err: '' });
  expect(runShell('mkfifo p; cat a.blp > p & blpk diff p piped.h5', cwd).out).toBe(
    "blpk: 'p' and 'piped.h5::/data' are the same\n",
  );
  expect(await piped(Buffer.from('words'), 'digest', '-')).toMatchObject({ code: 1, out: '' });
  expect(await blpk('convert', 'a.npy', '-')).toMatchObject({
    code: 2,
    err: expect.stringContaining('a file to write'),
  });
});
