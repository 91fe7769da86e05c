import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import * as zarrita from 'zarrita';
import { npyFileSource } from '../../../../electron/engine/arrays/npy-file.js';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import type { Attributes, DatasetsWriter, WriteOptions } from '../../../../electron/exchange/dataset.js';
import { zarr, zarr3 } from '../../../../electron/exchange/zarr/formats.js';
import { type ArraySpec, parseArrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { runZarr, withoutZarr } from '../python-zarr.js';
import { contentOf, itemsOf, npyContent } from './dataset-content.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchFolder();
});

async function createIn(path: string, version: 2 | 3, overwrite = false): Promise<DatasetsWriter> {
  const writer = await (version === 2 ? zarr : zarr3).create?.(join(cwd, path), { overwrite });
  if (!writer) throw new TypeError('the format is not written');
  return writer;
}

/** Writes `x.npy` as the array `/x`, or `/g/x`. */
async function addNpy(
  writer: DatasetsWriter,
  file: string,
  name: string | undefined,
  options: WriteOptions = {},
): Promise<void> {
  const source = await npyFileSource(join(cwd, file));
  const spec = parseArrayMetadata(source.metadata);
  if (!spec) throw new TypeError('no array');
  await writer.write({ name, spec, attributes: new Map([['file', file]]) }, source, options);
}

const MAKE_ARRAYS = `
import numpy as np
rng = np.random.default_rng(3)
raw = lambda dtype, n: np.frombuffer(rng.integers(0, 256, n * np.dtype(dtype).itemsize, dtype='u1').tobytes(), dtype)
arrays = {d.strip('<>|').replace('[', '').replace(']', '') + ('_be' if d[0] == '>' else ''): raw(d, 77).reshape(11, 7)
  for d in ['i1', '<i2', '>i4', '<i8', 'u1', '<u2', '>u4', '<u8', '<f2', '>f4', '<f8', '<c8', '>c16', 'S5', 'V4', '<M8[ms]', '>M8[25s]', '<m8[D]', '<m8']}
arrays['bool'] = rng.integers(0, 2, (11, 7)).astype('?')
arrays['text'] = np.array(['a\\u00e9', '\\U0001f600b', ''] * 4)
arrays['text_be'] = arrays['text'].astype('>U2')
for n, shape in enumerate([(), (1,), (0,), (3, 0, 2), (7,), (5, 6), (4, 3, 5), (2, 3, 4, 5), (3, 2, 2, 3, 4)]):
  a = np.arange(np.prod(shape, dtype=int), dtype='<i4').reshape(shape)
  arrays['s%d' % n] = a
  arrays['t%d' % n] = np.asfortranarray(a)
only2 = {'record': np.array([(1, b'ab', [1, 2])] * 9, dtype=[('id', '<i4'), ('tag', 'S3'), ('p', '>f4', (2,))]), 'longdouble': np.arange(5, dtype='f16')}
for name, a in {**arrays, **only2}.items(): np.save(name + '.npy', a)
print('|'.join(arrays)); print('|'.join(only2))
`;

const CHECK = `
import sys, glob, zarr, numpy as np
store = zarr.ZipStore(sys.argv[1], mode='r') if sys.argv[1].endswith('.zip') else sys.argv[1]
group = zarr.open(store, mode='r')
def same(a, b): return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
for f in glob.glob('*.npy'):
  a, z = np.load(f), group['g/' + f[:-4]]
  assert same(a, z[...]), (f, a, z[...])
  assert z.attrs.asdict() == {'file': f}
print(len(glob.glob('*.npy')))
`;

test.for(['out.zarr', 'out.zarr.zip'])(
  'zarr reads what was written to %s, for every dtype, shape and order',
  async (path, context) => {
    if (withoutZarr) context.skip(withoutZarr);
    const names = (await runZarr(MAKE_ARRAYS, [], cwd)).trim().split(/[|\n]/);
    const writer = await createIn(path, 2);
    const codecs = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'] as const;
    for (const [turn, name] of names.entries()) {
      const hasRows = !['s0', 't0', 's2', 't2', 's3', 't3'].includes(name);
      const codec = codecs[turn % codecs.length] ?? 'lz4';
      await addNpy(writer, `${name}.npy`, `/g/${name}`, { blosc: { codec }, ...(hasRows && { chunkRows: 2 }) });
    }
    expect(existsSync(join(cwd, path))).toBe(false);
    const sizeBytes = await writer.finish();
    expect(sizeBytes).toBeGreaterThan(1000);
    expect(Number(await runZarr(CHECK, [path], cwd))).toBe(names.length);
    for (const name of names) {
      expect(await contentOf(join(cwd, path), `/g/${name}`), name).toBe(await npyContent(join(cwd, `${name}.npy`)));
    }
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
  },
);

