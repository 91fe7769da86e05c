import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCRC32 } from 'hash-wasm';
import { beforeEach, expect, test } from 'vitest';
import { zarr } from '../../../../electron/exchange/zarr/formats.js';
import { parseFill, printFill } from '../../../../electron/exchange/zarr/metadata/fill-value.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { V2, V3 } from './array-documents.js';
import { itemsOf } from './dataset-content.js';

let path = '';
beforeEach(() => {
  path = join(scratchFolder(), 'x.zarr');
});

function put(key: string, content: string | Uint8Array | object): void {
  mkdirSync(dirname(join(path, key)), { recursive: true });
  const isData = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(join(path, key), isData ? content : JSON.stringify(content));
}

async function items(): Promise<readonly number[]> {
  const bytes = await itemsOf(await zarr.open(path, undefined, {}));
  return [...new Int32Array(new Uint8Array(bytes).buffer)];
}

const ints = (...values: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);

test.for([
  ['a chunk that is too short', null, ints(1), 'should hold 8 bytes, but holds 4'],
  ['a chunk that is too long', null, ints(1, 2, 3), 'should hold 8 bytes, but holds 12'],
  ['a Blosc chunk that is none', { id: 'blosc' }, ints(1, 2), 'is damaged'],
  ['zlib data that are none', { id: 'zlib' }, ints(1, 2), 'is damaged'],
  ['zstd data that are none', { id: 'zstd' }, ints(1, 2), 'is damaged'],
  ['bz2 data that are none', { id: 'bz2' }, ints(1, 2), 'is damaged'],
  ['lz4 data that state another size', { id: 'lz4' }, ints(2 ** 30, 2), 'states 1073741824'],
] as const)('refuses %s', async ([, compressor, chunk, message]) => {
  put('.zarray', { ...V2, compressor });
  put('0', chunk);
  await expect(items()).rejects.toThrow(message);
});

test('allocates nothing for chunks that their bytes cannot hold', async () => {
  for (const id of ['zlib', 'gzip', 'zstd', 'lz4', 'bz2', 'blosc']) {
    put('.zarray', { ...V2, shape: [2 ** 40], chunks: [2 ** 28], compressor: { id } });
    put('0', ints(2 ** 30, 0, 0));
    await expect(items()).rejects.toThrow('is damaged');
  }
});

test.for([
  [{ shape: [-1] }, 'shape is not a list of integers'],
  [{ shape: [2 ** 40, 2 ** 40], chunks: [1, 1] }, 'impossible'],
  [{ chunks: [2 ** 40] }, 'its chunks have'],
  [{ chunks: [2, 2] }, 'its shape has 1 axes, its chunks have 2'],
  [{ dtype: '|O' }, 'object'],
  [{ fill_value: 2 ** 40 }, 'its fill value is none of its dtype'],
  [{ dtype: '|S2147483647', fill_value: 'YWI=' }, 'its items have 2147483647 bytes, and at most 16777216 are read'],
  [{ order: 'K' }, "order is not 'C' or 'F'"],
  [{ compressor: { id: 'snap' } }, 'its chunks are compressed by snap'],
] as const)('refuses metadata with %o', async ([change, message]) => {
  put('.zarray', { ...V2, ...change });
  await expect(items()).rejects.toThrow(message);
});

test('refuses links that lead out of the store, and lists those inside without following them', async () => {
  put('.zgroup', { zarr_format: 2 });
  put('a/.zarray', V2);
  writeFileSync(join(dirname(path), 'secret'), ints(1, 2));
  symlinkSync('../../secret', join(path, 'a/0'));
  symlinkSync('..', join(path, 'a/up'));
  symlinkSync('.', join(path, 'loop'));
  await expect(items()).rejects.toThrow('is a link that leads out of the store');
  const entries = [];
  for await (const { name, reason } of zarr.list(path, {})) entries.push([name, reason]);
  expect(entries).toEqual([
    ['/a', undefined],
    ['/loop', 'it is a symbolic link'],
  ]);
});

