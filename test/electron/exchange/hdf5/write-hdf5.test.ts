import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { asPlainSource } from '../../../../electron/engine/pack/plain/plain-source.js';
import type { Attributes, StoredBloscChunk } from '../../../../electron/exchange/dataset.js';
import { HDF5_FORMAT } from '../../../../electron/exchange/hdf5/hdf5-format.js';
import { HDF5_CHUNK_RULES, Hdf5Writer } from '../../../../electron/exchange/hdf5/write/hdf5-writer.js';
import { JsonFloat, type JsonValue, printJson } from '../../../../shared/format/json.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { factsOf, readAll } from './array-facts.js';
import { runHdf5, withoutHdf5 } from './python-hdf5.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchFolder();
});

const WRITE_PLAIN = `
with h5py.File('x.h5', 'w') as f:
  for name, a in arrays().items(): f[name] = a
  f['wide'] = make('<f8', (300, 1000))
  f['when'] = np.array(['2014-07-22', 'NaT'] * 5, 'M8[ms]').astype(h5py.opaque_dtype('M8[ms]'))
`;

const READ_PLAIN = `
found = {}
with h5py.File(sys.argv[1]) as f:
  f.visititems(lambda name, d: found.update({name: facts(d[()])}) if isinstance(d, h5py.Dataset) else None)
print(json.dumps(found))
`;

const READ_BY_PYTABLES = `
with tables.open_file(sys.argv[1]) as f:
  for node in f.walk_nodes('/', 'Leaf'):
    # PyTables has no opaque bytes.
    if type(node).__name__ != 'UnImplemented': assert np.array_equal(node.read(), h5py.File('x.h5')[node._v_pathname][()]), node
`;

const WRITE_BLOSC = `
with tables.open_file('x.h5', 'w') as f:
  for codec in ('blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'):
    a = make('<i4', (20000, 20)) // 2**20
    f.create_carray('/group', codec, obj=a, chunkshape=(30, 20), createparents=True, filters=tables.Filters(5, 'blosc:' + codec))
  f.create_earray('/', 'longer', obj=np.ones((5, 400), '<i4'), chunkshape=(8, 400), filters=tables.Filters(5, 'blosc'))
with h5py.File('x.h5', 'a') as f:
  d = f.create_dataset('sparse', (10000,), '<f4', chunks=(1000,), fillvalue=2.5, compression=32001, compression_opts=(0, 0, 0, 0, 5, 1, 1))
  d[555] = 7
`;

const SAME_CHUNKS = `
with h5py.File('x.h5') as a, h5py.File('y.h5') as b:
  count = 0
  def same(name, d):
    global count
    if not isinstance(d, h5py.Dataset): return
    x, y = d.id, b[name].id
    assert np.array_equal(d[()], b[name][()]) and d.fillvalue == b[name].fillvalue
    assert x.get_num_chunks() == y.get_num_chunks()
    for i in range(x.get_num_chunks()):
      at = x.get_chunk_info(i).chunk_offset
      assert x.read_direct_chunk(at) == y.read_direct_chunk(at)
      count += 1
  a.visititems(same)
print(count)
`;

/** Copies all arrays of `x.h5` to `y.h5`, moving chunks where they can be moved; the names of those that were moved. */
async function copy(): Promise<readonly string[]> {
  const moved: string[] = [];
  const writer = await Hdf5Writer.create(join(cwd, 'y.h5'), {});
  for await (const { name } of HDF5_FORMAT.list(join(cwd, 'x.h5'), {})) {
    const dataset = await HDF5_FORMAT.open(join(cwd, 'x.h5'), name, {});
    const array = { name, spec: dataset.spec, attributes: dataset.attributes };
    const { chunks } = dataset;
    if (typeof chunks === 'string') {
      await writer.write(array, await dataset.read({}), { blosc: { codec: 'lz4' } });
    } else {
      const firstHeader = await firstHeaderOf(chunks.stored({}));
      const facts = { grid: chunks.grid, fillItem: chunks.fillItem, firstHeader };
      expect(HDF5_CHUNK_RULES.refuses(array, facts)).toBeUndefined();
      await writer.writeChunks(array, facts, chunks.stored({}), {});
      moved.push(name ?? '');
    }
    await dataset.close();
  }
  await writer.finish();
  return moved;
}

async function firstHeaderOf(chunks: AsyncIterable<StoredBloscChunk>): Promise<Uint8Array | undefined> {
  for await (const { bytes, place } of chunks) if (place ?? bytes) return (place?.header ?? bytes)?.slice(0, 16);
  return undefined;
}

const ONE: ArraySpec = { dtype: scalarDtype('<', 'i', 4), shape: [3], order: 'C' };
const noAttributes: Attributes = new Map();
const threeItems = () => asPlainSource([new Uint8Array(12)]);

