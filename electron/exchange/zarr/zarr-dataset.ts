import { readMany } from '../../../native/read-many.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { IoError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { mapInOrder } from '../../engine/container/ordered-window.js';
import { fromNative } from '../../engine/native-failures.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { type BloscPlaces, paddedPlaces, requireBloscChunk } from '../blosc-places.js';
import { type ChunkGrid, chunkIndices, gridChunkNbytes, gridOf, notRowsReason } from '../chunk-grid.js';
import type { Attributes, BloscChunks, Dataset, StoredBloscChunk } from '../dataset.js';
import { gridSource } from '../grid-source.js';
import { CRC_BYTES, decodeChunk } from './codecs.js';
import type { ZarrArray } from './metadata/zarr-array.js';
import { type ArrayNode, arrayOf, attributesOf } from './nodes.js';
import type { ValuePlace, ZarrStore } from './store/store.js';
import { StoredChunks } from './stored-chunks.js';

/** An array of an open Zarr store. */
export class ZarrDataset implements Dataset {
  readonly name: string;
  readonly spec: ArraySpec;
  readonly attributes: Attributes;
  readonly chunks: BloscChunks | string;
  readonly places?: BloscPlaces;
  readonly #store: ZarrStore;
  readonly #node: ArrayNode;
  readonly #array: ZarrArray;
  readonly #grid: ChunkGrid;
  readonly #stored: StoredChunks;
  /** Closes the files of chunks of which neither `read` nor `done` was called. */
  readonly #placed = new Set<() => Promise<void>>();

