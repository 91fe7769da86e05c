import { LRUCache } from 'lru-cache';
import type { FileRange } from '../../../native/index.js';
import { allExtents, type BlockExtent, type BlockTable, nblocks } from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { RandomReader } from '../io/random-reader.js';
import { decodeBlock, type ReadPart, readBlockTable, requireStoredDigest, unitBytes } from './chunk-blocks.js';
import { type ByteRange, type FirstPart, fileOfChunk, readChunkPart, readFirstChunkPart } from './chunk-part.js';
import type { UnreadChunk } from './chunk-walk.js';
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

/** Upper limit of cached block starts, of all chunks together. */
const MAX_STARTS = 2 ** 20;
/**
 * A small part of a larger block is read without keeping the block when it is the first: the new memory for all of the block, with a
 * page fault for every 4 KiB, can take as long as decompressing it.
 */
const LARGE_BLOCK_BYTES = 128 * 1024;
/** At most one of so many parts of a block is a small part. */
const SMALL_PARTS = 4;
/** How many blocks of which a small part was read are remembered; then all are forgotten. */
const MAX_TOUCHED = 2 ** 16;

/** Reads and decodes single blocks of chunks, with a cache. Returned buffers belong to the store: do not write to them. */
export class BlockStore {
  readonly stats: BlockStats = { blocksDecoded: 0, digestsChecked: 0 };
  readonly #reader: RandomReader;
  readonly #checksum: ChecksumName;
  readonly #checkDigests: boolean;
  readonly #maxBlockBytes: number | undefined;
  readonly #blocks: LRUCache<string, Uint8Array>;
  readonly #pending = new Map<string, Promise<Uint8Array>>();
  /** Large blocks of which a small part was read. */
  readonly #touched = new Set<string>();
  readonly #tables = new LRUCache<number, Promise<BlockTable>>({ maxSize: MAX_STARTS });
  readonly #checked = new Set<number>();
  readonly #checking = new Map<number, Promise<unknown>>();
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

