import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });

beforeAll(async () => {
  for (const name of ['ndarray_2d_C.npy', 'ndarray_2d_C.blp', 'ndarray_3d_F.npy', 'ndarray_3d_F.blp']) {
    copyFileSync(fixturePath(`golden/${name}`), join(cwd, name));
  }
  await blpk('unpack', 'ndarray_2d_C.blp', 'ndarray_3d_F.blp', 'both.npz');
});

test('prints a line for each array, as sha256sum does, the same for the same values', async () => {
  const files = ['ndarray_2d_C.npy', 'ndarray_2d_C.blp', 'both.npz', 'ndarray_3d_F.blp', 'both.npz::ndarray_3d_F'];
  const { code, out, err } = await blpk('digest', ...files);
  expect([code, err]).toEqual([0, '']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  '));
  const names = [
    'ndarray_2d_C.npy',
    'ndarray_2d_C.blp',
    'both.npz::ndarray_2d_C',
    'both.npz::ndarray_3d_F',
    'ndarray_3d_F.blp',
  ];
  expect(lines.map(([, name]) => name)).toEqual([...names, 'both.npz::ndarray_3d_F']);
  const [first, , , other] = lines.map(([digest]) => digest);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(lines.map(([digest]) => digest)).toEqual([first, first, first, other, other, other]);
});

test('goes on behind a file that has no array, names it, and exits with 1', async () => {
  writeFileSync(join(cwd, 'notes.txt'), 'text');
  const { code, out, err } = await blpk('digest', 'notes.txt', 'missing.npy', 'ndarray_2d_C.npy');
  expect(code).toBe(1);
  expect(out).toMatch(/^[0-9a-f]{64} {2}ndarray_2d_C\.npy\n$/);
  expect(err).toContain("'notes.txt' holds no array");
  expect(err).toContain("file 'missing.npy' does not exist!");
});

test('--check tells which arrays have the values that they had', async () => {
  copyFileSync(join(cwd, 'ndarray_2d_C.npy'), join(cwd, 'changing.npy'));
  copyFileSync(join(cwd, 'ndarray_2d_C.npy'), join(cwd, 'leaving.npy'));
  const { out: list } = await blpk('digest', 'changing.npy', 'ndarray_2d_C.npy', 'both.npz');
  writeFileSync(join(cwd, 'list.txt'), list);
  const good = 'changing.npy: OK\nndarray_2d_C.npy: OK\nboth.npz::ndarray_2d_C: OK\nboth.npz::ndarray_3d_F: OK\n';
  expect(await blpk('digest', '--check', 'list.txt')).toMatchObject({ code: 0, out: good, err: '' });
  const piped = await runBlpk(['digest', '--check', '-'], { cwd, input: Buffer.from(list) });
  expect(piped).toMatchObject({ code: 0, out: good, err: '' });
  const bytes = readFileSync(join(cwd, 'changing.npy'));
  bytes[bytes.byteLength - 1] = (bytes[bytes.byteLength - 1] ?? 0) ^ 1;
  writeFileSync(join(cwd, 'changing.npy'), bytes);
  appendFileSync(
    join(cwd, 'list.txt'),
    `${'0'.repeat(64)}  missing.npy\nno fingerprint\n${'0'.repeat(64)}  both.npz\n`,
  );
  const { code, out, err } = await blpk('digest', '--check', 'list.txt');
  expect(code).toBe(1);
  expect(out).toBe(
    good.replace('changing.npy: OK', 'changing.npy: FAILED') +
      'missing.npy: FAILED open or read\nboth.npz: FAILED open or read\n',
  );
  expect(err).toContain("'list.txt': other values in 1 of 6 arrays");
  expect(err).toContain("'list.txt': cannot read 2 of 6 arrays");
  expect(err).toContain("'list.txt': no fingerprint and name in 1 line");
  expect(err).toContain("'both.npz' holds several arrays: name one");
});

test('--check of a list without a line fails', async () => {
  writeFileSync(join(cwd, 'empty.txt'), '');
  expect(await blpk('digest', '--check', 'empty.txt')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no line'),
  });
});

test.skipIf(process.platform === 'win32')(
  'names with line ends and backslashes are escaped, and read again',
  async () => {
    copyFileSync(join(cwd, 'ndarray_2d_C.npy'), join(cwd, 'a\n\\b.npy'));
    const { out } = await blpk('digest', 'a\n\\b.npy');
    expect(out).toMatch(/^\\[0-9a-f]{64} {2}a\\n\\\\b\.npy\n$/);
    writeFileSync(join(cwd, 'odd.txt'), out);
    expect(await blpk('digest', '--check', 'odd.txt')).toMatchObject({ code: 0, err: '' });
  },
);
