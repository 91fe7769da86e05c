import type { ChunkRow } from '../../../shared/contract/inspect/chunks.js';
import type { ChunksOverview } from '../../../shared/contract/inspect/document.js';
import type { BlockExtent } from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { axisSteps, byteOfIndex } from '../../engine/arrays/strides.js';
import { BlockStore } from '../../engine/container/block-store.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import { memoryReader } from '../../engine/io/memory-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type BloscPlaces, requireBloscChunk, type StoredPlace, type StoreFile } from '../../exchange/blosc-places.js';
import { chunkIndices } from '../../exchange/chunk-grid.js';
import { exactText } from '../data/exact-text.js';
import { ArrayChunkScan } from './array-chunk-scan.js';
import { inOrderOf } from './chunk-order.js';
import { type ChunkSizes, MAX_CHUNKS } from './chunk-sizes.js';
import { BLOCK_CACHE_BYTES, type ChunkTable, type GridPart, type StoredBytes } from './chunk-table.js';
import { FoundSizes } from './found-sizes.js';
import { HeaderFacts } from './header-facts.js';

/** Places that are looked up together. */
const FOUND_AT_ONCE = 64;
const MAX_FILL_BYTES = 256;

/** The chunks of an array in a file of another format, a folder or an archive, where they are Blosc's. */
export class ArrayChunks implements ChunkTable {
  readonly count: number;
  readonly checksum = 'None';
  readonly digestBytes = 0;
  readonly facts = new HeaderFacts();
  readonly scan: ArrayChunkScan;
  readonly #places: BloscPlaces;
  readonly #reader: RandomReader;
  readonly #found: FoundSizes;
  readonly #blocks: BlockStore;
  #all: Promise<ChunkSizes> | undefined;
  #byOffset: Promise<Uint32Array> | undefined;

  /** `reader` is that of the document's file. */
  constructor(places: BloscPlaces, reader: RandomReader) {
    this.count = itemCount(places.grid.counts);
    this.#places = places;
    this.#reader = reader;
    this.#found = new FoundSizes(places, this.count);
    this.#blocks = new BlockStore(reader, 'None', { cacheBytes: BLOCK_CACHE_BYTES, checkDigests: false });
    this.scan = new ArrayChunkScan({ reader, places, sizes: this.#found, facts: this.facts });
  }

  get overview(): ChunksOverview {
    const { grid, chunkNbytes } = this.#places;
    return { nchunks: this.count, chunkShape: grid.chunkShape, counts: grid.counts, chunkBytes: chunkNbytes };
  }

  get arePlacesKnown(): boolean {
    return this.#places.areKnown;
  }

  get atOnce(): number {
    return this.scan.atOnce;
  }

  get isSampled(): boolean {
    return !this.#places.areKnown && this.count > this.atOnce && !this.scan.isDone;
  }

  get sampleStep(): number | undefined {
    return this.isSampled ? this.scan.sampleStep : undefined;
  }

  sizes(): Promise<ChunkSizes> {
    this.#all ??= this.#findAll().catch((error: unknown) => {
      this.#all = undefined;
      throw error;
    });
    return this.#all;
  }

  async someSizes(): Promise<ChunkSizes> {
    if (!this.isSampled) return this.sizes();
    this.#requireFew();
    await this.scan.some();
    return this.#found;
  }

  async sizesOf(start: number, end: number): Promise<ChunkSizes> {
    const last = Math.min(end, this.count);
    for (let at = start; at < last; at += FOUND_AT_ONCE) {
      await this.#find(at, Math.min(last, at + FOUND_AT_ONCE));
    }
    return this.#found;
  }

