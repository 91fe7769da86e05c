import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });

beforeAll(() => {
  for (const name of ['ndarray_2d_C.npy', 'ndarray_2d_C.blp', 'ndarray_3d_F.npy'])
    copyFileSync(fixturePath(`golden/${name}`), join(cwd, name));
  const bytes = readFileSync(join(cwd, 'ndarray_2d_C.npy'));
  bytes[bytes.byteLength - 1] = (bytes[bytes.byteLength - 1] ?? 0) ^ 0x80;
  writeFileSync(join(cwd, 'other.npy'), bytes);
});

test('the same values in two formats: exit status 0', async () => {
  expect(await blpk('diff', 'ndarray_2d_C.npy', 'ndarray_2d_C.blp')).toEqual(
    expect.objectContaining({
      code: 0,
      out: "blpk: 'ndarray_2d_C.npy' and 'ndarray_2d_C.blp' are the same\n",
      err: '',
    }),
  );
});

test('other values: exit status 1, how many, where and how much', async () => {
  const { code, out, err } = await blpk('diff', 'ndarray_2d_C.npy', 'other.npy');
  expect([code, err]).toEqual([1, '']);
  for (const line of [/values: 1 of .* differ/, /first at \[\d+, \d+\]: /, /rows: 1 of \d+: \d+/])
    expect(out).toMatch(line);
  const json = await blpk('diff', '--json', 'ndarray_2d_C.npy', 'other.npy');
  expect(JSON.parse(json.out)).toMatchObject({
    same: false,
    arrays: [{ same: false, values: { differing: 1 } }],
    only_in_one: [],
  });
});

test('other shapes differ; arrays are paired by name, and one that is alone differs', async () => {
  expect(await blpk('diff', 'ndarray_2d_C.npy', 'ndarray_3d_F.npy')).toMatchObject({
    code: 1,
    out: expect.stringContaining('shape: '),
  });
  await blpk('convert', 'ndarray_2d_C.npy', 'ndarray_3d_F.npy', 'two.npz');
  await blpk('convert', 'two.npz', 'two/');
  expect((await blpk('diff', 'two.npz', 'two/')).code).toBe(0);
  await blpk('convert', 'ndarray_2d_C.npy', 'other.npy', 'others.npz');
  const { code, out } = await blpk('diff', 'two.npz', 'others.npz');
  expect(code).toBe(1);
  expect(out).toContain("'two.npz::ndarray_3d_F': the other one has no such array");
  expect(out).toContain("'others.npz::other': the other one has no such array");
});

test('an array that cannot be read: exit status 2 and one sentence', async () => {
  writeFileSync(join(cwd, 'notes.txt'), 'text');
  for (const [name, message] of [
    ['missing.npy', 'does not exist'],
    ['notes.txt', 'holds no array'],
    ['two.npz::nosuch', "no array 'nosuch'"],
  ] as const) {
    const { code, out, err } = await blpk('diff', 'ndarray_2d_C.npy', name);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  }
});
