import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });

beforeAll(async () => {
  for (const name of ['ndarray_2d_C.npy', 'ndarray_3d_F.npy'])
    copyFileSync(fixturePath(`golden/${name}`), join(cwd, name));
  await blpk('convert', 'ndarray_2d_C.npy', 'rows.blp');
});

test('says of each array what was done with it', async () => {
  expect(await blpk('convert', 'rows.blp', 'moved.blp')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^blpk: 'rows\.blp': \d+ chunks? moved\nblpk: 'moved\.blp': 1 array, /),
    err: '',
  });
  const anew = await blpk('convert', '-c', 'zstd', 'rows.blp', 'anew.blp');
  expect(anew.out).toContain("'rows.blp': recompressed, because the options ask for other settings");
  const { out } = await blpk('convert', '--json', 'rows.blp', 'json.npz::group/x');
  expect(JSON.parse(out)).toMatchObject({
    output: 'json.npz',
    format: 'npz',
    arrays: [{ source: 'rows.blp', name: 'group/x', recompressed_because: 'the output has no Blosc chunks' }],
  });
});

test('several files become several arrays, named as the files', async () => {
  expect(await blpk('convert', '-q', 'ndarray_2d_C.npy', 'ndarray_3d_F.npy', 'both.npz')).toMatchObject({
    code: 0,
    out: '',
  });
  const { out } = await blpk('digest', 'both.npz');
  expect(out.match(/both\.npz::\S+/g)).toEqual(['both.npz::ndarray_2d_C', 'both.npz::ndarray_3d_F']);
  expect((await blpk('diff', 'both.npz::ndarray_3d_F', 'ndarray_3d_F.npy')).code).toBe(0);
});

test('the .npy file that comes back is the one that went in', async () => {
  await blpk('convert', 'ndarray_3d_F.npy', 'f.blp');
  await blpk('convert', 'f.blp', 'back.npy');
  expect(readFileSync(join(cwd, 'back.npy'))).toEqual(readFileSync(join(cwd, 'ndarray_3d_F.npy')));
});

test('refuses what it cannot do with one sentence, before it writes', async () => {
  writeFileSync(join(cwd, 'notes.txt'), 'text');
  await blpk('convert', 'both.npz', 'folder/');
  const before = readdirSync(cwd);
  const refusals: readonly (readonly [readonly string[], number, string])[] = [
    [['rows.blp'], 2, 'give the name of an output file or folder'],
    [['rows.blp', 'x.unknown'], 1, 'does not say a format'],
    [['notes.txt', 'x.blp'], 1, "'notes.txt' holds no array"],
    [['missing.blp', 'x.blp'], 1, 'does not exist'],
    [['rows.blp::x', 'x.blp'], 1, "leave out '::x'"],
    [['rows.blp', 'ndarray_2d_C.npy'], 1, 'exists'],
    [['-f', 'rows.blp', 'rows.blp'], 2, 'both input and output'],
    [['-f', 'rows.blp', 'folder/'], 2, 'is not replaced'],
    [['both.npz', 'x.npy'], 1, 'is for one array'],
    [['--no-recompress', 'ndarray_2d_C.npy', 'x.blp'], 1, 'not compressed by Blosc'],
    [['--no-recompress', '-l', '9', 'rows.blp', 'x.blp'], 2, 'leaves no choice'],
    [['rows.blp', '-'], 2, 'not standard output'],
  ];
  for (const [args, code, message] of refusals) {
    const { code: found, err } = await blpk('convert', ...args);
    expect([args, found, err.trimEnd().split('\n').length]).toEqual([args, code, 1]);
    expect(err).toContain(message);
  }
  expect(readdirSync(cwd)).toEqual(before);
  expect(existsSync(join(cwd, 'x.blp'))).toBe(false);
});