  async positionOf(chunkIndex: number): Promise<number> {
    if (this.#places.areKnown) await this.#find(chunkIndex, chunkIndex + 1);
    return this.#found.position(chunkIndex);
  }

  async indexAt(offsetBytes: number): Promise<number | undefined> {
    if (!this.#places.areKnown && !this.scan.readsAll) return undefined;
    this.#byOffset ??= this.sizes().then((sizes) => inOrderOf(sizes, 'offset'));
    const order = await this.#byOffset;
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#found.position(order[middle] ?? 0) <= offsetBytes) low = middle + 1;
      else high = middle;
    }
    const chunkIndex = order[low - 1];
    if (chunkIndex === undefined || this.#found.position(chunkIndex) < 0) return undefined;
    const isInside = offsetBytes < this.#found.position(chunkIndex) + this.#found.stored(chunkIndex);
    return isInside ? chunkIndex : undefined;
  }

  async chunk(chunkIndex: number): Promise<StoredChunk> {
    if (chunkIndex >= this.count) throw new ArgumentError(`there is no chunk ${chunkIndex}: there are ${this.count}`);
    const place = await this.#places.find(chunkIndex);
    if (!place) throw new ArgumentError(`chunk ${chunkIndex} was never written: ${this.#fillWords()}`);
    if (place.isPlain) {
      throw new ArgumentError(`chunk ${chunkIndex} is stored without Blosc, which could not make it smaller`);
    }
    const { file, positionBytes, lengthBytes } = place;
    const stated = { least: this.#places.leastNbytes(chunkIndex), most: this.#places.chunkNbytes };
    const context = { chunkIndex, offsetBytes: positionBytes, ...(file && { file: file.name }) };
    const start = await this.#read(place, Math.min(BLOSC_HEADER_BYTES, lengthBytes));
    return {
      chunkIndex,
      positionBytes: file ? 0 : positionBytes,
      blosc: requireBloscChunk(start, lengthBytes, stated, context),
      storedBytes: lengthBytes,
      plainStartByte: chunkIndex * this.#places.chunkNbytes,
      ...(file && { reader: readerOf(file, place) }),
    };
  }

  async placeOf(chunkIndex: number): Promise<Pick<ChunkRow, 'file' | 'headless'>> {
    const place = await this.#places.find(chunkIndex);
    if (!place) return { headless: 'missing' };
    const { file, positionBytes, isPlain } = place;
    return {
      ...(file && { file: { name: file.name, startByte: positionBytes } }),
      ...(isPlain && { headless: 'plain' }),
    };
  }

  stored({ reader = this.#reader, positionBytes }: StoredChunk, startByte: number, endByte: number) {
    return reader.readAt(positionBytes + startByte, endByte - startByte);
  }

  async ownFile(chunkIndex: number): Promise<StoredBytes | undefined> {
    const place = await this.#places.find(chunkIndex);
    const { file, positionBytes = 0, lengthBytes: sizeBytes = 0 } = place ?? {};
    return file && { sizeBytes, read: (start, end) => file.read(positionBytes + start, positionBytes + end) };
  }

  blocks(chunk: StoredChunk): Promise<readonly BlockExtent[]> {
    return this.#blocks.extents(chunk);
  }

  async plain(chunk: StoredChunk, startByte: number, endByte: number): Promise<Uint8Array> {
    const plain = new Uint8Array(endByte - startByte);
    const unitBytes = this.#blocks.unitBytes(chunk);
    for (let at = startByte; at < endByte; ) {
      const blockIndex = Math.floor(at / unitBytes);
      const blockStart = blockIndex * unitBytes;
      const end = Math.min(endByte, blockStart + unitBytes);
      const range = { startByte: at - blockStart, endByte: end - blockStart };
      plain.set(await this.#blocks.part(chunk, blockIndex, range), at - startByte);
      at = end;
    }
    return plain;
  }

  partOf(chunkIndex: number): GridPart {
    const { grid, spec } = this.#places;
    const at = chunkIndices(grid, spec.order, chunkIndex);
    const items = at.map((index, axis) => {
      const length = grid.chunkShape[axis] ?? 1;
      return [index * length, Math.min(spec.shape[axis] ?? 1, (index + 1) * length)] as const;
    });
    return { at, items };
  }

  chunkOf(index: readonly number[]): { readonly chunkIndex: number; readonly byteInChunk: number } {
    const { grid, spec, storedAxes } = this.#places;
    const { chunkShape, counts } = grid;
    const steps = axisSteps({ shape: counts, order: spec.order });
    const at = index.map((item, axis) => Math.floor(item / (chunkShape[axis] ?? 1)));
    const inChunk = index.map((item, axis) => item % (chunkShape[axis] ?? 1));
    const asStored = (lengths: readonly number[]) => storedAxes?.map((axis) => lengths[axis] ?? 0) ?? lengths;
    return {
      chunkIndex: at.reduce((sum, place, axis) => sum + place * (steps[axis] ?? 0), 0),
      byteInChunk: byteOfIndex({ ...spec, shape: asStored(chunkShape) }, asStored(inChunk)),
    };
  }

  close(): Promise<void> {
    return this.scan.stop();
  }

  /** Notes the places of the chunks [start, end). */
  async #find(start: number, end: number): Promise<void> {
    const found = await Promise.allSettled(
      Array.from({ length: end - start }, (_, index) => this.#places.find(start + index)),
    );
    // What cannot be found has no size; the row of the chunk says why.
    for (const [index, one] of found.entries()) {
      if (one.status === 'fulfilled') this.#found.note(start + index, one.value);
    }
  }

  async #findAll(): Promise<ChunkSizes> {
    this.#requireFew();
    if (this.#places.areKnown) return this.sizesOf(0, this.count);
    if (!this.scan.readsAll) {
      throw new ArgumentError('the sizes of all chunks are not read from a server: each would take a request');
    }
    await this.scan.all();
    return this.#found;
  }

  #requireFew(): void {
    if (this.count <= MAX_CHUNKS) return;
    throw new ArgumentError(`the array has ${this.count} chunks; maps, sums and sorting take at most ${MAX_CHUNKS}`);
  }

  #read({ file, positionBytes }: StoredPlace, lengthBytes: number): Promise<Uint8Array> {
    return file
      ? file.read(positionBytes, positionBytes + lengthBytes)
      : this.#reader.readAt(positionBytes, lengthBytes);
  }

  #fillWords(): string {
    const { fillItem, spec } = this.#places;
    return `all its items are the fill value ${exactText(spec.dtype, fillItem, 0, MAX_FILL_BYTES)}`;
  }
}

/** The bytes of a chunk in a file of its own, which is open only while it is read. */
function readerOf(file: StoreFile, { positionBytes, lengthBytes }: StoredPlace): RandomReader {
  return {
    ...memoryReader(new Uint8Array(0), file.name),
    sizeBytes: lengthBytes,
    readAt: (at, length) => file.read(positionBytes + at, positionBytes + at + length),
    endsAt: async (at) => at >= lengthBytes,
  };
}
