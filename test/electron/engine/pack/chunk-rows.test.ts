import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type NdArrayOptions, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { chunkSizeOf } from '../../../../electron/engine/pack/chunk-rows.js';
import {
  packBytesToFile,
  packNdarrayToFile,
  unpackNdarrayFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import { recompress } from '../../../../electron/engine/pack/recompress.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../../../shared/format/header.js';
import { scratchFolder } from '../../../scratch-folder.js';

const metadataOf = (shape: readonly number[], order = 'C') =>
  new Map<string, string | readonly number[]>([
    ['dtype', "'<f8'"],
    ['shape', shape],
    ['order', order],
    ['container', 'numpy'],
  ]);

describe('a chunk of whole rows', () => {
  test.each([
    ['of the first axis in C order', [10, 5, 3], 'C', 4, 4 * 5 * 3 * 8],
    ['of the last axis in F order', [10, 5, 3], 'F', 2, 2 * 10 * 5 * 8],
    ['of single items for one axis', [10], 'C', 4, 32],
    ['is at most the whole array', [10, 5], 'C', 2 ** 40, 400],
    ['of an array without items is one byte, the smallest chunk', [0, 5], 'C', 4, 1],
    ['of rows without items is one byte too', [5, 0], 'C', 4, 1],
  ])('%s', (_title, shape, order, chunkRows, expected) => {
    expect(chunkSizeOf({ chunkRows }, metadataOf(shape, order), 'a.npy')).toBe(expected);
  });

  test('is not asked for where the size is given in bytes, or not at all', () => {
    expect(chunkSizeOf({ chunkSize: 100 }, undefined, 'a.dat')).toBe(100);
    expect(chunkSizeOf({}, undefined, 'a.dat')).toBeUndefined();
  });

  test.each([
    ['for bytes', { chunkRows: 4 }, undefined, "'a' holds no array, and thus no rows: give the chunk size in bytes"],
    ['for a single item', { chunkRows: 4 }, metadataOf([]), "'a' holds a single item, and thus no rows"],
    ['with bytes too', { chunkRows: 4, chunkSize: 8 }, metadataOf([9]), 'in bytes or in rows, not both'],
    ['of no row', { chunkRows: 0 }, metadataOf([9]), 'chunk rows must be an integer between 1 and'],
    [
      'where not even one fits',
      { chunkRows: 1 },
      metadataOf([9, 2 ** 29]),
      `a row of 'a' has 4294967296 bytes, and a chunk holds at most ${MAX_CHUNK_SIZE}: give the chunk size in bytes`,
    ],
    ['where fewer fit', { chunkRows: 9 }, metadataOf([9, 2 ** 27]), 'give fewer rows, at most 1'],
  ])('is refused %s', (_title, sizing, metadata, message) => {
    const sizeOf = () => chunkSizeOf(sizing, metadata, 'a');
    expect(sizeOf).toThrow(ArgumentError);
    expect(sizeOf).toThrow(message);
  });
});

test.each<NdArrayOptions>([{ shape: [7, 100] }, { shape: [7, 100], order: 'F' }])(
  'pack and recompress write chunks of whole rows: %o',
  async (options) => {
    const directory = scratchFolder();
    const [path, other] = [join(directory, 'rows.blp'), join(directory, 'other.blp')];
    const array = ndarray(Float64Array.from({ length: 700 }, Math.sin), options);
    const rowBytes = options.order === 'F' ? 7 * 8 : 100 * 8;
    const { header } = await packNdarrayToFile(array, path, { chunkRows: 3 });
    expect(header.chunkSize).toBe(3 * rowBytes);
    const again = await recompress(path, other, { chunkRows: 2 });
    expect(again.header.chunkSize).toBe(2 * rowBytes);
    expect(await unpackNdarrayFromFile(other)).toEqual(array);
  },
);

test('recompress refuses rows of a container without an array, and writes nothing', async () => {
  const directory = scratchFolder();
  const [path, other] = [join(directory, 'bytes.blp'), join(directory, 'other.blp')];
  await packBytesToFile(new Uint8Array(1000), path);
  await expect(recompress(path, other, { chunkRows: 2 })).rejects.toThrow('holds no array');
});