  private constructor(name: string, store: ZarrStore, node: ArrayNode, array: ZarrArray, attributes: Attributes) {
    this.name = name;
    this.spec = array.spec;
    this.attributes = attributes;
    this.#store = store;
    this.#node = node;
    this.#array = array;
    this.#grid = gridOf(array.spec.shape, array.chunkShape);
    this.#stored = new StoredChunks(store, node.key, array);
    this.chunks = notMovedReason(array, this.#grid) ?? this.#bloscChunks();
    if (notBloscReason(array) === undefined) this.places = this.#bloscPlaces();
  }

  /** `name` is the user's name of it. Throws as `ArrayFormat.open` does. */
  static async open(name: string, store: ZarrStore, node: ArrayNode): Promise<ZarrDataset> {
    const array = arrayOf(store, node);
    return new ZarrDataset(name, store, node, array, await attributesOf(store, node, array.spec.shape.length));
  }

  async read(options: OperationOptions): Promise<PlainSource> {
    return gridSource(
      {
        name: this.name,
        spec: this.spec,
        grid: this.#grid,
        fillItem: this.#array.fillItem,
        readChunk: (indices) => this.#stored.plain(indices),
        requireUnchanged: () => this.requireUnchanged(),
      },
      options,
    );
  }

  async requireUnchanged(): Promise<void> {
    const document = await this.#store.open(this.#node.documentKey);
    await document?.close();
    await this.#store.requireUnchanged();
    if (document) return;
    throw new IoError('ESTALE', `'${this.name}' was removed while it was being read`, { file: this.#store.name });
  }

  async close(): Promise<void> {
    for (const done of this.#placed) await done().catch(() => undefined);
    this.#placed.clear();
  }

  #bloscChunks(): BloscChunks {
    return {
      grid: this.#grid,
      isLastPadded: true,
      fillItem: this.#array.fillItem,
      stored: (options) => this.#storedBlosc(options),
    };
  }

  #bloscPlaces(): BloscPlaces {
    const { spec, codecs, fillItem, storedAxes } = this.#array;
    const [, ...checksums] = codecs;
    return paddedPlaces({
      spec,
      ...(storedAxes && { storedAxes }),
      grid: this.#grid,
      fillItem,
      areKnown: false,
      find: async (chunkIndex) => {
        const place = await this.#stored.find(chunkIndices(this.#grid, spec.order, chunkIndex));
        return place && { ...place, lengthBytes: Math.max(0, place.lengthBytes - CRC_BYTES * checksums.length) };
      },
    });
  }

  #storedBlosc(options: OperationOptions): AsyncGenerator<StoredBloscChunk, void, undefined> {
    const { order } = this.spec;
    const chunkBytes = gridChunkNbytes(this.spec, this.#grid);
    const count = itemCount(this.#grid.counts);
    // What is behind Blosc are checksums of the file's own.
    const [, ...checksums] = this.#array.codecs;
    const load = async (chunkIndex: number): Promise<StoredBloscChunk> => {
      throwIfCancelled(options.signal);
      const indices = chunkIndices(this.#grid, order, chunkIndex);
      const range = checksums.length === 0 ? await this.#stored.place(indices) : undefined;
      const read = () => this.#bloscChunk(indices, chunkIndex, chunkBytes);
      if (!range || range.lengthBytes < BLOSC_HEADER_BYTES) {
        await range?.done?.();
        return { bytes: await read() };
      }
      return this.#placedChunk(range, { chunkIndex, file: this.#store.name }, chunkBytes, read);
    };
    return mapInOrder(
      upTo(count),
      chunkWindow(options, () => chunkBytes),
      load,
    );
  }

  async #placedChunk(
    { crc32, done: close, ...range }: ValuePlace,
    context: { readonly chunkIndex: number; readonly file: string },
    chunkBytes: number,
    read: () => Promise<Uint8Array | undefined>,
  ): Promise<StoredBloscChunk> {
    const { fd, positionBytes, lengthBytes } = range;
    if (close) this.#placed.add(close);
    const done = close && ((): Promise<void> => (this.#placed.delete(close) ? close() : Promise.resolve()));
    const header = await readMany(fd, Float64Array.of(positionBytes), BLOSC_HEADER_BYTES).catch((error: unknown) => {
      throw fromNative(error, context, { readFrom: context.file });
    });
    requireBloscChunk(header, lengthBytes, { least: chunkBytes, most: chunkBytes }, context);
    const readAll = async (): Promise<Uint8Array> => {
      await done?.();
      return (await read()) ?? new Uint8Array(0);
    };
    const expected = crc32 ? ({ checksum: 'crc32', digest: crc32 } as const) : ({ checksum: 'None' } as const);
    const place = { ...range, ...context, ...expected, header, read: readAll, ...(done && { done }) };
    return { bytes: undefined, place };
  }

  async #bloscChunk(
    indices: readonly number[],
    chunkIndex: number,
    chunkBytes: number,
  ): Promise<Uint8Array | undefined> {
    const stored = await this.#stored.stored(indices);
    if (!stored) return undefined;
    const what = this.#stored.nameOf(indices);
    const [, ...checksums] = this.#array.codecs;
    const bytes = await decodeChunk(stored, checksums, stored.byteLength - CRC_BYTES * checksums.length, what);
    const context = { chunkIndex, file: this.#store.name };
    requireBloscChunk(bytes, bytes.byteLength, { least: chunkBytes, most: chunkBytes }, context);
    return bytes;
  }
}

function* upTo(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index;
}

/** Why the chunks cannot be moved, in the words of `Dataset.chunks`. */
function notMovedReason(array: ZarrArray, grid: ChunkGrid): string | undefined {
  const notBlosc = notBloscReason(array);
  if (notBlosc !== undefined) return notBlosc;
  return array.storedAxes ? 'the axes of its chunks are in another order' : notRowsReason(array.spec, grid);
}

function notBloscReason({ spec, codecs }: ZarrArray): string | undefined {
  const [first, ...others] = codecs;
  if (arrayNbytes(spec) === 0) return 'it has no items';
  if (first === undefined) return 'its chunks are not compressed';
  if (first !== 'blosc')
    return `its chunks are compressed by ${codecs.find((codec) => codec !== 'crc32c') ?? 'nothing'}`;
  return others.some((codec) => codec !== 'crc32c') ? 'its chunks are compressed twice' : undefined;
}
