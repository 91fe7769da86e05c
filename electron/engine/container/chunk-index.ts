import { LRUCache } from 'lru-cache';
import { FormatError } from '../../../shared/format/errors.js';
import { OFFSET_BYTES, parseOffsets, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerLayout } from './layout.js';
import { readChunkHeader, type StoredChunk, type WalkPoint, walkChunks } from './walk-chunks.js';

/** Finds chunks by number or by the plain bytes they hold, without reading the others. */
export interface ChunkIndex {
  /** Number of chunks; walks to the end when the header does not say. */
  count(): Promise<number>;
  /** The chunk with its header read and checked. Throws FormatError with the chunk's index. */
  chunk(chunkIndex: number): Promise<StoredChunk>;
  /** The chunk that holds plain byte `plainByte`. */
  chunkAt(plainByte: number): Promise<StoredChunk>;
  /** Plain bytes in all. */
  plainBytes(): Promise<number>;
}

/** Entries of a page of offsets: 4096 of them are 32 KiB, read at once and kept. */
const PAGE_SLOTS = 4096;
const CACHED_PAGES = 64;
const CACHED_HEADERS = 4096;

/** The offsets when the container has them, else a walk that goes as far as needed and remembers the way. */
export function openChunkIndex(reader: RandomReader, layout: ContainerLayout): ChunkIndex {
  const walked = new WalkedIndex(reader, layout);
  const uniform = layout.nchunks !== undefined && layout.header.chunkSize >= 0 && layout.header.lastChunk >= 0;
  return layout.offsets && uniform ? new OffsetsIndex(reader, layout, walked) : walked;
}

/** Entries of the offsets section as they are stored. */
interface OffsetsPage {
  readonly bytes: Uint8Array;
  /** Every entry lies inside the file and behind the one before it. */
  readonly isSound: boolean;
}

function rises(entries: Uint8Array, lowest: number, endByte: number): boolean {
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  let highest = BigInt(lowest) - 1n;
  for (let at = 0; at < entries.byteLength; at += OFFSET_BYTES) {
    const entry = view.getBigInt64(at, true);
    if (entry <= highest || entry >= endByte) return false;
    highest = entry;
  }
  return true;
}

/**
 * Looks offsets up a page at a time. An offset that is unknown (an aborted writer leaves them so) is found by walking, and so
 * is one that its neighbours contradict.
 */
class OffsetsIndex implements ChunkIndex {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #walked: WalkedIndex;
  readonly #pages = new LRUCache<number, Promise<OffsetsPage>>({ max: CACHED_PAGES });
  readonly #headers = new LRUCache<number, Promise<StoredChunk>>({ max: CACHED_HEADERS });

  constructor(reader: RandomReader, layout: ContainerLayout, walked: WalkedIndex) {
    this.#reader = reader;
    this.#layout = layout;
    this.#walked = walked;
  }

  async count(): Promise<number> {
    return this.#layout.nchunks ?? 0;
  }

  async plainBytes(): Promise<number> {
    const { chunkSize, lastChunk } = this.#layout.header;
    return chunkSize * ((await this.count()) - 1) + lastChunk;
  }

