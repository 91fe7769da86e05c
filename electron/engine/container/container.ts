import type { BlockExtent } from '../../../shared/format/blosc-blocks.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import type { BloscpackHeader } from '../../../shared/format/header.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { openContainerFile } from '../in-place/container-file.js';
import { closingOnError } from '../io/close-file.js';
import { memoryReader } from '../io/memory-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import { requireInteger } from '../pack/args.js';
import { jsonOf } from '../pack/compressed/compressed-source.js';
import { type BlockStats, BlockStore } from './block-store.js';
import { openChunkIndex } from './chunk-index.js';
import { type ChunkIndex, ChunkWalk } from './chunk-walk.js';
import { type Metadata, readMetadata } from './decode-metadata.js';
import { type ContainerLayout, readLayout } from './layout.js';
import { readRuns } from './read-runs.js';
import { type ByteRun, selectionRuns, selectionShape } from './slice-runs.js';
import { parseSlices, resolveSlices, type SliceItem } from './slices.js';
import type { StoredChunk } from './stored-chunks.js';

export interface ContainerOptions {
  /** Upper limit of the cache of decoded blocks, in bytes. Default 64 MiB. */
  readonly cacheBytes?: number;
  /**
   * Check each chunk's digest (all its stored bytes) before its first block is used. Default true. With false, only the bytes of the
   * needed blocks are read: faster for very large chunks and slow storage, but some damage is not found.
   */
  readonly checkDigests?: boolean;
  /** As in `OperationOptions`. */
  readonly maxBlockBytes?: number;
}

/** A part of an array: its dtype, shape and order, and a way to read its bytes. */
export interface ArraySlice {
  readonly spec: ArraySpec;
  /** Yields the bytes in memory order, in pieces. Reads nothing before the first piece is requested. */
  pieces(options?: Pick<OperationOptions, 'nthreads' | 'signal'>): AsyncGenerator<Uint8Array, void, undefined>;
}

const DEFAULT_CACHE_BYTES = 64 * 2 ** 20;

/**
 * Random access to a container. Opening reads only the heads of its sections; chunks, blocks and slices are found, read and decoded
 * on demand, and only the needed blocks are decoded. Also works without offsets and with unknown counts: then chunk headers are
 * read in sequence as far as needed. The caller closes it.
 */
export class Container {
  readonly layout: ContainerLayout;
  /** Finds the chunks without offsets. It can be run to the end in the background. */
  readonly walk: ChunkWalk;
  readonly #reader: RandomReader;
  readonly #index: ChunkIndex;
  readonly #blocks: BlockStore;
  #metadata: Promise<Metadata | undefined> | undefined;

