import { type ArraySpec, arrayMetadata, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import { axisSteps } from '../engine/arrays/strides.js';
import { mapInOrder } from '../engine/container/ordered-window.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../engine/operation.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import { type BlockMemory, copyBlock } from './block-copy.js';
import { type ChunkGrid, cutAxis, notRowsReason, slowestFirst } from './chunk-grid.js';

/** An array in chunks of one shape. */
export interface ChunkedArray {
  readonly name: string;
  /** `order` is that of the items in each chunk, too. */
  readonly spec: ArraySpec;
  readonly grid: ChunkGrid;
  /** The bytes of one item that stands for all items of a missing chunk. */
  readonly fillItem: Uint8Array;
  /**
   * The plain bytes of a chunk, all of its shape also where it reaches over the edge of the array; undefined when it is missing.
   * Several are asked for at a time.
   */
  readChunk(indices: readonly number[]): Promise<Uint8Array | undefined>;
  requireUnchanged?(): Promise<void>;
  close?(): Promise<void>;
}

export interface GridSourceOptions extends OperationOptions {
  /** Memory for the items of neighbouring chunks; more are brought into order through a temporary file. Default 128 MiB. */
  readonly slabBytes?: number;
}

const PIECE_BYTES = 2 ** 20;

/**
 * The items of an array in memory order, bounded in memory whatever its chunks are. Chunks are read in parallel, each once.
 */
export function gridSource(array: ChunkedArray, options: GridSourceOptions = {}): PlainSource {
  return {
    name: array.name,
    sizeBytes: arrayNbytes(array.spec),
    itemsize: array.spec.dtype.itemsize,
    metadata: { ...arrayMetadata(array.spec) },
    pieces: () => new GridReader(array, options).pieces(),
    ...(array.requireUnchanged && { requireUnchanged: () => array.requireUnchanged?.() ?? Promise.resolve() }),
    ...(array.close && { close: () => array.close?.() ?? Promise.resolve() }),
  };
}

/** One chunk, with axes in memory order. */
interface PlacedChunk {
  readonly indices: readonly number[];
  readonly bytes: Uint8Array | undefined;
}

/** A chunk in the temporary file. */
interface CopiedChunk {
  readonly indices: readonly number[];
  readonly positionBytes: number;
}

/** All its axes are in memory order, the slowest first, so that it knows C order only. */
class GridReader {
  readonly #array: ChunkedArray;
  readonly #options: GridSourceOptions;
  readonly #shape: readonly number[];
  readonly #chunk: readonly number[];
  readonly #counts: readonly number[];
  readonly #itemsize: number;
  /** Items from one index to the next, in the array and in a chunk. */
  readonly #steps: readonly number[];
  readonly #chunkSteps: readonly number[];
  readonly #cut: number;

  constructor(array: ChunkedArray, options: GridSourceOptions) {
    const { shape, order, dtype } = array.spec;
    this.#array = array;
    this.#options = options;
    this.#shape = slowestFirst(shape, order);
    this.#chunk = slowestFirst(array.grid.chunkShape, order);
    this.#counts = slowestFirst(array.grid.counts, order);
    this.#itemsize = dtype.itemsize;
    this.#steps = axisSteps({ shape: this.#shape, order: 'C' });
    this.#chunkSteps = axisSteps({ shape: this.#chunk, order: 'C' });
    this.#cut = cutAxis(this.#chunk);
  }

  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const totalBytes = arrayNbytes(this.#array.spec);
    if (totalBytes === 0) return;
    const isRows = notRowsReason(this.#array.spec, this.#array.grid) === undefined;
    let [doneBytes, chunksDone] = [0, 0];
    for await (const piece of isRows ? this.#rows() : this.#slabs()) {
      throwIfCancelled(this.#options.signal);
      yield piece;
      doneBytes += piece.byteLength;
      chunksDone = Math.floor((doneBytes / totalBytes) * product(this.#counts));
      this.#options.onProgress?.({ doneBytes, totalBytes, chunksDone });
    }
  }

  /** Chunks that follow each other in memory, without what is behind the end of the array. */
  async *#rows(): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = this.#read(indicesOf(this.#counts));
    for await (const { indices, bytes } of chunks) {
      const items = product(this.#extent(indices));
      if (bytes) yield bytes.subarray(0, items * this.#itemsize);
      else yield* this.#filled(items);
    }
  }

  /** The chunks with one index of the cut axis and of the slower ones are a run of memory together: a slab. */
  async *#slabs(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const slab of indicesOf(this.#counts.slice(0, this.#cut + 1))) {
      const slabBytes = product(this.#slabLengths(slab)) * this.#itemsize;
      if (slabBytes <= this.#slabBytes) yield* this.#slabInMemory(slab, slabBytes / this.#itemsize);
      else yield* this.#slabThroughFile(slab);
    }
  }

  get #slabBytes(): number {
    return this.#options.slabBytes ?? 2 ** 27;
  }

  async *#slabInMemory(slab: readonly number[], items: number): AsyncGenerator<Uint8Array, void, undefined> {
    let memory: Uint8Array | undefined;
    const start = this.#startOf(slab);
    for await (const { indices, bytes } of this.#read(this.#chunksOf(slab))) {
      if (!bytes) continue;
      memory ??= filledWith(this.#array.fillItem, items);
      this.#place(indices, this.#extent(indices), { bytes, startItem: 0 }, { bytes: memory, startItem: -start });
    }
    if (memory) yield memory;
    else yield* this.#filled(items);
  }

  /** Copies the chunks to a temporary file, and takes the rows out of it in blocks for which there is memory. */
  async *#slabThroughFile(slab: readonly number[]): AsyncGenerator<Uint8Array, void, undefined> {
    const copied: CopiedChunk[] = [];
    const reader = await temporaryCopy(this.#copyChunks(slab, copied), this.#array.name);
    try {
      if (copied.length === 0) return yield* this.#filled(product(this.#slabLengths(slab)));
      for (const block of this.#blocksOf(slab)) {
        throwIfCancelled(this.#options.signal);
        yield await this.#blockFromFile(reader, copied, block);
      }
    } finally {
      await reader.close();
    }
  }

  async *#copyChunks(slab: readonly number[], copied: CopiedChunk[]): AsyncGenerator<Uint8Array, void, undefined> {
    let positionBytes = 0;
    for await (const { indices, bytes } of this.#read(this.#chunksOf(slab))) {
      throwIfCancelled(this.#options.signal);
      if (!bytes) continue;
      copied.push({ indices, positionBytes });
      positionBytes += bytes.byteLength;
      yield bytes;
    }
  }

  /** Reads of every chunk only the items of the block, which are a run of it. */
  async #blockFromFile(reader: RandomReader, copied: readonly CopiedChunk[], block: Block): Promise<Uint8Array> {
    const memory = filledWith(this.#array.fillItem, product(block.extent));
    const start = dot(block.start, this.#steps);
    for (const { indices, positionBytes } of this.#touchedBy(block, copied)) {
      const part = this.#partOf(indices, block);
      const runItems = (part.extent[block.axis] ?? 1) * (this.#chunkSteps[block.axis] ?? 1);
      const firstItem = dot(part.inChunk, this.#chunkSteps);
      const bytes = await reader.readAt(positionBytes + firstItem * this.#itemsize, runItems * this.#itemsize);
      const to = { bytes: memory, startItem: dot(part.start, this.#steps) - start };
      copyBlock(
        part.extent,
        this.#itemsize,
        { bytes, startItem: 0, steps: this.#chunkSteps },
        { ...to, steps: this.#steps },
      );
    }
    return memory;
  }

  /** The chunks with items of the block: those with its index of each axis up to the one that it cuts. They are in order. */
  *#touchedBy({ axis, start }: Block, copied: readonly CopiedChunk[]): Generator<CopiedChunk> {
    const wanted = start.slice(0, axis + 1).map((first, at) => Math.floor(first / (this.#chunk[at] ?? 1)));
    for (let at = firstNotBefore(wanted, copied); at < copied.length; at++) {
      const chunk = copied[at];
      if (!chunk || compareIndices(chunk.indices, wanted) !== 0) return;
      yield chunk;
    }
  }

  /** What a chunk and a block have in common. */
  #partOf(indices: readonly number[], { start, extent }: Block): BlockPart {
    const origin = indices.map((index, axis) => index * (this.#chunk[axis] ?? 1));
    const whole = this.#extent(indices);
    const from = start.map((first, axis) => Math.max(first, origin[axis] ?? 0));
    const common = from.map((first, axis) => {
      const end = Math.min((start[axis] ?? 0) + (extent[axis] ?? 1), (origin[axis] ?? 0) + (whole[axis] ?? 1));
      return end - first;
    });
    return { start: from, extent: common, inChunk: from.map((first, axis) => first - (origin[axis] ?? 0)) };
  }

  /** Blocks of a slab in memory order: one index of the slower axes, a range of one axis inside of a chunk, all of the faster ones. */
  *#blocksOf(slab: readonly number[]): Generator<Block> {
    const isSmall = (axis: number): boolean => (this.#steps[axis] ?? 1) * this.#itemsize <= this.#slabBytes;
    const small = this.#shape.findIndex((_, at) => at >= this.#cut && isSmall(at));
    const axis = small === -1 ? this.#shape.length - 1 : small;
    const most = Math.max(1, Math.floor(this.#slabBytes / ((this.#steps[axis] ?? 1) * this.#itemsize)));
    const origin = slab.map((index, at) => index * (this.#chunk[at] ?? 1));
    const lengths = this.#slabLengths(slab);
    for (const outer of indicesOf(lengths.slice(0, axis))) {
      for (const [first, count] of ranges(lengths[axis] ?? 1, this.#chunk[axis] ?? 1, most)) {
        const start = lengths.map(
          (_, at) => (origin[at] ?? 0) + (at < axis ? (outer[at] ?? 0) : at === axis ? first : 0),
        );
        yield { axis, start, extent: lengths.map((length, at) => (at < axis ? 1 : at === axis ? count : length)) };
      }
    }
  }

  #slabLengths(slab: readonly number[]): readonly number[] {
    return [...this.#extent(slab), ...this.#shape.slice(slab.length)];
  }

  #place(
    indices: readonly number[],
    extent: readonly number[],
    from: Omit<BlockMemory, 'steps'>,
    to: Omit<BlockMemory, 'steps'>,
  ): void {
    const startItem = to.startItem + this.#startOf(indices);
    copyBlock(extent, this.#itemsize, { ...from, steps: this.#chunkSteps }, { ...to, startItem, steps: this.#steps });
  }

  /** The place in memory order of a chunk's first item. Missing indices are 0. */
  #startOf(indices: readonly number[]): number {
    return dot(
      indices.map((index, axis) => index * (this.#chunk[axis] ?? 1)),
      this.#steps,
    );
  }

  /** Items of a chunk along each of the axes that are inside of the array. */
  #extent(indices: readonly number[]): readonly number[] {
    return indices.map((index, axis) => {
      const chunk = this.#chunk[axis] ?? 1;
      return Math.min(chunk, (this.#shape[axis] ?? 1) - index * chunk);
    });
  }

  *#chunksOf(slab: readonly number[]): Generator<readonly number[]> {
    for (const faster of indicesOf(this.#counts.slice(this.#cut + 1))) yield [...slab, ...faster];
  }

  #read(chunks: Generator<readonly number[]>): AsyncGenerator<PlacedChunk, void, undefined> {
    const { signal } = this.#options;
    const chunkBytes = product(this.#chunk) * this.#itemsize;
    return mapInOrder(
      chunks,
      chunkWindow(this.#options, () => chunkBytes),
      async (indices) => {
        throwIfCancelled(signal);
        return { indices, bytes: await this.#array.readChunk(slowestFirst(indices, this.#array.spec.order)) };
      },
    );
  }

  *#filled(items: number): Generator<Uint8Array> {
    const perPiece = Math.max(1, Math.floor(PIECE_BYTES / this.#itemsize));
    const piece = filledWith(this.#array.fillItem, Math.min(items, perPiece));
    for (let left = items; left > 0; left -= perPiece) {
      yield piece.subarray(0, Math.min(left, perPiece) * this.#itemsize);
    }
  }
}

/** A part of the array that is a run of its memory: axes in memory order. */
interface Block {
  /** The first axis of which it holds more than one index. */
  readonly axis: number;
  readonly start: readonly number[];
  readonly extent: readonly number[];
}

interface BlockPart {
  readonly start: readonly number[];
  readonly extent: readonly number[];
  /** Its start, counted from the first item of the chunk. */
  readonly inChunk: readonly number[];
}

/** Compares the first indices, as many as are wanted. */
function compareIndices(indices: readonly number[], wanted: readonly number[]): number {
  const axis = wanted.findIndex((index, at) => index !== indices[at]);
  return axis === -1 ? 0 : (indices[axis] ?? 0) - (wanted[axis] ?? 0);
}

/** The place of the first chunk, in order of the indices, that is not before the wanted one. */
function firstNotBefore(wanted: readonly number[], chunks: readonly CopiedChunk[]): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareIndices(chunks[middle]?.indices ?? [], wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All indices below the counts, the last varying fastest; one without axes for no counts. */
function* indicesOf(counts: readonly number[]): Generator<readonly number[]> {
  if (counts.includes(0)) return;
  const index = counts.map(() => 0);
  for (;;) {
    yield [...index];
    let axis = counts.length - 1;
    for (; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < (counts[axis] ?? 0) ? next : 0;
      if (index[axis] !== 0) break;
    }
    if (axis < 0) return;
  }
}

/** [first, count] of ranges of at most `most` that do not reach over a multiple of `chunk`. */
function* ranges(length: number, chunk: number, most: number): Generator<readonly [number, number]> {
  for (let first = 0; first < length; ) {
    const count = Math.min(most, chunk - (first % chunk), length - first);
    yield [first, count];
    first += count;
  }
}

/** So many times the item. */
function filledWith(item: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(count * item.byteLength);
  if (item.some((byte) => byte !== 0)) Buffer.from(bytes.buffer).fill(item);
  return bytes;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total * length, 1);
}

function dot(indices: readonly number[], steps: readonly number[]): number {
  return indices.reduce((total, index, axis) => total + index * (steps[axis] ?? 0), 0);
}
