import { LRUCache } from 'lru-cache';
import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';
import { type ChunkIndex, ChunkWalk, type UnreadChunks } from './chunk-walk.js';
import type { ContainerLayout } from './layout.js';
import { OffsetPages } from './offset-pages.js';
import { expectedNbytes, parseChunkHeader, readChunkHeader, type StoredChunk } from './stored-chunks.js';

const CACHED_HEADERS = 4096;

/**
 * Finds chunks by their offsets, if the container has them. Otherwise, and for missing offsets, `walk` reads the chunk headers in
 * sequence as far as needed.
 */
export function openChunkIndex(
  reader: RandomReader,
  layout: ContainerLayout,
  walk = new ChunkWalk(reader, layout),
): ChunkIndex {
  const uniform = layout.nchunks !== undefined && layout.header.chunkSize >= 0 && layout.header.lastChunk >= 0;
  return layout.offsets && uniform ? new OffsetsIndex(reader, layout, walk) : walk;
}

/**
 * Reads the offsets a page at a time. A chunk is found by walking if its offset is unknown (as an aborted writer leaves it) or
 * contradicts the neighbouring offsets.
 */
class OffsetsIndex implements ChunkIndex {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #walked: ChunkWalk;
  readonly #pages: OffsetPages;
  readonly #headers = new LRUCache<number, Promise<StoredChunk>>({ max: CACHED_HEADERS });

  constructor(reader: RandomReader, layout: ContainerLayout, walked: ChunkWalk) {
    this.#reader = reader;
    this.#layout = layout;
    this.#walked = walked;
    this.#pages = new OffsetPages(reader, layout);
  }

  async count(): Promise<number> {
    return this.#layout.nchunks ?? 0;
  }

  async plainBytes(): Promise<number> {
    const { chunkSize, lastChunk } = this.#layout.header;
    return chunkSize * ((await this.count()) - 1) + lastChunk;
  }

  async chunkAt(plainByte: number): Promise<StoredChunk> {
    return this.chunk(this.#indexAt(plainByte));
  }

  #indexAt(plainByte: number): number {
    return Math.floor(plainByte / Math.max(1, this.#layout.header.chunkSize));
  }

  readonly unread: UnreadChunks = {
    chunkAt: async (plainByte) => {
      const chunkIndex = this.#indexAt(plainByte);
      if (this.#headers.has(chunkIndex)) return undefined;
      const isLast = chunkIndex + 1 === this.#layout.nchunks;
      const positionBytes = await this.#pages.soundEntry(chunkIndex);
      const endByte = isLast ? this.#reader.sizeBytes : await this.#pages.soundEntry(chunkIndex + 1);
      if (positionBytes === undefined || endByte === undefined) return undefined;
      if (!(await this.#fitsNeighbours(chunkIndex, positionBytes, endByte))) return undefined;
      const plainStartByte = chunkIndex * this.#layout.header.chunkSize;
      const storedBytes = endByte - positionBytes;
      const size = expectedNbytes(this.#layout, chunkIndex);
      return { chunkIndex, positionBytes, storedBytes, plainStartByte, isLast, size };
    },
    withHeader: (unread, header) => {
      const { chunkIndex, positionBytes, plainStartByte } = unread;
      const blosc = parseChunkHeader(header, this.#reader, this.#layout, chunkIndex, positionBytes);
      const storedBytes = blosc.ctbytes + this.#layout.digestBytes;
      if (!unread.isLast && storedBytes !== unread.storedBytes) return undefined;
      const chunk = { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte };
      this.#headers.set(chunkIndex, Promise.resolve(chunk));
      return chunk;
    },
  };

  chunk(chunkIndex: number): Promise<StoredChunk> {
    const known = this.#headers.get(chunkIndex);
    if (known) return known;
    const chunk = this.#readChunk(chunkIndex);
    this.#headers.set(chunkIndex, chunk);
    chunk.catch(() => this.#headers.delete(chunkIndex));
    return chunk;
  }

  async #readChunk(chunkIndex: number): Promise<StoredChunk> {
    const entry = await this.#pages.entry(chunkIndex);
    if (entry === undefined) return this.#walked.chunk(chunkIndex);
    this.#requireUsable(chunkIndex, entry);
    const positionBytes = Number(entry);
    const blosc = await readChunkHeader(this.#reader, this.#layout, chunkIndex, positionBytes);
    const storedBytes = blosc.ctbytes + this.#layout.digestBytes;
    if (!(await this.#fitsNeighbours(chunkIndex, positionBytes, positionBytes + storedBytes))) {
      await this.#requireWalkedTo(chunkIndex, positionBytes);
    }
    const plainStartByte = chunkIndex * this.#layout.header.chunkSize;
    return { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte };
  }

  /**
   * Chunks are stored in order and without gaps. Without this check, a swapped or shifted offset could lead to another whole chunk
   * with a valid digest.
   */
  async #fitsNeighbours(chunkIndex: number, startByte: number, endByte: number): Promise<boolean> {
    if ((await this.#pages.soundEntry(chunkIndex)) === undefined) return false;
    if (chunkIndex === 0 && startByte !== this.#layout.chunksPositionBytes) return false;
    const previous = chunkIndex === 0 ? -1 : await this.#pages.soundEntry(chunkIndex - 1);
    if (previous === undefined || previous >= startByte) return false;
    return chunkIndex + 1 === this.#layout.nchunks || (await this.#pages.soundEntry(chunkIndex + 1)) === endByte;
  }

  /** The neighbour's offset may be the wrong one: the position in the sequence decides, since the reference reads in sequence. */
  async #requireWalkedTo(chunkIndex: number, offset: number): Promise<void> {
    const { positionBytes } = await this.#walked.chunk(chunkIndex);
    if (positionBytes === offset) return;
    throw new FormatError(
      'bad-offset',
      `the offset of chunk ${chunkIndex} is ${offset}, but in the sequence of chunks it is at byte ${positionBytes}`,
      { chunkIndex, offsetBytes: this.#pages.entryPositionBytes(chunkIndex), expected: positionBytes, found: offset },
    );
  }

  #requireUsable(chunkIndex: number, offset: bigint): void {
    const lowest = this.#layout.chunksPositionBytes;
    if (offset >= lowest && offset < this.#reader.sizeBytes) return;
    throw new FormatError(
      'bad-offset',
      `the offset of chunk ${chunkIndex} is ${offset}, outside the chunks at bytes ${lowest} to ${this.#reader.sizeBytes}`,
      {
        chunkIndex,
        offsetBytes: this.#pages.entryPositionBytes(chunkIndex),
        expected: `${lowest}..${this.#reader.sizeBytes}`,
        found: offset,
      },
    );
  }
}
