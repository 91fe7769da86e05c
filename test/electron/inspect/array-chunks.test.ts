import { readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compress, MAX_OVERHEAD } from '../../../native/index.js';
import { scratchFolder } from '../../scratch-folder.js';
import { writeCarray } from '../exchange/bcolz/bcolz-folder.js';
import { convert } from '../exchange/convert/convert-files.js';
import { runHdf5, withoutHdf5 } from '../exchange/hdf5/python-hdf5.js';
import { type Json, put as putAll } from '../exchange/lies.js';
import { V2, V3 } from '../exchange/zarr/array-documents.js';
import { type Inspected, inspect } from './inspectors.js';

const ALL = { start: 0, count: 100, orderBy: 'index', descending: false } as const;
const rowsOf = async ({ ask }: Inspected, filter = '') => (await ask('inspect.chunks', { ...ALL, filter })).rows;

/** An int32 chunk of the items `first`, `first + 1`, .. */
function bloscChunk(first: number, items: number): Uint8Array {
  const plain = new Uint8Array(Int32Array.from({ length: items }, (_, index) => first + index).buffer);
  const chunk = new Uint8Array(plain.byteLength + MAX_OVERHEAD);
  return chunk.slice(0, compress(plain, chunk, { codec: 'lz4', clevel: 5, shuffle: 1, typesize: 4, blocksize: 0 }));
}

function put(folder: string, key: string, content: Json | Uint8Array): void {
  putAll(folder, { [key]: content });
}

const GRID = { ...V2, shape: [250, 30], chunks: [100, 20], compressor: { id: 'blosc' }, fill_value: 7 };

/** 3 x 2 chunks of 100 x 20 items, of which `1.1` is missing. */
function gridStore(): string {
  const path = join(scratchFolder(), 'x.zarr');
  put(path, '.zarray', GRID);
  for (const [index, key] of ['0.0', '0.1', '1.0', '2.0', '2.1'].entries()) put(path, key, bloscChunk(index, 2000));
  return path;
}

test('the chunks of a Zarr folder are those of its grid, each with its file; a missing one is no damage', async () => {
  const path = gridStore();
  const opened = await inspect(path);
  expect(opened.overview).toMatchObject({
    kind: 'arrays',
    chunks: { nchunks: 6, chunkShape: [100, 20], counts: [3, 2], chunkBytes: 8000 },
    problems: [],
  });
  const rows = await rowsOf(opened);
  const sizeBytes = readFileSync(join(path, '2.1')).byteLength;
  expect(rows.map(({ at, file, headless }) => [at, file?.name, headless])).toEqual([
    [[0, 0], '0.0', undefined],
    [[0, 1], '0.1', undefined],
    [[1, 0], '1.0', undefined],
    [[1, 1], undefined, 'missing'],
    [[2, 0], '2.0', undefined],
    [[2, 1], '2.1', undefined],
  ]);
  expect(rows[5]).toMatchObject({ storedBytes: sizeBytes, plainBytes: 8000, codec: 'lz4 family', filter: 'byte' });
  expect(rows[3]).toMatchObject({ storedBytes: 0, ratio: 0, check: 'unchecked' });
  expect(rows.some(({ problem }) => problem !== undefined)).toBe(false);

  const details = await opened.ask('inspect.chunk', { chunkIndex: 5 });
  expect(details.items).toEqual([
    [200, 250],
    [20, 30],
  ]);
  expect(details).toMatchObject({ blosc: { typesize: 4, nbytes: 8000, ctbytes: sizeBytes }, warnings: [] });
  expect(details.blocks.length).toBeGreaterThan(0);
  const missing = await opened.ask('inspect.chunk', { chunkIndex: 3 });
  expect(missing.warnings).toEqual(['Chunk 3 was never written: all its items are the fill value 7.']);

  const summary = await opened.ask('inspect.summary', {});
  expect(summary).toMatchObject({ chunks: 6, basis: { kind: 'all', chunks: 6 } });
  expect(summary.outliers).toMatchObject([{ kind: 'missing', count: 1, ranges: [[3, 4]] }]);
  expect((await rowsOf(opened, summary.outliers[0]?.filter)).map(({ chunkIndex }) => chunkIndex)).toEqual([3]);
  expect(await opened.ask('inspect.codecs', {})).toMatchObject({
    basis: { kind: 'all', chunks: 5 },
    groups: [{ chunks: 5, typesize: 4, codec: 'lz4 family' }],
  });
  const map = await opened.bytes('inspect.map', { start: 0, end: 6, bins: 10, what: 'stored' });
  const stored = [...new Float32Array(new Uint8Array(map).buffer)];
  expect(stored).toEqual(rows.map(({ storedBytes }) => storedBytes));
});

