import { LRUCache } from 'lru-cache';
import { IoError } from '../../../shared/format/errors.js';
import { arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { axisSteps } from '../../engine/arrays/strides.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { copyBlock } from '../block-copy.js';
import type { StoredPlace, StoreFile } from '../blosc-places.js';
import { damaged, decodeChunk, withoutCrc32c } from './codecs.js';
import type { ShardLayout, ZarrArray } from './metadata/zarr-array.js';
import { below, readValue, type ValuePiece, type ValuePlace, type ZarrStore } from './store/store.js';

/** Compressed bytes may be more than the plain ones, but not by much. */
const SPARE_BYTES = 64 * 1024;
/** Memory for the indexes of shards that were read last, and for one of them. */
const INDEXES_BYTES = 64 * 2 ** 20;
const ENTRY_BYTES = 16;
/** Both numbers of the entry of a missing chunk. */
const NO_CHUNK = 2n ** 64n - 1n;

/** Position and length of the chunks of a shard, 16 bytes each. */
type ShardIndex = DataView;

/** The chunks of an array, in files of their own or in shards. */
export class StoredChunks {
  readonly #store: ZarrStore;
  readonly #key: string;
  readonly #array: ZarrArray;
  readonly #chunkBytes: number;
  readonly #indexes = new LRUCache<string, ShardIndex>({
    maxSize: INDEXES_BYTES,
    sizeCalculation: (index) => Math.max(1, index.byteLength),
  });

  /** `key` is that of the array. */
  constructor(store: ZarrStore, key: string, array: ZarrArray) {
    this.#store = store;
    this.#key = key;
    this.#array = array;
    this.#chunkBytes = arrayNbytes({ dtype: array.spec.dtype, shape: array.chunkShape });
  }

  /** The bytes of a chunk as they are stored; undefined when it is missing. Throws FormatError for more than a chunk can have. */
  async stored(indices: readonly number[]): Promise<Uint8Array | undefined> {
    const { shards } = this.#array;
    if (shards) return this.#inShard(indices, shards);
    return readValue(this.#store, this.#keyOf(indices), this.#maxBytes);
  }

  /** Where the bytes of a chunk are in an open file; undefined where they are not there as one piece. */
  async place(indices: readonly number[]): Promise<ValuePlace | undefined> {
    if (this.#array.shards) return undefined;
    const place = await this.#store.place?.(this.#keyOf(indices));
    if (!place || place.lengthBytes <= this.#maxBytes) return place;
    await place.done?.();
    return undefined;
  }

  /** Where the bytes of a chunk are, in a file of the store or in the archive that it is. Throws as `stored`. */
  async find(indices: readonly number[]): Promise<StoredPlace | undefined> {
    const { shards } = this.#array;
    const key = this.#keyOf(indices);
    const piece = await this.#store.piece?.(key);
    const entry = shards ? await this.#entry(indices, shards) : undefined;
    if (shards && !entry) return undefined;
    if (piece)
      return { ...piece, ...(entry && { ...entry, positionBytes: piece.positionBytes + entry.positionBytes }) };
    const place = entry ?? (await this.#wholeValue(key));
    return place && { ...place, file: this.#fileOf(key) };
  }

  /** The plain bytes of a chunk, its items in the order of the array's `spec`; undefined when it is missing. */
  async plain(indices: readonly number[]): Promise<Uint8Array | undefined> {
    const stored = await this.stored(indices);
    if (!stored) return undefined;
    const { codecs, storedAxes } = this.#array;
    const bytes = await decodeChunk(stored, codecs, this.#chunkBytes, this.nameOf(indices));
    return storedAxes ? this.#inCOrder(bytes, storedAxes) : bytes;
  }

  /** For messages. */
  nameOf(indices: readonly number[]): string {
    const { shards, keyOf } = this.#array;
    const chunk = shards ? `(${indices.join(', ')}) in '${keyOf(shardOf(indices, shards))}'` : `'${keyOf(indices)}'`;
    return `chunk ${chunk} of '${below(this.#store.name, this.#key)}'`;
  }

  get #maxBytes(): number {
    return 2 * this.#chunkBytes + SPARE_BYTES;
  }

  /** The key of the value that holds a chunk: its own, or that of its shard. */
  #keyOf(indices: readonly number[]): string {
    const { shards, keyOf } = this.#array;
    return below(this.#key, keyOf(shards ? shardOf(indices, shards) : indices));
  }

  async #inShard(indices: readonly number[], shards: ShardLayout): Promise<Uint8Array | undefined> {
    return this.#withValue(this.#keyOf(indices), async (reader, key) => {
      const entry = await this.#entryIn(reader, key, indices, shards);
      return entry && reader.readAt(entry.positionBytes, entry.lengthBytes);
    });
  }

  /** Where a chunk is in its shard. */
  #entry(indices: readonly number[], shards: ShardLayout): Promise<ValuePiece | undefined> {
    return this.#withValue(this.#keyOf(indices), (reader, key) => this.#entryIn(reader, key, indices, shards));
  }

  async #entryIn(
    reader: RandomReader,
    key: string,
    indices: readonly number[],
    shards: ShardLayout,
  ): Promise<ValuePiece | undefined> {
    const index = this.#indexes.get(key) ?? (await this.#readIndex(reader, shards));
    this.#indexes.set(key, index);
    const at = ENTRY_BYTES * placeInShard(indices, shards);
    const [position, length] = [index.getBigUint64(at, true), index.getBigUint64(at + 8, true)];
    if (position === NO_CHUNK && length === NO_CHUNK) return undefined;
    this.#requireInside(indices, reader, position, length);
    return { positionBytes: Number(position), lengthBytes: Number(length) };
  }

  #wholeValue(key: string): Promise<ValuePiece | undefined> {
    return this.#withValue(key, async ({ sizeBytes }) => ({ positionBytes: 0, lengthBytes: sizeBytes }));
  }

  #fileOf(key: string): StoreFile {
    return {
      name: key,
      read: async (startByte, endByte) => {
        const bytes = await this.#withValue(key, (reader) => reader.readAt(startByte, endByte - startByte));
        if (bytes) return bytes;
        throw new IoError('ENOENT', `'${key}' of '${this.#store.name}' is no longer there`, { file: this.#store.name });
      },
    };
  }

  /** Undefined where there is no such value. */
  async #withValue<T>(key: string, work: (reader: RandomReader, key: string) => Promise<T>): Promise<T | undefined> {
    const reader = await this.#store.open(key);
    if (!reader) return undefined;
    try {
      const result = await work(reader, key);
      await reader.requireUnchanged();
      return result;
    } finally {
      await reader.close();
    }
  }

  #requireInside(indices: readonly number[], { sizeBytes }: RandomReader, position: bigint, length: bigint): void {
    if (position + length <= sizeBytes && length <= this.#maxBytes) return;
    const where = `it should be ${length} bytes at byte ${position} of ${sizeBytes}`;
    throw damaged(this.nameOf(indices), where);
  }

  async #readIndex(reader: RandomReader, { counts, indexAtEnd, hasIndexCrc }: ShardLayout): Promise<ShardIndex> {
    const entriesBytes = ENTRY_BYTES * itemCount(counts);
    const sizeBytes = entriesBytes + (hasIndexCrc ? 4 : 0);
    const what = `the shard '${reader.name}'`;
    if (sizeBytes > INDEXES_BYTES) throw damaged(what, `its index has ${sizeBytes} bytes, more than ${INDEXES_BYTES}`);
    if (sizeBytes > reader.sizeBytes) {
      throw damaged(what, `its index has ${sizeBytes} bytes, the file has only ${reader.sizeBytes}`);
    }
    const stored = await reader.readAt(indexAtEnd ? reader.sizeBytes - sizeBytes : 0, sizeBytes);
    const bytes = hasIndexCrc ? await this.#checkedIndex(stored, what) : stored;
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async #checkedIndex(stored: Uint8Array, what: string): Promise<Uint8Array> {
    try {
      return await withoutCrc32c(stored);
    } catch (error) {
      throw damaged(what, error instanceof Error ? `of its index, ${error.message}` : 'its index', error);
    }
  }

  /** `storedAxes`: the axes of the chunk from the slowest to the fastest. */
  #inCOrder(bytes: Uint8Array, storedAxes: readonly number[]): Uint8Array {
    const { chunkShape, spec } = this.#array;
    const shape = storedAxes.map((axis) => chunkShape[axis] ?? 1);
    const steps = axisSteps({ shape: chunkShape, order: 'C' });
    const target = new Uint8Array(bytes.byteLength);
    const from = { bytes, startItem: 0, steps: axisSteps({ shape: shape, order: 'C' }) };
    copyBlock(shape, spec.dtype.itemsize, from, {
      bytes: target,
      startItem: 0,
      steps: storedAxes.map((axis) => steps[axis] ?? 0),
    });
    return target;
  }
}

function shardOf(indices: readonly number[], { counts }: ShardLayout): readonly number[] {
  return indices.map((index, axis) => Math.floor(index / (counts[axis] ?? 1)));
}

/** In C order. */
function placeInShard(indices: readonly number[], { counts }: ShardLayout): number {
  return indices.reduce((place, index, axis) => place * (counts[axis] ?? 1) + (index % (counts[axis] ?? 1)), 0);
}
