import { LRUCache } from 'lru-cache';
import { decompressAsync } from '../../../native/index.js';
import {
  type BlockExtent,
  blockExtents,
  blockStartsBytes,
  parseBlockStarts,
  singleBlockChunk,
} from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { RandomReader } from '../io/random-reader.js';
import { fromNative } from '../native-failures.js';
import { requireSameDigest } from '../pack/chunk-digest.js';
import { digestStream } from '../pack/digest.js';
import type { StoredChunk } from './walk-chunks.js';

export interface BlockStoreOptions {
  /** Most bytes of decoded blocks to keep. */
  readonly cacheBytes: number;
  /** Check a chunk's digest over all of its bytes before the first of its blocks is used; once for each chunk. */
  readonly checkDigests: boolean;
}

/** What a reader did, for tests and for those who tune chunk and block sizes. */
export interface BlockStats {
  blocksDecoded: number;
  digestsChecked: number;
}

/** Chunks up to this size are read whole when their digest is checked, and their blocks taken from memory. */
const WHOLE_CHUNK_BYTES = 8 * 2 ** 20;
/** A piece of a larger chunk while its digest is computed. */
const PIECE_BYTES = 2 ** 20;
/** Blocks of a pure copy can have any size: where they are tiny, more are read at once. */
const SMALLEST_COPY_UNIT = 64 * 1024;

/** Reads and decodes single blocks of chunks, and keeps the latest ones. Buffers handed out belong to the store: do not write to them. */
export class BlockStore {
  readonly stats: BlockStats = { blocksDecoded: 0, digestsChecked: 0 };
  readonly #reader: RandomReader;
  readonly #checksum: ChecksumName;
  readonly #checkDigests: boolean;
  readonly #blocks: LRUCache<string, Uint8Array>;
  readonly #pending = new Map<string, Promise<Uint8Array>>();
  readonly #extents = new LRUCache<number, Promise<readonly BlockExtent[]>>({ max: 256 });
  readonly #checked = new Set<number>();
  readonly #checking = new Map<number, Promise<void>>();
  /** The stored bytes of the chunk whose digest was checked last, when it is small enough to keep. */
  #latest: { readonly chunkIndex: number; readonly bytes: Uint8Array } | undefined;

  constructor(reader: RandomReader, checksum: ChecksumName, options: BlockStoreOptions) {
    this.#reader = reader;
    this.#checksum = checksum;
    this.#checkDigests = options.checkDigests && checksum !== 'None';
    this.#blocks = new LRUCache({
      maxSize: Math.max(1, options.cacheBytes),
      sizeCalculation: (block) => block.byteLength + 64,
    });
  }

  /** Plain bytes of a full block of this chunk: block i starts at i x this. */
  unitBytes(chunk: StoredChunk): number {
    const { blosc } = chunk;
    return bloscFlags(blosc.flags).memcpyed ? Math.max(blosc.blocksize, SMALLEST_COPY_UNIT) : blosc.blocksize;
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

  /** Where the blocks of a compressed chunk lie, without decompressing any. */
  extents(chunk: StoredChunk): Promise<readonly BlockExtent[]> {
    const known = this.#extents.get(chunk.chunkIndex);
    if (known) return known;
    const extents = this.#readExtents(chunk);
    this.#extents.set(chunk.chunkIndex, extents);
    extents.catch(() => this.#extents.delete(chunk.chunkIndex));
    return extents;
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
      const startByte = blockIndex * this.unitBytes(chunk);
      const endByte = Math.min(startByte + this.unitBytes(chunk), blosc.nbytes);
      return (await this.#storedRange(chunk, BLOSC_HEADER_BYTES + startByte, BLOSC_HEADER_BYTES + endByte)).slice();
    }
    const extent = (await this.extents(chunk))[blockIndex];
    if (!extent) throw new RangeError(`chunk ${chunk.chunkIndex} has no block ${blockIndex}`);
    const stored = await this.#storedRange(chunk, extent.storedStart, extent.storedEnd);
    const plain = new Uint8Array(extent.nbytes);
    try {
      await decompressAsync(singleBlockChunk(blosc, extent, stored), plain);
    } catch (error) {
      throw fromNative(error, { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes + extent.storedStart });
    }
    return plain;
  }

  async #readExtents(chunk: StoredChunk): Promise<readonly BlockExtent[]> {
    const sizeBytes = Math.min(blockStartsBytes(chunk.blosc), chunk.blosc.ctbytes - BLOSC_HEADER_BYTES);
    const bytes = await this.#storedRange(chunk, BLOSC_HEADER_BYTES, BLOSC_HEADER_BYTES + sizeBytes);
    const context = { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes };
    return blockExtents(chunk.blosc, parseBlockStarts(bytes, chunk.blosc, context));
  }

  /** Bytes [start, end) counted from the start of the chunk. */
  async #storedRange(chunk: StoredChunk, start: number, end: number): Promise<Uint8Array> {
    if (this.#latest?.chunkIndex === chunk.chunkIndex) return this.#latest.bytes.subarray(start, end);
    return this.#reader.readAt(chunk.positionBytes + start, end - start);
  }

  #requireDigest(chunk: StoredChunk): Promise<void> | undefined {
    if (this.#checked.has(chunk.chunkIndex)) return undefined;
    const running = this.#checking.get(chunk.chunkIndex) ?? this.#checkDigest(chunk);
    this.#checking.set(chunk.chunkIndex, running);
    return running;
  }

  async #checkDigest(chunk: StoredChunk): Promise<void> {
    try {
      const stream = digestStream(this.#checksum);
      const pieceBytes = chunk.storedBytes <= WHOLE_CHUNK_BYTES ? chunk.storedBytes : PIECE_BYTES;
      let latest: Uint8Array | undefined;
      for (let at = 0; at < chunk.blosc.ctbytes; at += pieceBytes) {
        latest = await this.#reader.readAt(chunk.positionBytes + at, Math.min(pieceBytes, chunk.storedBytes - at));
        stream.update(latest.subarray(0, chunk.blosc.ctbytes - at));
      }
      const digestAt = chunk.positionBytes + chunk.blosc.ctbytes;
      const kept = await this.#reader.readAt(digestAt, chunk.storedBytes - chunk.blosc.ctbytes);
      requireSameDigest(chunk, kept, stream.digest());
      this.stats.digestsChecked++;
      this.#checked.add(chunk.chunkIndex);
      if (latest?.byteLength === chunk.storedBytes) this.#latest = { chunkIndex: chunk.chunkIndex, bytes: latest };
    } finally {
      this.#checking.delete(chunk.chunkIndex);
    }
  }
}
