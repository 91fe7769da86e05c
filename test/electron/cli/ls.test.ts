import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
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

/** Of all formats, the columns of a table are found soonest. */
function writeTable(path: string, columns: number): void {
  const names = Array.from({ length: columns }, (_, index) => `d${index}`);
  writeFileSync(path, `${names.join()}\n${names.map(() => '1').join()}\n`);
}

test('of very many arrays the first are listed, and what keeps something of each refuses them in a sentence', async () => {
  writeTable(join(cwd, 'many.csv'), 2 ** 16 + 1);
  for (const command of ['ls', 'info']) {
    const { code, out, err } = await blpk(command, 'many.csv');
    expect([code, err]).toEqual([0, "blpk: 'many.csv' holds more than 25000 arrays: the others are not listed\n"]);
    expect(out.match(/dtype '<i8'/g)).toHaveLength(25_000);
  }
  const refused = "blpk: error: 'many.csv' holds more than 65536 arrays: name one, as in 'many.csv::name'\n";
  expect(await blpk('convert', 'many.csv', 'many/')).toMatchObject({ code: 1, err: refused });
  expect(await blpk('diff', 'many.csv', 'many.csv')).toMatchObject({ code: 2, err: refused });
  expect(existsSync(join(cwd, 'many'))).toBe(false);
});