test('a chunk in a file of its own is read to its bytes, its blocks and its place in the tree', async () => {
  const path = gridStore();
  const { ask, bytes } = await inspect(path);
  const stored = readFileSync(join(path, '2.0'));
  expect(await bytes('inspect.bytes', { startByte: 0, endByte: 2 ** 20, chunkIndex: 4 })).toEqual(stored);
  await expect(bytes('inspect.bytes', { startByte: 0, endByte: 1, chunkIndex: 3 })).rejects.toThrow(
    'chunk 3 has no file of its own',
  );
  const plain = await bytes('inspect.export', { export: { what: 'chunk', chunkIndex: 4, as: 'plain' } });
  expect(plain.readInt32LE(4 * 1999)).toBe(3 + 1999);
  expect(await bytes('inspect.export', { export: { what: 'chunk', chunkIndex: 4, as: 'stored' } })).toEqual(stored);
  const block = await bytes('inspect.block', { chunkIndex: 4, blockIndex: 0, shuffled: false });
  expect(block.readInt32LE(0)).toBe(3);
  expect(await ask('inspect.planes', { chunkIndex: 4, blockIndex: 0 })).toMatchObject({ typesize: 4 });
  const { trail, chunkIndex } = await ask('inspect.locate', { offsetBytes: 12, chunkIndex: 4 });
  expect(chunkIndex).toBe(4);
  expect(trail.map(({ name }) => name)).toEqual(['Chunks', 'Chunk 4', 'Blosc header', 'ctbytes']);
  expect(trail.at(-1)).toMatchObject({ value: String(stored.byteLength), offsetBytes: 12 });
  const csv = await bytes('inspect.export', { export: { what: 'chunk-table', orderBy: 'index', descending: false } });
  expect(csv.toString().trim().split('\r\n')).toHaveLength(7);
});

test('a cell leads to its chunk and its byte there, and a chunk to its first cell', async () => {
  const { ask, inspector, overview, events } = await inspect(gridStore());
  expect(await ask('inspect.cell', { index: [201, 21] })).toMatchObject({
    exact: '25',
    chunkIndex: 5,
    byteInChunk: 4 * 21,
    blockIndex: 0,
  });
  expect(await ask('inspect.cell', { index: [101, 21] })).toMatchObject({ exact: '7', chunkIndex: 3, byteInChunk: 84 });
  const plane = { held: [0, 0], rowAxis: 0, columnAxis: 1 };
  const request = { document: overview.document, plane, text: 'chunk 5' };
  await inspector.calls['inspect.start']({ kind: 'find', request });
  await expect
    .poll(() => events.find((event) => event.name === 'inspect.task' && 'result' in event.payload))
    .toMatchObject({ payload: { result: { found: { index: [200, 20] } } } });
});

test('a damaged chunk of a folder is one clear sentence in its row and details, and its bytes are shown', async () => {
  const path = gridStore();
  const bad = Uint8Array.from(bloscChunk(0, 2000));
  bad.fill(0xff, 0, 2);
  put(path, '0.1', bad);
  truncateSync(join(path, '1.0'), 40);
  put(path, '2.0', bloscChunk(0, 1000));
  put(path, '2.1', new Uint8Array(0));
  const opened = await inspect(path);
  const rows = await rowsOf(opened);
  expect(rows.map(({ check }) => check)).toEqual([
    'unchecked',
    'unreadable',
    'unreadable',
    'unchecked',
    'unreadable',
    'unreadable',
  ]);
  expect(rows[1]?.problem).toBe('Bad chunk 1: Blosc format version must be 2, found 255');
  expect(rows[2]?.problem).toMatch(/^Bad chunk 2: it has 40 bytes, ctbytes is \d+$/);
  expect(rows[4]?.problem).toBe('Bad chunk 4: nbytes must be 8000, found 4000');
  const details = await opened.ask('inspect.chunk', { chunkIndex: 2 });
  expect(details.warnings).toEqual([`${rows[2]?.problem}.`]);
  expect(details.row.file).toEqual({ name: '1.0', startByte: 0 });
  expect(await opened.bytes('inspect.bytes', { startByte: 0, endByte: 100, chunkIndex: 2 })).toHaveLength(40);
  expect(rows[5]?.problem).toMatch(/Blosc chunk header/);
  expect((await opened.ask('inspect.summary', {})).outliers[0]).toMatchObject({ kind: 'missing', count: 1 });
});