describe.skipIf(withoutHdf5 !== undefined)(`read by h5py and PyTables (${withoutHdf5 ?? 'installed'})`, () => {
  test('every dtype and shape, compressed anew', { timeout: 120_000 }, async () => {
    await runHdf5(WRITE_PLAIN, [], cwd);
    expect(await copy()).toEqual([]);
    const expected: unknown = JSON.parse(await runHdf5(READ_PLAIN, ['x.h5'], cwd));
    expect(JSON.parse(await runHdf5(READ_PLAIN, ['y.h5'], cwd))).toEqual(expected);
    const { when, ...others } = await readAll(join(cwd, 'y.h5'));
    expect(when).toMatchObject({ descr: "'<M8[ms]'", shape: [10] });
    expect(expected).toMatchObject(others);
    await runHdf5(READ_BY_PYTABLES, ['y.h5'], cwd);
    expect(execFileSync('h5dump', ['-H', '-p', join(cwd, 'y.h5')]).toString()).toContain('FILTER_ID 32001');
  });

  test('chunks that are moved are the same bytes, missing ones stay missing', { timeout: 120_000 }, async () => {
    await runHdf5(WRITE_BLOSC, [], cwd);
    expect(await copy()).toHaveLength(7);
    expect((await runHdf5(SAME_CHUNKS, [], cwd)).trim()).toBe(String(5 * Math.ceil(20000 / 30) + 1 + 1));
  });

  test('attributes come back as they were, as JSON text where HDF5 has no such values', async () => {
    const values: readonly JsonValue[] = [
      null,
      true,
      -5,
      2n ** 63n,
      -(2n ** 63n),
      2n ** 64n,
      new JsonFloat(1),
      0.1,
      Number.NaN,
      'é',
      '',
      'JSON:x',
      'a\0b',
      [],
      [1, 2],
      [1, 2n ** 63n],
      [-1, 2n ** 63n],
      [1, 0.5],
      [
        [1, 2],
        [3, 4],
      ],
      [[1], [2, 3]],
      ['a', '', 'b'],
      [true, false],
      new Map<string, JsonValue>([['a', [null]]]),
      'x'.repeat(100_000),
      Array.from({ length: 50_000 }, (_, index) => index),
    ];
    const attributes = new Map(values.map((value, index) => [`attribute ${index}`, value]));
    const writer = await Hdf5Writer.create(join(cwd, 'x.h5'), {});
    await writer.write({ name: 'a/b', spec: ONE, attributes }, threeItems(), {});
    await writer.finish();
    const dataset = await HDF5_FORMAT.open(join(cwd, 'x.h5'), undefined, {});
    await dataset.close();
    expect(printJson(dataset.attributes)).toBe(printJson(attributes));
    const script = `print(json.dumps({k: np.asarray(v).tolist() for k, v in h5py.File('x.h5')['a/b'].attrs.items() if not isinstance(v, h5py.Empty) and k != 'attribute 8'}))`;
    expect(JSON.parse(await runHdf5(script, [], cwd))).toMatchObject({
      'attribute 1': true,
      'attribute 2': -5,
      'attribute 9': 'é',
      'attribute 18': [
        [1, 2],
        [3, 4],
      ],
      'attribute 20': ['a', '', 'b'],
      'attribute 22': 'JSON:{"a":[null]}',
    });
  });
});

describe('an HDF5 file that is written', () => {
  test('is the same bytes for the same arrays, and holds what was written', async () => {
    for (const name of ['a.h5', 'b.h5']) {
      const writer = await Hdf5Writer.create(join(cwd, name), {});
      const bytes = Uint8Array.from({ length: 4000 }, (_, index) => index);
      const spec: ArraySpec = { dtype: scalarDtype('>', 'u', 2), shape: [20, 100], order: 'C' };
      await writer.write({ name: undefined, spec, attributes: noAttributes }, asPlainSource([bytes]), { chunkRows: 7 });
      const sizeBytes = await writer.finish();
      expect(sizeBytes).toBe(readFileSync(join(cwd, name)).length);
    }
    expect(readFileSync(join(cwd, 'a.h5')).equals(readFileSync(join(cwd, 'b.h5')))).toBe(true);
    const dataset = await HDF5_FORMAT.open(join(cwd, 'a.h5'), undefined, {});
    expect(dataset.chunks).toMatchObject({ grid: { chunkShape: [7, 100], counts: [3, 1] }, isLastPadded: true });
    expect(await factsOf(dataset)).toMatchObject({ descr: "'>u2'", shape: [20, 100] });
    await dataset.close();
  });

  test('refuses what HDF5 does not have, and leaves nothing behind', async () => {
    const writer = await Hdf5Writer.create(join(cwd, 'x.h5'), {});
    const put = (name: string, spec: ArraySpec, source = threeItems()) =>
      writer.write({ name, spec, attributes: noAttributes }, source, {});
    await put('a/b', ONE);
    await expect(put('a/b', ONE)).rejects.toThrow('there is one of that name already');
    await expect(put('a/b/c', ONE)).rejects.toThrow("'b' is a dataset, and no group");
    await expect(put('a//b', ONE)).rejects.toThrow('HDF5 has no such names');
    await expect(put('u', { ...ONE, dtype: scalarDtype('<', 'U', 8) })).rejects.toMatchObject({ kind: 'argument' });
    await expect(put('f', { ...ONE, shape: [3, 1], order: 'F' })).rejects.toThrow('C order only');
    await expect(put('short', { ...ONE, shape: [4] })).rejects.toMatchObject({ problem: 'truncated' });
    await writer.abort();
    expect(readdirSync(cwd)).toEqual([]);
  });
});