test('notices that a chunk or the metadata were changed while it was read', async () => {
  put('.zarray', V2);
  const dataset = await zarr.open(path, undefined, {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  put('0', ints(1, 2));
  await expect(itemsOf(dataset)).rejects.toThrow('was changed while it was being read');
});

test('takes chunks out of shards, with the checksum of the index, and any order of the axes', async () => {
  const inner = [{ name: 'transpose', configuration: { order: [1, 0] } }, ...V3.codecs];
  const configuration = { chunk_shape: [2, 4], codecs: inner, index_codecs: [...V3.codecs, { name: 'crc32c' }] };
  put('zarr.json', { ...V3, codecs: [{ name: 'sharding_indexed', configuration }] });
  const chunk = ints(1, 5, 2, 6, 3, 7, 4, 8);
  const index = new Uint8Array(new BigUint64Array([0n, 32n, 2n ** 64n - 1n, 2n ** 64n - 1n]).buffer);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(Number.parseInt((await createCRC32(0x82f63b78)).init().update(index).digest('hex'), 16));
  put('c/0/0', Buffer.concat([chunk, index, crc]));
  const dataset = await zarr.open(path, undefined, {});
  expect(dataset.spec.order).toBe('F');
  expect(await items()).toEqual([1, 5, 7, 7, 2, 6, 7, 7, 3, 7, 7, 7, 4, 8, 7, 7]);
  put('c/0/0', Buffer.concat([chunk, index, Buffer.alloc(4)]));
  await expect(items()).rejects.toThrow('its stored CRC-32C is 00000000');
  put('c/0/0', chunk.subarray(0, 8));
  await expect(items()).rejects.toThrow('its index has 36 bytes, the file has only 8');
});

/** Entries of an index without a checksum, for two chunks of 32 bytes in front of it: of 64 and 32 bytes. */
const NO_CHUNK = 2n ** 64n - 1n;
const INDEX_LIES: readonly (readonly [string, readonly bigint[], string | undefined])[] = [
  ['the same bytes for both chunks', [0n, 32n, 0n, 32n], undefined],
  ['a chunk behind the end', [64n, 64n, 0n, 32n], 'it should be 64 bytes at byte 64 of 96'],
  ['a chunk far behind the end', [2n ** 63n, 32n, 0n, 32n], 'at byte 9223372036854775808 of 96'],
  ['a position and a length whose sum has more than 64 bits', [NO_CHUNK - 1n, 32n, 0n, 32n], 'of 96'],
  ['a length that no chunk has', [0n, 2n ** 62n, 0n, 32n], 'it should be 4611686018427387904 bytes'],
  ['half of an entry that is missing', [NO_CHUNK, 32n, 0n, 32n], 'of 96'],
  ['the other half', [0n, NO_CHUNK, 0n, 32n], 'of 96'],
  ['a chunk without bytes', [0n, 0n, 0n, 32n], 'should hold 32 bytes, but holds 0'],
  ['a chunk that is too long', [0n, 64n, 0n, 32n], 'should hold 32 bytes, but holds 64'],
];

test.for(INDEX_LIES)('the index of a shard may say of a chunk: %s', async ([, entries, message]) => {
  const configuration = { chunk_shape: [2, 4], codecs: V3.codecs, index_codecs: V3.codecs };
  put('zarr.json', { ...V3, codecs: [{ name: 'sharding_indexed', configuration }] });
  const chunks = ints(...Array.from({ length: 16 }, (_, at) => at));
  put('c/0/0', Buffer.concat([chunks, new Uint8Array(BigUint64Array.from(entries).buffer)]));
  if (message === undefined) expect(await items()).toHaveLength(16);
  else await expect(items()).rejects.toThrow(message);
});

test('the index of a shard is refused where the file is shorter, or it would take more memory than indexes may', async () => {
  const configuration = { chunk_shape: [2, 4], codecs: V3.codecs, index_codecs: V3.codecs };
  put('zarr.json', { ...V3, codecs: [{ name: 'sharding_indexed', configuration }] });
  for (const length of [0, 1, 31]) {
    put('c/0/0', new Uint8Array(length));
    await expect(items()).rejects.toThrow(`its index has 32 bytes, the file has only ${length}`);
  }
  const shard = { name: 'regular', configuration: { chunk_shape: [2 ** 12, 2 ** 12] } };
  const single = { ...configuration, chunk_shape: [1, 1] };
  const codecs = [{ name: 'sharding_indexed', configuration: single }];
  put('zarr.json', { ...V3, shape: [2 ** 12, 2 ** 12], chunk_grid: shard, codecs });
  await expect(items()).rejects.toThrow('its index has 268435456 bytes, more than 67108864');
});

test('prints every fill value so that it is read again, bit by bit for half floats', () => {
  const half = parseTypeString('<f2');
  const wrong = Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter((bits) => {
    const item = Uint8Array.of(bits & 0xff, bits >> 8);
    const read = parseFill(half, printFill(half, item, true) ?? 'none');
    return Buffer.compare(read ?? new Uint8Array(0), item) !== 0;
  });
  expect(wrong).toEqual([]);
  for (const text of ['?', '>i8', '<u8', '>f4', '<f8', '<c16', 'S3', '>U2', 'V5', '<M8[s]', '>m8']) {
    const dtype = parseTypeString(text);
    for (const byte of [0, 1]) {
      const item = new Uint8Array(dtype.itemsize);
      item[dtype.kind === 'scalar' && dtype.byteOrder === '>' ? dtype.itemsize - 1 : 0] = byte;
      expect(parseFill(dtype, printFill(dtype, item, true) ?? 'none'), text).toEqual(item);
    }
  }
});
