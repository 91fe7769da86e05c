import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { runHdf5, withoutHdf5 } from '../exchange/hdf5/python-hdf5.js';
import { runBlpk, scratchDirectory } from './run-blpk.js';

const cwd = scratchDirectory();
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });

beforeAll(async () => {
  copyFileSync(fixturePath('golden/ndarray_2d_C.blp'), join(cwd, 'a.blp'));
  copyFileSync(fixturePath('golden/ndarray_2d_C.npy'), join(cwd, 'a.npy'));
  mkdirSync(join(cwd, 'empty'));
  for (const output of ['x.h5', 'x.zarr', 'x.npz']) expect((await blpk('convert', 'a.blp', output)).code).toBe(0);
});

test('a file or store of another format has its arrays, as info lists them', async () => {
  for (const [name, format] of [
    ['x.h5', 'HDF5'],
    ['x.zarr', 'Zarr'],
    ['x.npz', 'numpy'],
    ['a.npy', 'numpy'],
  ] as const) {
    const { code, out, err } = await blpk('ls', name);
    expect([code, err]).toEqual([0, '']);
    const [title, array] = out.split('\n');
    expect(title).toBe(`${name}: ${format}, 1 array`);
    const { out: info } = await blpk('info', name);
    expect(`blpk: ${array?.trimStart()}\n`).toBe(info);
  }
});

test('--json has them beside the containers', async () => {
  const { out } = await blpk('ls', '--json', 'a.blp', 'x.h5');
  expect(JSON.parse(out)).toMatchObject({
    containers: [{ name: 'a.blp' }],
    files: [{ file: 'x.h5', format: 'HDF5', arrays: [{ order: 'C' }] }],
  });
});

test('a folder has its containers, a line each; one that is neither that nor a store has nothing', async () => {
  const { out } = await blpk('ls', '.');
  expect(out).toMatch(/^a\.blp: dtype [^\n]+\n$/);
  expect(await blpk('ls', 'empty')).toMatchObject({ code: 0, out: '', err: '' });
});

test('a file without arrays is named', async () => {
  writeFileSync(join(cwd, 'none.npz'), Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]));
  const { code, out, err } = await blpk('ls', 'none.npz');
  expect([code, out, err]).toEqual([0, 'none.npz: numpy, 0 arrays\n', "blpk: 'none.npz' holds no array\n"]);
});

const MANY = `
f = h5py.File('many.h5', 'w', libver='latest')
kind, space = h5py.h5t.STD_I32LE, h5py.h5s.create_simple((2,))
for i in range(2 ** 16 + 1): h5py.h5d.create(f.id, b'd%d' % i, kind, space)
f.close()`;

test('of very many arrays the first are listed, and what keeps something of each refuses them in a sentence', async (context) => {
  if (withoutHdf5 !== undefined) return context.skip(withoutHdf5);
  await runHdf5(MANY, [], cwd);
  for (const command of ['ls', 'info']) {
    const { code, out, err } = await blpk(command, 'many.h5');
    expect([code, err]).toEqual([0, "blpk: 'many.h5' holds more than 25000 arrays: the others are not listed\n"]);
    expect(out.match(/dtype '<i4'/g)).toHaveLength(25_000);
  }
  const refused = "blpk: error: 'many.h5' holds more than 65536 arrays: name one, as in 'many.h5::name'\n";
  expect(await blpk('convert', 'many.h5', 'many/')).toMatchObject({ code: 1, err: refused });
  expect(await blpk('diff', 'many.h5', 'many.h5')).toMatchObject({ code: 2, err: refused });
  expect(existsSync(join(cwd, 'many'))).toBe(false);
});