test('the chunks of shards are found in them, behind their index and without their checksums', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  const bytes = { name: 'bytes', configuration: { endian: 'little' } };
  const configuration = {
    chunk_shape: [100, 20],
    codecs: [
      bytes,
      { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 'shuffle', typesize: 4, blocksize: 0 } },
    ],
    index_codecs: [bytes],
  };
  const grid = { name: 'regular', configuration: { chunk_shape: [200, 40] } };
  put(path, 'zarr.json', {
    ...V3,
    shape: [250, 30],
    chunk_grid: grid,
    codecs: [{ name: 'sharding_indexed', configuration }],
  });
  const [first, second] = [bloscChunk(0, 2000), bloscChunk(5, 2000)];
  const none = 2n ** 64n - 1n;
  const entries = [
    0n,
    BigInt(first.byteLength),
    none,
    none,
    none,
    none,
    BigInt(first.byteLength),
    BigInt(second.byteLength),
  ];
  put(path, 'c/0/0', Buffer.concat([first, second, new Uint8Array(new BigUint64Array(entries).buffer)]));
  put(path, 'c/1/0', new Uint8Array(10));
  const opened = await inspect(path);
  const rows = await rowsOf(opened);
  expect(rows.map(({ at, headless, file }) => [at?.join(), headless, file])).toEqual([
    ['0,0', undefined, { name: 'c/0/0', startByte: 0 }],
    ['0,1', 'missing', undefined],
    ['1,0', 'missing', undefined],
    ['1,1', undefined, { name: 'c/0/0', startByte: first.byteLength }],
    ['2,0', undefined, undefined],
    ['2,1', undefined, undefined],
  ]);
  expect(rows[4]?.problem).toMatch(/its index has 64 bytes, the file has only 10$/);
  expect(await opened.bytes('inspect.bytes', { startByte: 0, endByte: 2 ** 20, chunkIndex: 3 })).toEqual(
    Buffer.from(second),
  );
});

