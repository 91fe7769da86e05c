import {
  BLOCK_START_BYTES,
  BLOSC_HEADER_BYTES,
  type BloscHeader,
  badChunk,
  bloscFlags,
  FLAG_NOT_SPLIT,
  printBloscHeader,
} from './blosc-chunk.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { ArgumentError, type ErrorContext } from './errors.js';

/** `MAX_SPLITS` in C-Blosc's `blosc.c`: blocks of larger items are never split. */
const MAX_SPLITS = 16;
/** `MIN_BUFFERSIZE` in C-Blosc's `blosc.c`: blocks whose streams would be shorter are never split. */
const MIN_STREAM_BYTES = 128;

const STREAM_LENGTH_BYTES = 4;

/** The position of one block in the plain data and in the chunk. Ends are exclusive. */
export interface BlockExtent {
  readonly blockIndex: number;
  /** Position of the block's plain bytes in the chunk's plain bytes. */
  readonly startByte: number;
  /** Plain bytes of the block. */
  readonly nbytes: number;
  /** Position of the block's stored bytes, from the start of the chunk. */
  readonly storedStart: number;
  readonly storedEnd: number;
}

/** One compressed stream of a block. */
export interface BlockStream {
  /** Position of the stream's bytes, after its length field, from the start of the chunk. */
  readonly offset: number;
  readonly ctbytes: number;
  readonly nbytes: number;
  /** Whether the bytes are stored uncompressed, because compression did not make them fewer. */
  readonly stored: boolean;
}

/** Blocks of a chunk, every one but the last of `blocksize` plain bytes; 0 for an empty chunk. */
export function nblocks(header: BloscHeader): number {
  return header.nbytes === 0 ? 0 : Math.ceil(header.nbytes / header.blocksize);
}

/** Plain bytes of one block; ArgumentError when there is no such block. */
export function blockNbytes(header: BloscHeader, blockIndex: number): number {
  const count = nblocks(header);
  if (!Number.isInteger(blockIndex) || blockIndex < 0 || blockIndex >= count) {
    throw new ArgumentError(`there is no block ${blockIndex}: the chunk has ${count}`);
  }
  return Math.min(header.blocksize, header.nbytes - blockIndex * header.blocksize);
}

/** Bytes of the block starts that follow the chunk's header; 0 in a pure copy, which has none. */
export function blockStartsBytes(header: BloscHeader): number {
  return bloscFlags(header.flags).memcpyed ? 0 : BLOCK_START_BYTES * nblocks(header);
}

/**
 * Decodes the block starts. `bytes` begins right after the chunk's 16-byte header and holds at least
 * `blockStartsBytes(header)` bytes. Each start counts from the start of the chunk and is inside its data; they need not be ascending.
 * Throws FormatError: 'truncated' or 'bad-chunk', with `context`.
 */
export function parseBlockStarts(bytes: Uint8Array, header: BloscHeader, context: ErrorContext = {}): number[] {
  const sizeBytes = blockStartsBytes(header);
  const reader = new ByteReader(bytes, "the chunk's block starts", context);
  reader.need(sizeBytes);
  const first = BLOSC_HEADER_BYTES + sizeBytes;
  return Array.from({ length: sizeBytes / BLOCK_START_BYTES }, (_, blockIndex) => {
    const start = reader.i32();
    if (start >= first && start < header.ctbytes) return start;
    const last = header.ctbytes - 1;
    throw badChunk(`the start of block ${blockIndex} must be from ${first} to ${last}, found ${start}`, context);
  });
}

/** The positions of the blocks of a chunk. Keeps only the start of each block. */
export interface BlockTable {
  /** As `nblocks`. */
  readonly count: number;
  /** ArgumentError when there is no such block. */
  extent(blockIndex: number): BlockExtent;
}

/**
 * A block's stored bytes end at the next larger start, since threaded writers store blocks in the order in which they finish.
 * `starts` is ignored for a pure copy.
 */
export function blockTable(header: BloscHeader, starts: readonly number[]): BlockTable {
  const storedRange = bloscFlags(header.flags).memcpyed ? copiedRange(header) : compressedRange(header, starts);
  return {
    count: nblocks(header),
    extent: (blockIndex) => ({
      blockIndex,
      startByte: blockIndex * header.blocksize,
      nbytes: blockNbytes(header, blockIndex),
      ...storedRange(blockIndex),
    }),
  };
}

/** The positions of all blocks, in the order of the plain data; `starts` as for `blockTable`. */
export function blockExtents(header: BloscHeader, starts: readonly number[]): readonly BlockExtent[] {
  return allExtents(blockTable(header, starts));
}

export function allExtents({ count, extent }: BlockTable): readonly BlockExtent[] {
  return Array.from({ length: count }, (_, blockIndex) => extent(blockIndex));
}

