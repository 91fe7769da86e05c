import { LRUCache } from 'lru-cache';
import { allExtents, type BlockExtent, type BlockTable, nblocks } from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { RandomReader } from '../io/random-reader.js';
import { decodeBlock, type ReadPart, readBlockTable, requireStoredDigest, unitBytes } from './chunk-blocks.js';
import type { StoredChunk } from './stored-chunks.js';

export interface BlockStoreOptions {
  /** Upper limit of the cache of decoded blocks, in bytes. */
  readonly cacheBytes: number;
  /** Check a chunk's digest (all its stored bytes, once) before the first of its blocks is returned. */
  readonly checkDigests: boolean;
  /** As in `OperationOptions`. */
  readonly maxBlockBytes?: number;
}

/** Counters for tests and for tuning chunk and block sizes. */
export interface BlockStats {
  blocksDecoded: number;
  digestsChecked: number;
}

/** Bytes [startByte, endByte). */
export interface StoredRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** Upper limit of cached block starts, of all chunks together. */
const MAX_STARTS = 2 ** 20;

/** Reads and decodes single blocks of chunks, with a cache. Returned buffers belong to the store: do not write to them. */
export class BlockStore {
  readonly stats: BlockStats = { blocksDecoded: 0, digestsChecked: 0 };
  readonly #reader: RandomReader;
  readonly #checksum: ChecksumName;
  readonly #checkDigests: boolean;
  readonly #maxBlockBytes: number | undefined;
  readonly #blocks: LRUCache<string, Uint8Array>;
  readonly #pending = new Map<string, Promise<Uint8Array>>();
  readonly #tables = new LRUCache<number, Promise<BlockTable>>({ maxSize: MAX_STARTS });
  readonly #checked = new Set<number>();
  readonly #checking = new Map<number, Promise<void>>();
  /** The stored bytes of the chunk whose digest was checked last, if it is small enough to keep. */
  #latest: { readonly chunkIndex: number; readonly bytes: Uint8Array } | undefined;

  constructor(reader: RandomReader, checksum: ChecksumName, options: BlockStoreOptions) {
    this.#reader = reader;
    this.#checksum = checksum;
    this.#checkDigests = options.checkDigests && checksum !== 'None';
    this.#maxBlockBytes = options.maxBlockBytes;
    this.#blocks = new LRUCache({
      maxSize: Math.max(1, options.cacheBytes),
      sizeCalculation: (block) => block.byteLength + 64,
    });
  }

  /** Plain bytes of a full block of this chunk: block i starts at i x this. */
  unitBytes({ blosc }: StoredChunk): number {
    return unitBytes(blosc);
  }

  /** The plain bytes of one block. Throws ChecksumError or FormatError with the chunk's index. */
  async block(chunk: StoredChunk, blockIndex: number): Promise<Uint8Array> {
    const key = `${chunk.chunkIndex}:${blockIndex}`;
    const kept = this.#blocks.get(key);
    if (kept) return kept;
    const pending = this.#pending.get(key) ?? this.#load(chunk, blockIndex, key);
    this.#pending.set(key, pending);
    return pending;
  }

  /** What is read for a block that is not in the cache, in bytes from the start of the file. Reads at most the chunk's block starts. */
  async storedRange(chunk: StoredChunk, blockIndex: number): Promise<StoredRange | undefined> {
    if (this.#blocks.has(`${chunk.chunkIndex}:${blockIndex}`)) return undefined;
    const { positionBytes, storedBytes, blosc } = chunk;
    const needsWhole = this.#checkDigests && !this.#checked.has(chunk.chunkIndex);
    if (needsWhole) return { startByte: positionBytes, endByte: positionBytes + storedBytes };
    if (bloscFlags(blosc.flags).memcpyed) {
      const { startByte, endByte } = this.#copyRange(chunk, blockIndex);
      return { startByte: positionBytes + startByte, endByte: positionBytes + endByte };
    }
    const { storedStart, storedEnd } = (await this.#table(chunk)).extent(blockIndex);
    return { startByte: positionBytes + storedStart, endByte: positionBytes + storedEnd };
  }

  /** The positions of the blocks of a compressed chunk. Decompresses nothing. */
  async extents(chunk: StoredChunk): Promise<readonly BlockExtent[]> {
    return allExtents(await this.#table(chunk));
  }

  #table(chunk: StoredChunk): Promise<BlockTable> {
    const known = this.#tables.get(chunk.chunkIndex);
    if (known) return known;
    const table = readBlockTable(chunk, this.#readPart(chunk));
    this.#tables.set(chunk.chunkIndex, table, { size: 1 + nblocks(chunk.blosc) });
    table.catch(() => this.#tables.delete(chunk.chunkIndex));
    return table;
  }

  async #load(chunk: StoredChunk, blockIndex: number, key: string): Promise<Uint8Array> {
    try {
      if (this.#checkDigests) await this.#requireDigest(chunk);
      const block = await this.#decode(chunk, blockIndex);
      this.stats.blocksDecoded++;
      this.#blocks.set(key, block);
      return block;
    } finally {
      this.#pending.delete(key);
    }
  }

  async #decode(chunk: StoredChunk, blockIndex: number): Promise<Uint8Array> {
    const { blosc } = chunk;
    if (bloscFlags(blosc.flags).memcpyed) {
      const { startByte, endByte } = this.#copyRange(chunk, blockIndex);
      return (await this.#readPart(chunk)(startByte, endByte)).slice();
    }
    const extent = (await this.#table(chunk)).extent(blockIndex);
    const target = (nbytes: number) => new Uint8Array(nbytes);
    return decodeBlock(chunk, extent, this.#readPart(chunk), target, this.#maxBlockBytes);
  }

  /** Where a unit of a pure copy is, counted from the start of its chunk. */
  #copyRange(chunk: StoredChunk, blockIndex: number): StoredRange {
    const startByte = blockIndex * this.unitBytes(chunk);
    const endByte = Math.min(startByte + this.unitBytes(chunk), chunk.blosc.nbytes);
    return { startByte: BLOSC_HEADER_BYTES + startByte, endByte: BLOSC_HEADER_BYTES + endByte };
  }

  #readPart(chunk: StoredChunk): ReadPart {
    return async (startByte, endByte) => {
      if (this.#latest?.chunkIndex === chunk.chunkIndex) return this.#latest.bytes.subarray(startByte, endByte);
      return this.#reader.readAt(chunk.positionBytes + startByte, endByte - startByte);
    };
  }

  #requireDigest(chunk: StoredChunk): Promise<void> | undefined {
    if (this.#checked.has(chunk.chunkIndex)) return undefined;
    const running = this.#checking.get(chunk.chunkIndex) ?? this.#checkDigest(chunk);
    this.#checking.set(chunk.chunkIndex, running);
    return running;
  }

  async #checkDigest(chunk: StoredChunk): Promise<void> {
    try {
      const whole = await requireStoredDigest(chunk, this.#checksum, this.#readPart(chunk));
      this.stats.digestsChecked++;
      this.#checked.add(chunk.chunkIndex);
      if (whole) this.#latest = { chunkIndex: chunk.chunkIndex, bytes: whole };
    } finally {
      this.#checking.delete(chunk.chunkIndex);
    }
  }
}