  private constructor(reader: RandomReader, layout: ContainerLayout, options: ContainerOptions) {
    this.layout = layout;
    this.#reader = reader;
    this.walk = new ChunkWalk(reader, layout);
    this.#index = openChunkIndex(reader, layout, this.walk);
    const cacheBytes = options.cacheBytes ?? DEFAULT_CACHE_BYTES;
    requireInteger('cacheBytes', cacheBytes, 0, Number.MAX_SAFE_INTEGER);
    this.#blocks = new BlockStore(reader, layout.header.checksum, {
      cacheBytes,
      checkDigests: options.checkDigests ?? true,
      ...(options.maxBlockBytes !== undefined && { maxBlockBytes: options.maxBlockBytes }),
    });
  }

  /** Opens a path, bytes in memory, or a reader, which the container then owns, also when opening fails. */
  static async open(input: string | Uint8Array | RandomReader, options: ContainerOptions = {}): Promise<Container> {
    const reader = await asReader(input);
    return closingOnError(reader, async () => {
      return new Container(reader, await readLayout(reader), options);
    });
  }

  get name(): string {
    return this.#reader.name;
  }

  get header(): BloscpackHeader {
    return this.layout.header;
  }

  /** Size of the whole container in bytes. */
  get storedBytes(): number {
    return this.#reader.sizeBytes;
  }

  get stats(): Readonly<BlockStats> {
    return this.#blocks.stats;
  }

  /** The metadata, read once; undefined when there are none. */
  metadata(): Promise<Metadata | undefined> {
    this.#metadata ??= readMetadata(this.#reader, this.layout);
    return this.#metadata;
  }

  /** The array's dtype, shape and order; undefined for containers of plain bytes. */
  async arraySpec(): Promise<ArraySpec | undefined> {
    return parseArrayMetadata(jsonOf(await this.metadata()));
  }

  chunkCount(): Promise<number> {
    return this.#index.count();
  }

  /** Uncompressed size in bytes. */
  plainBytes(): Promise<number> {
    return this.#index.plainBytes();
  }

  /** Position and Blosc header of a chunk. */
  async chunk(chunkIndex: number): Promise<StoredChunk> {
    const count = this.layout.nchunks ?? Number.POSITIVE_INFINITY;
    if (!Number.isInteger(chunkIndex) || chunkIndex < 0 || chunkIndex >= count) {
      throw new ArgumentError(`there is no chunk ${chunkIndex}: the container has ${count}`);
    }
    return this.#index.chunk(chunkIndex);
  }

  /** The positions of the blocks of a chunk, from its block starts. Decompresses nothing. */
  async blockMap(chunkIndex: number): Promise<readonly BlockExtent[]> {
    return this.#blocks.extents(await this.chunk(chunkIndex));
  }

  /** Plain bytes [startByte, endByte), in memory that belongs to the caller. */
  async readBytes(
    startByte: number,
    endByte: number,
    options: Pick<OperationOptions, 'nthreads' | 'signal'> = {},
  ): Promise<Uint8Array> {
    const sizeBytes = await this.plainBytes();
    const whole = Number.isInteger(startByte) && Number.isInteger(endByte);
    if (!whole || startByte < 0 || endByte < startByte || endByte > sizeBytes) {
      throw new ArgumentError(`bytes ${startByte} to ${endByte} are not inside the ${sizeBytes} bytes of data`);
    }
    if (startByte === endByte) return new Uint8Array(0);
    throwIfCancelled(options.signal);
    const first = await this.#readFirst(startByte, endByte);
    if (first) return first;
    const runs = [{ startByte, lengthBytes: endByte - startByte }];
    return collect(this.#read(runs, options));
  }

  /** A small part of a chunk of which nothing was read yet, by one native call; undefined where that cannot be. */
  async #readFirst(startByte: number, endByte: number): Promise<Uint8Array | undefined> {
    const { unread } = this.#index;
    const chunk = await unread?.chunkAt(startByte);
    if (!unread || !chunk || endByte - chunk.plainStartByte > chunk.size.nbytes) return undefined;
    const inChunk = startByte - chunk.plainStartByte;
    const part = await this.#blocks.firstPart(chunk, {
      startByte: inChunk,
      endByte: endByte - chunk.plainStartByte,
    });
    if (!part) return undefined;
    if (!part.isUnchanged) await this.#reader.requireUnchanged();
    const stored = unread.withHeader(chunk, part.header);
    if (!stored) return undefined;
    this.#blocks.touch(stored, inChunk);
    return part.plain;
  }

  /** A part of the array, by numpy's slicing: `'100:200,5,:'` or parsed items. The result keeps the array's order. */
  async slice(slices: string | readonly SliceItem[]): Promise<ArraySlice> {
    const spec = await this.#requireArray();
    const selection = resolveSlices(spec.shape, typeof slices === 'string' ? parseSlices(slices) : slices);
    return {
      spec: { dtype: spec.dtype, shape: selectionShape(selection), order: spec.order },
      pieces: (options = {}) => this.#read(selectionRuns(spec, selection), options),
    };
  }

  /** `slice`, with its bytes (in memory order) collected in memory that belongs to the caller. */
  async readSlice(
    slices: string | readonly SliceItem[],
    options: Pick<OperationOptions, 'nthreads' | 'signal'> = {},
  ): Promise<ArraySpec & { readonly bytes: Uint8Array }> {
    const { spec, pieces } = await this.slice(slices);
    return { ...spec, bytes: await collect(pieces(options)) };
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async *#read(
    runs: Iterable<ByteRun>,
    options: Pick<OperationOptions, 'nthreads' | 'signal'>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    throwIfCancelled(options.signal);
    try {
      const access = { reader: this.#reader, index: this.#index, store: this.#blocks };
      for await (const piece of readRuns(runs, access, options)) {
        throwIfCancelled(options.signal);
        yield piece;
      }
    } finally {
      // Also when reading fails: what looks like damage may be a change by another process.
      await this.#reader.requireUnchanged();
    }
  }

  /** The array. Throws FormatError unless the container holds as many bytes as dtype and shape need. */
  async #requireArray(): Promise<ArraySpec> {
    const spec = await this.arraySpec();
    if (!spec) throw new ArgumentError(`'${this.name}' holds plain bytes, not an array: it cannot be sliced`);
    const [needed, found] = [arrayNbytes(spec), await this.plainBytes()];
    if (needed === found) return spec;
    throw new FormatError(
      'bad-metadata',
      `the array's dtype and shape need ${needed} bytes, but the container holds ${found}`,
      {
        expected: needed,
        found,
      },
    );
  }
}

async function asReader(input: string | Uint8Array | RandomReader): Promise<RandomReader> {
  if (typeof input === 'string') return openContainerFile(input);
  return input instanceof Uint8Array ? memoryReader(input) : input;
}

/** Allocates for the bytes that arrive, never for a size that the file states. */
async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    sizeBytes += piece.byteLength;
  }
  const all = new Uint8Array(sizeBytes);
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.byteLength;
  }
  return all;
}