  async chunkAt(plainByte: number): Promise<StoredChunk> {
    return this.chunk(Math.floor(plainByte / Math.max(1, this.#layout.header.chunkSize)));
  }

  chunk(chunkIndex: number): Promise<StoredChunk> {
    const known = this.#headers.get(chunkIndex);
    if (known) return known;
    const chunk = this.#readChunk(chunkIndex);
    this.#headers.set(chunkIndex, chunk);
    chunk.catch(() => this.#headers.delete(chunkIndex));
    return chunk;
  }

  async #readChunk(chunkIndex: number): Promise<StoredChunk> {
    const positionBytes = await this.#offset(chunkIndex);
    if (positionBytes === UNKNOWN_OFFSET) return this.#walked.chunk(chunkIndex);
    this.#requireUsable(chunkIndex, positionBytes);
    const blosc = await readChunkHeader(this.#reader, this.#layout, chunkIndex, positionBytes);
    const storedBytes = blosc.ctbytes + this.#layout.digestBytes;
    if (!(await this.#fitsNeighbours(chunkIndex, positionBytes, positionBytes + storedBytes))) {
      await this.#requireWalkedTo(chunkIndex, positionBytes);
    }
    const plainStartByte = chunkIndex * this.#layout.header.chunkSize;
    return { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte };
  }

  /**
   * Chunks lie in order and without gaps. An offset that was swapped or shifted may still point at a whole chunk with a good
   * digest: without this, its data would be taken for another chunk's.
   */
  async #fitsNeighbours(chunkIndex: number, startByte: number, endByte: number): Promise<boolean> {
    if ((await this.#soundOffset(chunkIndex)) === undefined) return false;
    if (chunkIndex === 0 && startByte !== this.#layout.chunksPositionBytes) return false;
    const previous = chunkIndex === 0 ? -1 : await this.#soundOffset(chunkIndex - 1);
    if (previous === undefined || previous >= startByte) return false;
    return chunkIndex + 1 === this.#layout.nchunks || (await this.#soundOffset(chunkIndex + 1)) === endByte;
  }

  /** The neighbour's offset may be the wrong one. The sequence decides, which is what the reference reads. */
  async #requireWalkedTo(chunkIndex: number, offset: number): Promise<void> {
    const { positionBytes } = await this.#walked.chunk(chunkIndex);
    if (positionBytes === offset) return;
    throw new FormatError(
      'bad-offset',
      `the offset of chunk ${chunkIndex} is ${offset}, but the chunks in sequence have it at byte ${positionBytes}`,
      { chunkIndex, offsetBytes: this.#slotPosition(chunkIndex), expected: positionBytes, found: offset },
    );
  }

  #requireUsable(chunkIndex: number, offset: number): void {
    const lowest = this.#layout.chunksPositionBytes;
    if (offset >= lowest && offset < this.#reader.sizeBytes) return;
    throw new FormatError(
      'bad-offset',
      `the offset of chunk ${chunkIndex} is ${offset}, outside the chunks at bytes ${lowest} to ${this.#reader.sizeBytes}`,
      {
        chunkIndex,
        offsetBytes: this.#slotPosition(chunkIndex),
        expected: `${lowest}..${this.#reader.sizeBytes}`,
        found: offset,
      },
    );
  }

  /** Throws FormatError for an entry that no offset can be. */
  async #offset(chunkIndex: number): Promise<number> {
    const { bytes } = await this.#page(Math.floor(chunkIndex / PAGE_SLOTS));
    const at = (chunkIndex % PAGE_SLOTS) * OFFSET_BYTES;
    return parseOffsets(bytes.subarray(at, at + OFFSET_BYTES), chunkIndex)[0] ?? UNKNOWN_OFFSET;
  }

  /** Undefined where something is wrong with the page: two wrong offsets may well agree with each other. */
  async #soundOffset(chunkIndex: number): Promise<number | undefined> {
    const { isSound } = await this.#page(Math.floor(chunkIndex / PAGE_SLOTS));
    return isSound ? this.#offset(chunkIndex) : undefined;
  }

  #page(pageIndex: number): Promise<OffsetsPage> {
    const known = this.#pages.get(pageIndex);
    if (known) return known;
    const page = this.#readPage(pageIndex * PAGE_SLOTS);
    this.#pages.set(pageIndex, page);
    page.catch(() => this.#pages.delete(pageIndex));
    return page;
  }

  /** Only entries of chunks: what stands in those reserved for appending matters to nobody. */
  async #readPage(firstSlot: number): Promise<OffsetsPage> {
    const slots = Math.min(PAGE_SLOTS, (this.#layout.nchunks ?? 0) - firstSlot);
    const bytes = await this.#reader.readAt(this.#slotPosition(firstSlot), slots * OFFSET_BYTES);
    return { bytes, isSound: rises(bytes, this.#layout.chunksPositionBytes, this.#reader.sizeBytes) };
  }

  #slotPosition(slot: number): number {
    return (this.#layout.offsets?.positionBytes ?? 0) + slot * OFFSET_BYTES;
  }
}

/**
 * Walks the chunks in sequence as far as anyone asked, remembering where each starts: 16 bytes a chunk, which has at least 16
 * bytes in the file itself.
 */
class WalkedIndex implements ChunkIndex {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  #walk: AsyncGenerator<StoredChunk, void, undefined>;
  /** Where the walk goes on after the chunks that are known. */
  #next: WalkPoint;
  #positions = new Float64Array(256);
  #plainStarts = new Float64Array(256);
  #known = 0;
  #endByte = 0;
  #finished = false;
  /** One step at a time: several readers may ask at once. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(reader: RandomReader, layout: ContainerLayout) {
    this.#reader = reader;
    this.#layout = layout;
    this.#next = { chunkIndex: 0, positionBytes: layout.chunksPositionBytes, plainStartByte: 0 };
    this.#walk = walkChunks(reader, layout, this.#next);
  }

  async count(): Promise<number> {
    if (this.#layout.nchunks !== undefined) return this.#layout.nchunks;
    await this.#walkUntil(() => false);
    return this.#known;
  }

  async plainBytes(): Promise<number> {
    const { chunkSize, lastChunk } = this.#layout.header;
    if (this.#layout.nchunks !== undefined && chunkSize >= 0 && lastChunk >= 0) {
      return chunkSize * (this.#layout.nchunks - 1) + lastChunk;
    }
    await this.#walkUntil(() => false);
    return this.#endByte;
  }

  async chunk(chunkIndex: number): Promise<StoredChunk> {
    await this.#walkUntil(() => chunkIndex < this.#known);
    const positionBytes = this.#positions[chunkIndex];
    const plainStartByte = this.#plainStarts[chunkIndex];
    if (chunkIndex >= this.#known || positionBytes === undefined || plainStartByte === undefined) {
      throw new FormatError(
        'truncated',
        `there is no chunk ${chunkIndex}: the container ends after ${this.#known} chunks`,
        {
          chunkIndex,
        },
      );
    }
    const blosc = await readChunkHeader(this.#reader, this.#layout, chunkIndex, positionBytes);
    return { chunkIndex, positionBytes, blosc, storedBytes: blosc.ctbytes + this.#layout.digestBytes, plainStartByte };
  }

  async chunkAt(plainByte: number): Promise<StoredChunk> {
    await this.#walkUntil(() => plainByte < this.#endByte);
    let lowest = 0;
    let highest = this.#known - 1;
    while (lowest < highest) {
      const middle = Math.ceil((lowest + highest) / 2);
      if ((this.#plainStarts[middle] ?? 0) <= plainByte) lowest = middle;
      else highest = middle - 1;
    }
    return this.chunk(lowest);
  }

  async #walkUntil(reached: () => boolean): Promise<void> {
    const walking = this.#turn.then(async () => {
      while (!this.#finished && !reached()) await this.#step();
    });
    this.#turn = walking.catch(() => undefined);
    return walking;
  }

  async #step(): Promise<void> {
    const next = await this.#walk.next().catch((error: unknown) => {
      // A generator that threw is over, and would pass for one that came to the end: who asks again tries again.
      this.#walk = walkChunks(this.#reader, this.#layout, this.#next);
      throw error;
    });
    if (next.done) {
      this.#finished = true;
      return;
    }
    if (this.#known === this.#positions.length) this.#grow();
    const { positionBytes, plainStartByte, storedBytes, blosc } = next.value;
    this.#positions[this.#known] = positionBytes;
    this.#plainStarts[this.#known] = plainStartByte;
    this.#known++;
    this.#endByte = plainStartByte + blosc.nbytes;
    this.#next = {
      chunkIndex: this.#known,
      positionBytes: positionBytes + storedBytes,
      plainStartByte: this.#endByte,
    };
  }

  #grow(): void {
    const [positions, plainStarts] = [this.#positions, this.#plainStarts];
    this.#positions = new Float64Array(2 * positions.length);
    this.#plainStarts = new Float64Array(2 * positions.length);
    this.#positions.set(positions);
    this.#plainStarts.set(plainStarts);
  }
}