type StoredRange = (blockIndex: number) => Pick<BlockExtent, 'storedStart' | 'storedEnd'>;

function copiedRange(header: BloscHeader): StoredRange {
  return (blockIndex) => {
    const storedStart = BLOSC_HEADER_BYTES + blockIndex * header.blocksize;
    return { storedStart, storedEnd: storedStart + blockNbytes(header, blockIndex) };
  };
}

function compressedRange(header: BloscHeader, starts: readonly number[]): StoredRange {
  const ascending = Int32Array.from(starts).sort();
  return (blockIndex) => {
    const storedStart = starts[blockIndex];
    if (storedStart === undefined) {
      throw new ArgumentError(`expected ${nblocks(header)} block starts, found ${starts.length}`);
    }
    return { storedStart, storedEnd: nextLarger(ascending, storedStart) ?? header.ctbytes };
  };
}

/** The smallest of the ascending values that is larger than `value`. */
function nextLarger(ascending: Int32Array, value: number): number | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return ascending[low];
}

/** Streams of a block, as `blosc_d` in C-Blosc 1.21.3 decides: one for each byte of an item, or a single one. */
function streamCount(header: BloscHeader, extent: BlockExtent): number {
  const { typesize, blocksize, flags } = header;
  const full = extent.nbytes === blocksize;
  const worthwhile = typesize <= MAX_SPLITS && Math.floor(blocksize / typesize) >= MIN_STREAM_BYTES;
  return full && worthwhile && !bloscFlags(flags).notSplit ? typesize : 1;
}

/**
 * Finds the streams of one block. `blockBytes` holds the chunk's bytes from `storedStart` to `storedEnd` of `extent`.
 * A pure copy counts as one stored stream. Throws FormatError('bad-chunk') when the streams do not fit the block.
 */
export function parseBlockStreams(
  blockBytes: Uint8Array,
  header: BloscHeader,
  extent: BlockExtent,
  context: ErrorContext = {},
): readonly BlockStream[] {
  if (bloscFlags(header.flags).memcpyed) {
    return [{ offset: extent.storedStart, ctbytes: extent.nbytes, nbytes: extent.nbytes, stored: true }];
  }
  const count = streamCount(header, extent);
  const nbytes = extent.nbytes / count;
  if (!Number.isInteger(nbytes)) {
    throw badChunk(
      `block ${extent.blockIndex} of ${extent.nbytes} bytes cannot be split into ${count} streams`,
      context,
    );
  }
  const reader = new ByteReader(blockBytes, `block ${extent.blockIndex}`, context);
  return Array.from({ length: count }, () => {
    const ctbytes = streamLength(reader, extent, context);
    const offset = extent.storedStart + reader.offset;
    reader.skip(ctbytes);
    return { offset, ctbytes, nbytes, stored: ctbytes === nbytes };
  });
}

function streamLength(reader: ByteReader, extent: BlockExtent, context: ErrorContext): number {
  if (reader.remaining < STREAM_LENGTH_BYTES) {
    throw badChunk(`block ${extent.blockIndex} ends before its last stream`, context);
  }
  const ctbytes = reader.i32();
  if (ctbytes < 0 || ctbytes > reader.remaining) {
    const found = `found ${ctbytes}`;
    throw badChunk(
      `a stream of block ${extent.blockIndex} must be from 0 to ${reader.remaining} bytes, ${found}`,
      context,
    );
  }
  return ctbytes;
}

/**
 * A valid chunk with just this block, so that the block can be decoded from its own bytes.
 * `blockBytes` holds the chunk's bytes from `storedStart` to `storedEnd` of `extent`; the result is new memory.
 * A shorter last block becomes the full and only block of its chunk, marked as not split, since it never is. ArgumentError
 * when `blockBytes` has another length.
 */
export function singleBlockChunk(header: BloscHeader, extent: BlockExtent, blockBytes: Uint8Array): Uint8Array {
  const expected = extent.storedEnd - extent.storedStart;
  if (blockBytes.length !== expected) {
    throw new ArgumentError(`block ${extent.blockIndex} is ${expected} bytes long, found ${blockBytes.length}`);
  }
  const startsBytes = bloscFlags(header.flags).memcpyed ? 0 : BLOCK_START_BYTES;
  const dataStart = BLOSC_HEADER_BYTES + startsBytes;
  const chunk = new Uint8Array(dataStart + blockBytes.length);
  const writer = new ByteWriter(chunk);
  const isShort = extent.nbytes < header.blocksize;
  const alone = isShort ? { blocksize: extent.nbytes, flags: header.flags | FLAG_NOT_SPLIT } : {};
  writer.put(printBloscHeader({ ...header, ...alone, nbytes: extent.nbytes, ctbytes: chunk.length }));
  if (startsBytes > 0) writer.i32(dataStart);
  writer.put(blockBytes);
  return chunk;
}