/** A container of 1000 x 2 int32 in chunks of 300 rows, which other formats get their chunks from. */
async function convertedTo(name: string): Promise<{ path: string; rows: Awaited<ReturnType<typeof rowsOf>> }> {
  const folder = scratchFolder();
  const npy = join(folder, 'x.npy');
  const head = "{'descr': '<i4', 'fortran_order': False, 'shape': (1000, 2), }".padEnd(117);
  const items = new Uint8Array(Int32Array.from({ length: 2000 }, (_, index) => index).buffer);
  writeFileSync(npy, Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00v\x00${head}\n`, 'latin1'), items]));
  await convert(npy, join(folder, 'x.blp'), { chunkRows: 300 });
  await convert(join(folder, 'x.blp'), join(folder, name));
  const container = await inspect(join(folder, 'x.blp'));
  return { path: join(folder, name), rows: await rowsOf(container) };
}

test.each(['x.h5', 'x.zarr.zip'])(
  'the chunks of %s lie in the file itself, where its bytes lead to them',
  async (name) => {
    const { path, rows: moved } = await convertedTo(name);
    const file = readFileSync(path);
    const [member] = (await inspect(path)).overview.members ?? [];
    const opened = await inspect(path, member ? { member: member.name } : {});
    expect(opened.overview.chunks).toMatchObject({ nchunks: 4, chunkShape: [300, 2] });
    const rows = await rowsOf(opened);
    // The last chunk was padded.
    expect(rows.slice(0, 3).map(({ storedBytes }) => storedBytes)).toEqual(
      moved.slice(0, 3).map(({ storedBytes }) => storedBytes),
    );
    expect(rows.map(({ plainBytes }) => plainBytes)).toEqual([2400, 2400, 2400, 2400]);
    for (const { chunkIndex, offsetBytes, storedBytes, file: own } of rows) {
      expect(own).toBeUndefined();
      expect(file.readUInt32LE(offsetBytes + 12)).toBe(storedBytes);
      const { trail, chunkIndex: found } = await opened.ask('inspect.locate', { offsetBytes: offsetBytes + 5 });
      expect([found, trail.at(-1)?.name]).toEqual([chunkIndex, 'nbytes']);
    }
    expect((await opened.ask('inspect.locate', { offsetBytes: 0 })).chunkIndex).toBeUndefined();
    const details = await opened.ask('inspect.chunk', { chunkIndex: 3 });
    expect(details).toMatchObject({
      rows: [900, 1000],
      items: [
        [900, 1000],
        [0, 2],
      ],
    });
    const descending = await opened.ask('inspect.chunks', { ...ALL, orderBy: 'offset', descending: true });
    expect(descending.rows[0]?.offsetBytes).toBe(Math.max(...rows.map(({ offsetBytes }) => offsetBytes)));
  },
);

test('the chunks of a carray have files with a header of bcolz before them; a file that is gone is damage', async () => {
  const path = join(scratchFolder(), 'x.bcolz');
  const items = new Uint8Array(Int32Array.from({ length: 1000 }, (_, index) => index).buffer);
  writeCarray(path, items, { dtype: 'int32', itemsize: 4, shape: [1000], chunkRows: 400 });
  unlinkSync(join(path, 'data/__1.blp'));
  const opened = await inspect(path);
  expect(opened.overview.chunks).toMatchObject({ nchunks: 3, chunkShape: [400] });
  const rows = await rowsOf(opened);
  expect(rows[0]).toMatchObject({ file: { name: 'data/__0.blp', startByte: 16 }, plainBytes: 1600, codec: 'blosclz' });
  expect(rows[1]).toMatchObject({ check: 'unreadable', problem: expect.stringContaining('__1.blp') });
  expect(rows[2]).toMatchObject({ file: { name: 'data/__2.blp', startByte: 16 }, plainBytes: 800 });
  const stored = await opened.bytes('inspect.bytes', { startByte: 0, endByte: 2 ** 20, chunkIndex: 2 });
  expect(stored).toEqual(readFileSync(join(path, 'data/__2.blp')).subarray(16));
  expect((await opened.ask('inspect.chunk', { chunkIndex: 2 })).rows).toEqual([800, 1000]);
});

test('an array whose chunks are not compressed by Blosc has none to show', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  put(path, '.zarray', V2);
  const { overview, ask } = await inspect(path);
  expect(overview.chunks).toBeUndefined();
  await expect(ask('inspect.summary', {})).rejects.toThrow('this file is not a container, and has no chunks of Blosc');
});

test('of a million chunks a sample is looked at before sums are shown, and the rows that are asked for', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  put(path, '.zarray', { ...GRID, shape: [2 ** 20, 1], chunks: [1, 1] });
  const opened = await inspect(path);
  const page = await opened.ask('inspect.chunks', { ...ALL, start: 2 ** 20 - 2 });
  expect(page).toMatchObject({ total: 2 ** 20, rows: [{ headless: 'missing' }, { chunkIndex: 2 ** 20 - 1 }] });
  expect(await opened.ask('inspect.summary', {})).toMatchObject({ chunks: 2 ** 20, basis: { kind: 'sample' } });
});

test('more chunks than sizes are kept of are refused in a sentence, and their rows are shown', async () => {
  const path = join(scratchFolder(), 'x.zarr');
  put(path, '.zarray', { ...GRID, shape: [2 ** 40, 1], chunks: [1, 1] });
  const opened = await inspect(path);
  await expect(opened.ask('inspect.summary', {})).rejects.toThrow(
    'the array has 1099511627776 chunks; maps, sums and sorting take at most 10000000',
  );
  expect((await rowsOf(opened))[99]).toMatchObject({ chunkIndex: 99, headless: 'missing' });
});

const HDF5 = `
rng = np.random.default_rng(7)
a = np.arange(3000, dtype='<i4').reshape(50, 60)
a[:10, :20] = rng.integers(-2**31, 2**31, (10, 20))
with tables.open_file('x.h5', 'w') as f:
  f.create_carray('/', 'grid', obj=a, chunkshape=(10, 20), filters=tables.Filters(complevel=5, complib='blosc:zstd'))
with h5py.File('x.h5', 'a') as f:
  h = f.create_dataset('holes', (40, 40), '<f8', chunks=(20, 20), compression=32001, fillvalue=2.5)
  h[20:, 20:] = 1
`;

test('files of PyTables and h5py: chunks in two dimensions, those that Blosc left as they were, and holes', async (context) => {
  if (withoutHdf5 !== undefined) return context.skip(withoutHdf5);
  const folder = scratchFolder();
  await runHdf5(HDF5, [], folder);
  const grid = await inspect(join(folder, 'x.h5'), { member: '/grid' });
  expect(grid.overview.chunks).toMatchObject({ nchunks: 15, counts: [5, 3], chunkShape: [10, 20] });
  const rows = await rowsOf(grid);
  expect(rows[0]).toMatchObject({ headless: 'plain', storedBytes: 800, ratio: 1 });
  expect(rows[4]).toMatchObject({ at: [1, 1], codec: 'zstd', plainBytes: 800 });
  expect((await grid.ask('inspect.chunk', { chunkIndex: 0 })).warnings).toEqual([
    'Chunk 0 is stored without Blosc, which could not make it smaller.',
  ]);
  expect(await grid.ask('inspect.cell', { index: [19, 39] })).toMatchObject({ exact: '1179', chunkIndex: 4 });
  const holes = await inspect(join(folder, 'x.h5'), { member: '/holes' });
  expect((await rowsOf(holes)).map(({ headless }) => headless)).toEqual(['missing', 'missing', 'missing', undefined]);
  expect((await holes.ask('inspect.chunk', { chunkIndex: 1 })).warnings[0]).toContain('the fill value 2.5');
});
