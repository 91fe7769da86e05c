import { join, relative } from 'node:path';
import { FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { parseJson } from '../../../shared/format/json.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { mapInOrder } from '../../engine/container/ordered-window.js';
import { readFully } from '../../engine/io/file-reader.js';
import { codeOf } from '../../engine/io/io-error.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { decompressSizedChunk } from '../../engine/pack/sized-chunk.js';
import type { BloscPlaces, StoredPlace } from '../blosc-places.js';
import { gridOf } from '../chunk-grid.js';
import type { Attributes, BloscChunks, Dataset, StoredBloscChunk } from '../dataset.js';
import { datasetSourceFacts } from '../dataset-source.js';
import { type CarrayLayout, parseCarrayLayout } from './carray-layout.js';
import { type ChunkFile, FILE_HEADER_BYTES, readChunkFile, readChunkHeader } from './chunk-file.js';
import { StampedFiles } from './stamped-files.js';

export const SIZES_FILE = join('meta', 'sizes');
export const STORAGE_FILE = join('meta', 'storage');
const ATTRIBUTES_FILE = '__attrs__';

/** Far larger than any file of metadata. */
const MAX_TEXT_BYTES = 2 ** 24;

/** The text of a small file. Throws FormatError('bad-metadata') for a large one. */
export async function smallText(files: StampedFiles, path: string): Promise<string> {
  return files.open(path, async (handle, sizeBytes) => {
    if (sizeBytes > MAX_TEXT_BYTES) {
      throw new FormatError('bad-metadata', `'${path}' has ${sizeBytes} bytes, too many for metadata`, { file: path });
    }
    const bytes = Buffer.alloc(sizeBytes);
    await readFully(handle, bytes, 0, path);
    return bytes.toString('utf8');
  });
}

/** Throws FormatError, which names the folder. */
export async function readCarrayLayout(files: StampedFiles, folder: string): Promise<CarrayLayout> {
  const [sizes, storage] = [
    await smallText(files, join(folder, SIZES_FILE)),
    await smallText(files, join(folder, STORAGE_FILE)),
  ];
  try {
    return parseCarrayLayout(sizes, storage);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(error.problem, `'${folder}': ${error.message}`, { ...error.context, file: folder }, error);
  }
}

/** A carray, open for reading. `name` is the user's. Throws FormatError and IoError. */
export async function openCarray(folder: string, name: string): Promise<Dataset> {
  const files = await StampedFiles.in(folder);
  const layout = await readCarrayLayout(files, folder);
  const carray = new Carray(folder, layout, files);
  return {
    name,
    spec: layout.spec,
    attributes: await readAttributes(files, folder),
    chunks: await carray.blosc(),
    ...(arrayNbytes(layout.spec) > 0 && { places: carray.places() }),
    read: async (options) => ({
      name,
      ...datasetSourceFacts(layout.spec),
      pieces: () => carray.plainPieces(options),
      requireUnchanged: () => files.requireUnchanged(),
    }),
    requireUnchanged: () => files.requireUnchanged(),
    close: async () => undefined,
  };
}

/** Absent or empty where nothing was added. */
async function readAttributes(files: StampedFiles, folder: string): Promise<Attributes> {
  try {
    const text = await smallText(files, join(folder, ATTRIBUTES_FILE));
    const members = text.trim() === '' ? new Map() : parseJson(text);
    return members instanceof Map ? members : new Map();
  } catch (error) {
    if (isBloscpackError(error) && codeOf(error) === 'ENOENT') return new Map();
    throw error;
  }
}

class Carray {
  readonly #folder: string;
  readonly #layout: CarrayLayout;
  readonly #files: StampedFiles;

  constructor(folder: string, layout: CarrayLayout, files: StampedFiles) {
    this.#folder = folder;
    this.#layout = layout;
    this.#files = files;
  }

  /** The last chunk is as long as its rows; as long as the others, or in between, where rows were removed. */
  async blosc(): Promise<BloscChunks | string> {
    const { spec, chunkRows, rowBytes, chunkCount, lastRows } = this.#layout;
    const last = chunkCount === 0 ? undefined : await readChunkHeader(this.#files, this.#path(chunkCount - 1));
    const storedRows = last === undefined ? 0 : last.nbytes / rowBytes;
    const isLastPadded = storedRows > lastRows;
    if (isLastPadded && storedRows !== chunkRows) return 'its last chunk holds rows that were removed';
    const [rows = 0, ...rest] = spec.shape;
    const rowsOfChunk = isLastPadded ? chunkRows : Math.max(1, Math.min(chunkRows, rows));
    return {
      grid: { chunkShape: [rowsOfChunk, ...rest], counts: [chunkCount, ...rest.map(() => 1)] },
      isLastPadded,
      fillItem: new Uint8Array(spec.dtype.itemsize),
      stored: (options) => this.#stored(options),
    };
  }

  places(): BloscPlaces {
    const { spec, chunkRows, rowBytes, chunkCount, lastRows } = this.#layout;
    const [, ...rest] = spec.shape;
    return {
      spec,
      grid: gridOf(spec.shape, [chunkRows, ...rest]),
      chunkNbytes: chunkRows * rowBytes,
      leastNbytes: (chunkIndex) => (chunkIndex === chunkCount - 1 ? lastRows : chunkRows) * rowBytes,
      fillItem: new Uint8Array(spec.dtype.itemsize),
      areKnown: false,
      find: (chunkIndex) => this.#find(chunkIndex),
    };
  }

  #find(chunkIndex: number): Promise<StoredPlace> {
    const path = this.#path(chunkIndex);
    const read = (startByte: number, endByte: number): Promise<Uint8Array> =>
      this.#files.look(path, async (handle) => {
        const bytes = new Uint8Array(endByte - startByte);
        await readFully(handle, bytes, startByte, path);
        return bytes;
      });
    return this.#files.look(path, async (_, sizeBytes) => ({
      file: { name: relative(this.#folder, path), read },
      positionBytes: FILE_HEADER_BYTES,
      lengthBytes: Math.max(0, sizeBytes - FILE_HEADER_BYTES),
    }));
  }

  async *#stored(options: OperationOptions): AsyncGenerator<StoredBloscChunk, void, undefined> {
    for await (const { bytes } of this.#chunks(options, (chunk) => chunk)) yield { bytes };
  }

  async *plainPieces(options: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { chunkCount, lastRows, rowBytes } = this.#layout;
    let chunkIndex = 0;
    for await (const plain of this.#chunks(options, plainOf)) {
      const isLast = ++chunkIndex === chunkCount;
      yield isLast ? plain.subarray(0, lastRows * rowBytes) : plain;
    }
  }

  /** Chunks that are read and worked on ahead of the consumer, within the engine's limits. */
  #chunks<T>(options: OperationOptions, work: (chunk: ChunkFile, index: number) => T | Promise<T>) {
    const { chunkCount, chunkRows, rowBytes } = this.#layout;
    return mapInOrder(
      indicesBelow(chunkCount),
      chunkWindow(options, () => chunkRows * rowBytes),
      async (chunkIndex) => {
        throwIfCancelled(options.signal);
        const chunk = await readChunkFile(this.#files, this.#path(chunkIndex));
        this.#requireSize(chunk, chunkIndex);
        return work(chunk, chunkIndex);
      },
    );
  }

  #requireSize({ header: { nbytes } }: ChunkFile, chunkIndex: number): void {
    const { chunkCount, chunkRows, rowBytes, lastRows } = this.#layout;
    const isLast = chunkIndex === chunkCount - 1;
    const expected = (isLast ? lastRows : chunkRows) * rowBytes;
    const mayBeLonger = isLast && nbytes > expected && nbytes <= chunkRows * rowBytes;
    if (nbytes === expected || mayBeLonger) return;
    const file = this.#path(chunkIndex);
    throw new FormatError('bad-chunk', `'${file}' holds ${nbytes} plain bytes, the metadata say ${expected}`, {
      file,
      chunkIndex,
      expected,
      found: nbytes,
    });
  }

  #path(chunkIndex: number): string {
    return join(this.#folder, 'data', `__${chunkIndex}.blp`);
  }
}

function plainOf({ header, bytes }: ChunkFile, chunkIndex: number): Promise<Uint8Array> {
  return decompressSizedChunk(bytes, header.nbytes, { chunkIndex });
}

function* indicesBelow(count: number): Generator<number, void, undefined> {
  for (let index = 0; index < count; index++) yield index;
}
