import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffArrays } from '../../../electron/exchange/diff/diff-arrays.js';
import { digestArray } from '../../../electron/exchange/digest/digest-array.js';
import { findArrays, listArrays, openArray } from '../../../electron/exchange/find-arrays.js';
import { openableArrays } from '../../../electron/exchange/openable-arrays.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { every } from '../../cases.js';
import { scratchFolder } from '../../scratch-folder.js';
import { inspect } from '../inspect/inspectors.js';
import { bcolzChunk, writeCarray } from './bcolz/bcolz-folder.js';
import { convert } from './convert/convert-files.js';
import { runHdf5, withoutHdf5 } from './hdf5/python-hdf5.js';
import { type Json, put, withLies } from './lies.js';
import * as DOCUMENTS from './zarr/array-documents.js';

/** With every kind of member that metadata have. */
const V2 = { ...DOCUMENTS.V2, compressor: { id: 'zlib', level: 1 } };
const V3 = { ...DOCUMENTS.V3, chunk_key_encoding: { name: 'default', configuration: { separator: '/' } } };

/** Far more than an honest array of these tests has. */
const MOST_BYTES = 2 ** 20;

/** No divisor of the number of lies, so that each value gets others. */
const someLies = (document: Json): readonly Json[] => every(3, [...withLies(document)]);

/** Reads it in every way. A refusal is one clear sentence of a typed error, and leaves no part of an output. */
async function readEveryWay(path: string, scratch: string): Promise<readonly string[]> {
  const messages: string[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) return;
    expect(isBloscpackError(error), error.stack).toBe(true);
    expect(error.message).toMatch(/^[^\n]{1,2000}$/);
    expect(error.message).not.toMatch(/undefined|NaN|\[object/);
    messages.push(error.message);
  };
  await attempt(async () => {
    for await (const { reason } of listArrays(await findArrays(path), {}))
      if (reason !== undefined) messages.push(reason);
  });
  await attempt(async () => {
    const dataset = await openArray(path, {});
    // A changed shape may stand for petabytes of fill value, which no reader can refuse.
    const isSmall =
      dataset.spec.shape.reduce((count, length) => count * length, 1) * dataset.spec.dtype.itemsize < MOST_BYTES;
    await dataset.close();
    if (!isSmall) return;
    await attempt(() => readAll(path));
    rmSync(join(scratch, 'out.npy'), { force: true });
    await attempt(() => convert(path, join(scratch, 'out.npy')));
  });
  expect(readdirSync(scratch).filter((name) => name !== 'out.npy')).toEqual([]);
  return messages;
}

async function readAll(path: string): Promise<void> {
  const [one, other] = [await openArray(path, {}), await openArray(path, {})];
  try {
    await digestArray(one, {});
    await diffArrays(one, other, {});
  } finally {
    await one.close();
    await other.close();
  }
}

test.for([
  ['.zarray', V2],
  ['zarr.json', V3],
] as const)('any lie in a %s gives a sentence or an array, and no part of an output', async ([key, document]) => {
  const folder = scratchFolder();
  const [path, scratch] = [join(folder, 'x.zarr'), join(folder, 'out')];
  mkdirSync(scratch);
  put(path, { '0': new Uint8Array(8), 'c/0/0': new Uint8Array(64), [key]: document });
  const lies = someLies(document);
  let refused = 0;
  for (const lie of lies) {
    put(path, { [key]: lie });
    if ((await readEveryWay(path, scratch)).length > 0) refused++;
  }
  expect(refused).toBeGreaterThan(lies.length / 2);
});

test('the consolidated metadata of a group are not believed: only what is there is listed', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  const lies = { 'gone/.zarray': V2, 'a/.zarray': { ...V2, shape: [2 ** 40] }, '../up/.zarray': V2 };
  put(path, {
    '.zgroup': { zarr_format: 2 },
    '.zmetadata': { zarr_consolidated_format: 1, metadata: lies },
    'a/.zarray': V2,
  });
  symlinkSync('.', join(path, 'a/again'));
  const found = [];
  for await (const { name, spec } of listArrays(await findArrays(path), {})) found.push([name, spec?.shape]);
  expect(found).toEqual([['/a', [4]]]);
});

