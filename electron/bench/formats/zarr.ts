import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bloscVersion,
  type CompressSettings,
  compressAsync,
  decompressAsync,
  MAX_OVERHEAD,
} from '../../../native/index.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import type { Contender } from './contender.js';
import { loaded } from './contender.js';
import { syncedFile } from './synced-file.js';

const CHUNK_BYTES = 2 ** 20;
const BYTE_SHUFFLE = 1;

/** A folder with a file for each chunk, in the layout of Zarr 2, to measure the cost of many files. The array is stored flat. */
export const zarrChunks: Contender = {
  id: 'zarr_blosc_lz4',
  label: 'Zarr 2 chunk files, Blosc lz4',
  note: 'written by this program in the layout of Zarr; every chunk file is synced',
  levels: [1, 5, 9],
  parallel: false,
  inspect: async () => ({ library: `this program, C-Blosc ${bloscVersion().blosc}` }),
  async open(array) {
    const { itemsize } = array.dtype;
    if (array.dtype.kind !== 'scalar' || itemsize > 255) {
      throw new ArgumentError('Zarr chunk files are not measured with structures or items of more than 255 bytes');
    }
    const chunkBytes = Math.floor(CHUNK_BYTES / itemsize) * itemsize;
    return {
      async write(path, level) {
        await mkdir(path);
        await writeFile(join(path, '.zarray'), description(array, chunkBytes, level), { flush: true });
        const settings = {
          codec: 'lz4',
          clevel: level,
          shuffle: BYTE_SHUFFLE,
          typesize: itemsize,
          blocksize: 0,
        } as const;
        await writeChunks(path, array.bytes, chunkBytes, settings);
      },
      read: async (path) => loaded(await readChunks(path, array.bytes.byteLength, chunkBytes)),
      close: async () => undefined,
    };
  },
};

async function writeChunks(
  folder: string,
  bytes: Uint8Array,
  chunkBytes: number,
  settings: CompressSettings,
): Promise<void> {
  const packed = new Uint8Array(chunkBytes + MAX_OVERHEAD);
  for (let index = 0; index * chunkBytes < bytes.byteLength; index++) {
    const part = bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    // Zarr's chunks all have the full size.
    const chunk = part.byteLength === chunkBytes ? part : padded(part, chunkBytes);
    const storedBytes = await compressAsync(chunk, packed, settings);
    const file = await syncedFile(join(folder, String(index)));
    await file.append(packed.subarray(0, storedBytes));
    await file.commit();
  }
}

async function readChunks(folder: string, sizeBytes: number, chunkBytes: number): Promise<Uint8Array> {
  const chunks = Math.ceil(sizeBytes / chunkBytes);
  const bytes = new Uint8Array(chunks * chunkBytes);
  for (let index = 0; index < chunks; index++) {
    const stored = await readFile(join(folder, String(index)));
    await decompressAsync(stored, bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes));
  }
  return bytes.subarray(0, sizeBytes);
}

function padded(part: Uint8Array, sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  whole.set(part);
  return whole;
}

function description({ bytes, dtype }: NdArray, chunkBytes: number, clevel: number): string {
  return JSON.stringify({
    zarr_format: 2,
    shape: [bytes.byteLength / dtype.itemsize],
    chunks: [chunkBytes / dtype.itemsize],
    dtype: dtypeStr(dtype),
    compressor: { id: 'blosc', cname: 'lz4', clevel, shuffle: BYTE_SHUFFLE, blocksize: 0 },
    fill_value: null,
    order: 'C',
    filters: null,
  });
}