  /** Some plain bytes of one block, counted from its start. Throws ChecksumError or FormatError with the chunk's index. */
  async part(chunk: StoredChunk, blockIndex: number, { startByte, endByte }: ByteRange): Promise<Uint8Array> {
    const key = `${chunk.chunkIndex}:${blockIndex}`;
    const file = this.#isPassing(key, chunk, endByte - startByte)
      ? await fileOfChunk(this.#readerOf(chunk), chunk)
      : undefined;
    if (!file) return (await this.#block(chunk, blockIndex, key)).subarray(startByte, endByte);
    const blockStart = blockIndex * this.unitBytes(chunk);
    this.touch(chunk, blockStart);
    return this.#readFile(file, chunk, { startByte: blockStart + startByte, endByte: blockStart + endByte });
  }

  /** A small part of a chunk whose header was not read, and its header; undefined where the header has to be read first. */
  async firstPart(chunk: UnreadChunk, range: ByteRange): Promise<FirstPart | undefined> {
    if (range.endByte - range.startByte > LARGE_BLOCK_BYTES || this.#checking.has(chunk.chunkIndex)) return undefined;
    const needsDigest = this.#needsDigest(chunk);
    const checksum = needsDigest ? this.#checksum : 'None';
    const reading = readFirstChunkPart(this.#reader, chunk, checksum, range, this.#maxBlockBytes);
    const part = await (needsDigest ? this.#noteDigest(chunk, reading, (it) => it !== undefined) : reading);
    if (part) this.stats.blocksDecoded++;
    return part;
  }

  /** Remembers that a small part of a block was read. */
  touch(chunk: StoredChunk, startByte: number): void {
    const blockBytes = this.unitBytes(chunk);
    if (blockBytes <= LARGE_BLOCK_BYTES) return;
    if (this.#touched.size === MAX_TOUCHED) this.#touched.clear();
    this.#touched.add(`${chunk.chunkIndex}:${Math.floor(startByte / blockBytes)}`);
  }

  /** Whether this is the first small part of a large block: then the block may not be needed again. */
  #isPassing(key: string, chunk: StoredChunk, lengthBytes: number): boolean {
    const blockBytes = this.unitBytes(chunk);
    if (blockBytes <= LARGE_BLOCK_BYTES || lengthBytes > blockBytes / SMALL_PARTS) return false;
    return !this.#blocks.has(key) && !this.#pending.has(key) && !this.#touched.has(key);
  }

  async #block(chunk: StoredChunk, blockIndex: number, key: string): Promise<Uint8Array> {
    const kept = this.#blocks.get(key);
    if (kept) return kept;
    const pending = this.#pending.get(key) ?? this.#load(chunk, blockIndex, key);
    this.#pending.set(key, pending);
    return pending;
  }

  /** What is read for a block that is not in the cache, in bytes from the start of the file. Reads at most the chunk's block starts. */
  async storedRange(chunk: StoredChunk, blockIndex: number): Promise<ByteRange | undefined> {
    if (this.#blocks.has(`${chunk.chunkIndex}:${blockIndex}`)) return undefined;
    const { positionBytes, storedBytes, blosc } = chunk;
    if (this.#needsDigest(chunk)) return { startByte: positionBytes, endByte: positionBytes + storedBytes };
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
    const table = readBlockTable(chunk, this.#storedPart(chunk));
    this.#tables.set(chunk.chunkIndex, table, { size: 1 + nblocks(chunk.blosc) });
    table.catch(() => this.#tables.delete(chunk.chunkIndex));
    return table;
  }

  async #load(chunk: StoredChunk, blockIndex: number, key: string): Promise<Uint8Array> {
    try {
      const file = await fileOfChunk(this.#readerOf(chunk), chunk);
      const block = file
        ? await this.#readFile(file, chunk, this.#plainRange(chunk, blockIndex))
        : await this.#decode(chunk, blockIndex);
      this.#blocks.set(key, block);
      return block;
    } finally {
      this.#pending.delete(key);
    }
  }

  /** The first read of a chunk compares its digest too, in the same native call. */
  async #readFile(file: FileRange, chunk: StoredChunk, range: ByteRange): Promise<Uint8Array> {
    for (let other = this.#checking.get(chunk.chunkIndex); other; other = this.#checking.get(chunk.chunkIndex)) {
      await other.catch(() => undefined); // it may be about another block
    }
    const needsDigest = this.#needsDigest(chunk);
    const checksum = needsDigest ? this.#checksum : 'None';
    const reading = readChunkPart(file, this.#readerOf(chunk).name, chunk, checksum, range, this.#maxBlockBytes);
    const plain = await (needsDigest ? this.#noteDigest(chunk, reading) : reading);
    this.stats.blocksDecoded++;
    return plain;
  }

  async #decode(chunk: StoredChunk, blockIndex: number): Promise<Uint8Array> {
    if (this.#needsDigest(chunk)) await (this.#checking.get(chunk.chunkIndex) ?? this.#checkDigest(chunk));
    const block = await this.#decodeStored(chunk, blockIndex);
    this.stats.blocksDecoded++;
    return block;
  }

  async #decodeStored(chunk: StoredChunk, blockIndex: number): Promise<Uint8Array> {
    if (bloscFlags(chunk.blosc.flags).memcpyed) {
      const { startByte, endByte } = this.#copyRange(chunk, blockIndex);
      return (await this.#storedPart(chunk)(startByte, endByte)).slice();
    }
    const extent = (await this.#table(chunk)).extent(blockIndex);
    const target = (nbytes: number) => new Uint8Array(nbytes);
    return decodeBlock(chunk, extent, this.#storedPart(chunk), target, this.#maxBlockBytes);
  }

  /** The plain bytes of a block, counted from the start of its chunk's. */
  #plainRange(chunk: StoredChunk, blockIndex: number): ByteRange {
    const startByte = blockIndex * this.unitBytes(chunk);
    return { startByte, endByte: Math.min(startByte + this.unitBytes(chunk), chunk.blosc.nbytes) };
  }

  /** Where a unit of a pure copy is, counted from the start of its chunk. */
  #copyRange(chunk: StoredChunk, blockIndex: number): ByteRange {
    const { startByte, endByte } = this.#plainRange(chunk, blockIndex);
    return { startByte: BLOSC_HEADER_BYTES + startByte, endByte: BLOSC_HEADER_BYTES + endByte };
  }

  #storedPart(chunk: StoredChunk): ReadPart {
    return async (startByte, endByte) => {
      if (this.#latest?.chunkIndex === chunk.chunkIndex) return this.#latest.bytes.subarray(startByte, endByte);
      return this.#readerOf(chunk).readAt(chunk.positionBytes + startByte, endByte - startByte);
    };
  }

  #readerOf({ reader = this.#reader }: StoredChunk): RandomReader {
    return reader;
  }

  #needsDigest({ chunkIndex }: Pick<StoredChunk, 'chunkIndex'>): boolean {
    return this.#checkDigests && !this.#checked.has(chunkIndex);
  }

  async #checkDigest(chunk: StoredChunk): Promise<void> {
    const keep = (bytes: Uint8Array | undefined) => {
      if (bytes) this.#latest = { chunkIndex: chunk.chunkIndex, bytes };
    };
    await this.#noteDigest(chunk, requireStoredDigest(chunk, this.#checksum, this.#storedPart(chunk)).then(keep));
  }

  /** Waits until a chunk's digest is compared; meanwhile no other call compares it. */
  async #noteDigest<Result>(
    { chunkIndex }: Pick<StoredChunk, 'chunkIndex'>,
    checking: Promise<Result>,
    isChecked: (result: Result) => boolean = () => true,
  ): Promise<Result> {
    this.#checking.set(chunkIndex, checking);
    try {
      const result = await checking;
      if (!isChecked(result)) return result;
      this.stats.digestsChecked++;
      this.#checked.add(chunkIndex);
      return result;
    } finally {
      this.#checking.delete(chunkIndex);
    }
  }
}