test('any lie in the metadata of a carray gives a sentence or an array, and no part of an output', async () => {
  const folder = scratchFolder();
  const [path, scratch] = [join(folder, 'x.bcolz'), join(folder, 'out')];
  mkdirSync(scratch);
  writeCarray(path, new Uint8Array(400), { dtype: 'int32', itemsize: 4, shape: [100], chunkRows: 40 });
  const documents = {
    'meta/sizes': { shape: [100], nbytes: 400, cbytes: 0 },
    'meta/storage': { dtype: 'int32', chunklen: 40, cparams: {} },
    __attrs__: { a: 1 },
  };
  let [tried, refused] = [0, 0];
  for (const [key, document] of Object.entries(documents)) {
    for (const lie of someLies(document)) {
      tried++;
      put(path, { [key]: lie });
      if ((await readEveryWay(path, scratch)).length > 0) refused++;
    }
    put(path, { [key]: document });
  }
  expect(refused).toBeGreaterThan(tried / 3);
});

test('a chunk of a carray takes no more memory than its bytes can hold, and no link leads out of the folder', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'x.bcolz');
  writeCarray(path, new Uint8Array(0), { dtype: 'int32', itemsize: 4, shape: [2 ** 27], chunkRows: 2 ** 27 });
  const chunk = bcolzChunk(new Uint8Array(4096), 4);
  for (const field of [20, 24]) chunk.writeUInt32LE(2 ** 29, field);
  writeFileSync(join(path, 'data/__0.blp'), chunk);
  await expect(convert(path, join(folder, 'x.npy'))).rejects.toThrow('cannot hold 536870912 bytes');
  put(path, { 'meta/sizes': { shape: [1024] }, 'meta/storage': { dtype: 'int32', chunklen: 1024 } });
  writeFileSync(join(folder, 'secret'), bcolzChunk(new Uint8Array(4096), 4));
  symlinkSync('../../secret', join(path, 'data/__1.blp'));
  put(path, { 'meta/sizes': { shape: [2048] } });
  await expect(convert(path, join(folder, 'x.npy'))).rejects.toThrow('is a link that leads out of its folder');
  expect(existsSync(join(folder, 'x.npy'))).toBe(false);
});

const CYCLES = `
f = h5py.File(sys.argv[1], 'w', libver=sys.argv[2])
g = f.create_group('g')
d = g.create_dataset('d', data=np.arange(3, dtype='i4'))
g['up'], g['self'], f['again'] = f, g, d
g['loop'], g['far'] = h5py.SoftLink('/g/loop'), h5py.SoftLink('/g/up/g/up/g/d')
g['out'] = h5py.ExternalLink('other.h5', '/x')
for i in range(100): g['name%d' % i] = f
f.close()`;

test('groups of HDF5 that hold themselves, by hard or soft links, list each array once', async (context) => {
  if (withoutHdf5 !== undefined) return context.skip(withoutHdf5);
  const folder = scratchFolder();
  for (const age of ['earliest', 'latest']) {
    const path = join(folder, `${age}.h5`);
    await runHdf5(CYCLES, [path, age], folder);
    const names = [];
    for await (const { name, spec } of listArrays(await findArrays(path), {})) if (spec) names.push(name);
    expect(names).toHaveLength(1);
    const { overview } = await inspect(path);
    expect(overview.members?.filter(({ array }) => array)).toHaveLength(1);
    const through = await openArray(`${path}::/g/up/g/self/far`, {});
    expect(through.spec.shape).toEqual([3]);
    await through.close();
    await expect(openArray(`${path}::/g/loop`, {})).rejects.toThrow('behind more than 16 soft links');
    await expect(openArray(`${path}::/g/out`, {})).rejects.toThrow('leads to another file, which is not followed');
    await convert(`${path}::/g/d`, join(folder, `${age}.npy`));
  }
});

test('more arrays than are asked for are refused before the first one is opened', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  put(path, { '.zgroup': { zarr_format: 2 }, 'a/.zarray': V2, 'b/.zarray': V2 });
  const found = await findArrays(path);
  const opened = async (maxArrays: number) => {
    const names = [];
    for await (const { name } of openableArrays(found, { maxArrays })) names.push(name);
    return names;
  };
  expect(await opened(2)).toEqual(['/a', '/b']);
  await expect(opened(1)).rejects.toThrow(`'${path}' holds more than 1 arrays: name one, as in '${path}::name'`);
});