test('zarrita reads what was written as version 3, and so do we', async (context) => {
  if (withoutZarr) context.skip(withoutZarr);
  const names = (await runZarr(MAKE_ARRAYS, [], cwd)).split('\n')[0]?.split('|') ?? [];
  const writer = await createIn('out.zarr3', 3);
  for (const name of names) await addNpy(writer, `${name}.npy`, `/g/${name}`);
  await writer.finish();
  for (const name of names) {
    expect(await contentOf(join(cwd, 'out.zarr3'), `g/${name}`), name).toBe(await npyContent(join(cwd, `${name}.npy`)));
  }
  for (const name of [
    'i1',
    'i2',
    'i4_be',
    'i8',
    'u1',
    'u2',
    'u4_be',
    'u8',
    'f4_be',
    'f8',
    's1',
    's4',
    's5',
    's6',
    's7',
    's8',
  ]) {
    const { data } = await readByZarrita(join(cwd, 'out.zarr3', 'g', name));
    const found = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const items = await itemsOf(await zarr.open(join(cwd, 'out.zarr3'), `g/${name}`, {}));
    expect((name.endsWith('_be') ? items.swap32() : items).equals(found), name).toBe(true);
  }
  // In F order.
  const { data, stride } = await readByZarrita(join(cwd, 'out.zarr3', 'g', 't6'));
  expect(data[3 * (stride[0] ?? 0) + 1 * (stride[1] ?? 0) + 2 * (stride[2] ?? 0)]).toBe((3 * 3 + 1) * 5 + 2);
});

interface ZarritaChunk {
  readonly data: Int32Array;
  readonly stride: readonly number[];
}

async function readByZarrita(path: string): Promise<ZarritaChunk> {
  const array = await zarrita.open.v3(zarrita.root(folderStore(path)), { kind: 'array' });
  return (await zarrita.get(array)) as ZarritaChunk; // of any number type: only its bytes are compared
}

/** What zarrita asks of a store. */
function folderStore(path: string): { get(key: string): Promise<Uint8Array | undefined> } {
  return {
    async get(key) {
      const file = join(path, key);
      return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
    },
  };
}

const numbers = (shape: readonly number[], order: ArraySpec['order'] = 'C'): ArraySpec => ({
  dtype: scalarDtype('<', 'f', 8),
  shape,
  order,
});

async function addNumbers(
  writer: DatasetsWriter,
  name: string | undefined,
  shape: readonly number[],
  attributes: Attributes = new Map(),
): Promise<void> {
  const count = shape.reduce((product, length) => product * length, 1);
  const bytes = new Uint8Array(Float64Array.from({ length: count }, (_, at) => at).buffer);
  await writer.write({ name, spec: numbers(shape), attributes }, bytesSource(bytes), { chunkRows: 2 });
}

test.for([2, 3] as const)(
  'moves chunks between stores, version %i, byte for byte, also missing ones',
  async (version) => {
    const from = await createIn('from.zarr', version);
    await addNumbers(from, undefined, [7, 5], new Map([['_ARRAY_DIMENSIONS', ['y', 'x']]]));
    await from.finish();
    const source = await zarr.open(join(cwd, 'from.zarr'), undefined, {});
    const { chunks } = source;
    if (typeof chunks === 'string') throw new Error(chunks);
    expect(chunks.grid).toEqual({ chunkShape: [2, 5], counts: [4, 1] });
    const to = await createIn('to.zarr', version === 2 ? 3 : 2);
    const fillItem = new Uint8Array(Float64Array.of(Number.NaN).buffer);
    const array = { name: '/moved', spec: source.spec, attributes: source.attributes };
    async function* allButOne() {
      if (typeof chunks === 'string') return;
      let index = 0;
      for await (const chunk of chunks.stored({})) yield index++ === 1 ? { bytes: undefined } : chunk;
    }
    await to.writeChunks?.(array, { grid: chunks.grid, fillItem, firstHeader: undefined }, allButOne(), {});
    await to.finish();
    const moved = await zarr.open(join(cwd, 'to.zarr'), undefined, {});
    const items = await itemsOf(moved);
    const expected = Float64Array.from({ length: 35 }, (_, at) => (at >= 10 && at < 20 ? Number.NaN : at));
    expect(new Float64Array(new Uint8Array(items).buffer)).toEqual(expected);
    expect([...moved.attributes]).toEqual([['_ARRAY_DIMENSIONS', ['y', 'x']]]);
    await Promise.all([source.close(), moved.close()]);
  },
);

test('leaves nothing when it is aborted, and replaces a store only when it may', async () => {
  const aborted = await createIn('x.zarr', 2);
  await addNumbers(aborted, '/a', [4]);
  await aborted.abort();
  expect(readdirSync(cwd)).toEqual([]);
  const first = await createIn('x.zarr', 2);
  await addNumbers(first, '/a', [4]);
  await first.finish();
  await expect(createIn('x.zarr', 2)).rejects.toThrow('exists!');
  const second = await createIn('x.zarr', 3, true);
  await addNumbers(second, '/b', [4]);
  expect(readdirSync(join(cwd, 'x.zarr'))).toContain('.zgroup');
  await second.finish();
  expect(readdirSync(join(cwd, 'x.zarr'))).toEqual(['b', 'zarr.json']);
  expect(readdirSync(cwd)).toEqual(['x.zarr']);
});

test('refuses names that lead out, are taken, or mean something else', async () => {
  const writer = await createIn('x.zarr', 2);
  await addNumbers(writer, '/a', [4]);
  await expect(addNumbers(writer, '/../b', [4])).rejects.toThrow('is not the name of an array');
  await expect(addNumbers(writer, '/a', [4])).rejects.toThrow('exists already');
  await expect(addNumbers(writer, '/a/b', [4])).rejects.toThrow('cannot hold another one');
  await expect(addNumbers(writer, '/.zarray', [4])).rejects.toThrow('a meaning of its own');
  await writer.abort();
});
