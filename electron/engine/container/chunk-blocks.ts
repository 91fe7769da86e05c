import { decompressAsync } from '../../../native/index.js';
import {
  type BlockExtent,
  type BlockTable,
  blockStartsBytes,
  blockTable,
  parseBlockStarts,
  singleBlockChunk,
} from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, type BloscHeader, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { fromNative } from '../native-failures.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../operation.js';
import { digestStream, requireChunkDigest, requireSameDigest } from './digest.js';
import { mapInOrder } from './ordered-window.js';
import type { StoredChunk } from './stored-chunks.js';

/** Reads bytes [startByte, endByte) of one chunk, counted from its start. Do not write to the result. */
export type ReadPart = (startByte: number, endByte: number) => Promise<Uint8Array>;

/** Chunks of more plain bytes are decompressed block by block, since this size comes from the file and may be wrong. */
export const LARGE_CHUNK_BYTES = 8 * 2 ** 20;
/** Blosc never chooses blocks larger than 4 MiB itself. Decompressing one takes up to five times its size. */
export const DEFAULT_MAX_BLOCK_BYTES = 16 * 2 ** 20;
/** Blocks of a pure copy can have any size: they are read in units between these sizes. */
const SMALLEST_COPY_UNIT = 64 * 1024;
const LARGEST_COPY_UNIT = 2 ** 20;
/** Chunks of up to this stored size are read once and kept in memory while they are decompressed. */
const HELD_BYTES = 8 * 2 ** 20;
/** Larger chunks are read twice: in pieces of this size for their digest, then block by block. */
const PIECE_BYTES = 2 ** 20;

/** Whether a chunk is decompressed block by block and not as a whole. */
export function isLarge({ blosc }: StoredChunk): boolean {
  return blosc.nbytes > LARGE_CHUNK_BYTES;
}

/** A `ReadPart` of a chunk that is in memory. */
export function partsOf(stored: Uint8Array): ReadPart {
  return async (startByte, endByte) => stored.subarray(startByte, endByte);
}

/** Plain bytes of a unit that is read at a time: a block or, in a pure copy, a fixed size. Unit i starts at i x this. */
export function unitBytes({ flags, blocksize }: BloscHeader): number {
  if (!bloscFlags(flags).memcpyed) return blocksize;
  return Math.min(Math.max(blocksize, SMALLEST_COPY_UNIT), LARGEST_COPY_UNIT);
}

/** Reads the positions of the blocks of a compressed chunk. Throws FormatError with the chunk's index. */
export async function readBlockTable(chunk: StoredChunk, read: ReadPart): Promise<BlockTable> {
  const sizeBytes = Math.min(blockStartsBytes(chunk.blosc), chunk.blosc.ctbytes - BLOSC_HEADER_BYTES);
  const bytes = await read(BLOSC_HEADER_BYTES, BLOSC_HEADER_BYTES + sizeBytes);
  const context = { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes };
  return blockTable(chunk.blosc, parseBlockStarts(bytes, chunk.blosc, context));
}

/**
 * Compares the digest behind a chunk with that of its bytes. Throws ChecksumError. Returns the stored bytes, digest included, if the
 * chunk is small enough to be kept.
 */
export async function requireStoredDigest(
  chunk: StoredChunk,
  checksum: ChecksumName,
  read: ReadPart,
): Promise<Uint8Array | undefined> {
  const { ctbytes } = chunk.blosc;
  if (chunk.storedBytes <= HELD_BYTES) {
    const stored = await read(0, chunk.storedBytes);
    requireChunkDigest(checksum, chunk, stored, ctbytes);
    return stored;
  }
  const stream = digestStream(checksum);
  for (let at = 0; at < ctbytes; at += PIECE_BYTES) stream.update(await read(at, Math.min(at + PIECE_BYTES, ctbytes)));
  requireSameDigest(chunk, await read(ctbytes, chunk.storedBytes), stream.digest());
  return undefined;
}

/**
 * Decompresses one block into the start of the buffer that `target` returns for its size. Throws FormatError with the chunk's index
 * for a damaged block, and ArgumentError for one larger than `maxBlockBytes`: a kilobyte can pretend to be a block of 700 MB.
 */
export async function decodeBlock(
  chunk: StoredChunk,
  extent: BlockExtent,
  read: ReadPart,
  target: (nbytes: number) => Uint8Array,
  maxBlockBytes?: number,
): Promise<Uint8Array> {
  requireBlockSize(chunk, maxBlockBytes);
  const stored = await read(extent.storedStart, extent.storedEnd);
  const plain = target(extent.nbytes).subarray(0, extent.nbytes);
  try {
    await decompressAsync(singleBlockChunk(chunk.blosc, extent, stored), plain);
  } catch (error) {
    throw fromNative(error, { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes + extent.storedStart });
  }
  return plain;
}

/** Throws ArgumentError for a chunk whose blocks are larger than the limit. */
export function requireBlockSize(
  { blosc, chunkIndex, positionBytes }: StoredChunk,
  maxBlockBytes = DEFAULT_MAX_BLOCK_BYTES,
): void {
  if (blosc.blocksize <= maxBlockBytes) return;
  throw new ArgumentError(
    `chunk ${chunkIndex} has blocks of ${blosc.blocksize} bytes, more than the limit of ${maxBlockBytes}; if you trust the file, raise the limit with --max-block-size`,
    { chunkIndex, offsetBytes: positionBytes, expected: maxBlockBytes, found: blosc.blocksize },
  );
}

/**
 * Yields the plain bytes of one chunk in order, after checking its digest. Decodes several blocks in parallel; the memory does not
 * depend on the size of the chunk. A piece is valid until the next one is requested; `buffers` can be used again for the next
 * chunk.
 */
export async function* plainBlocks(
  chunk: StoredChunk,
  checksum: ChecksumName,
  readFile: ReadPart,
  buffers: Uint8Array[],
  options: Pick<OperationOptions, 'nthreads' | 'signal' | 'maxBlockBytes'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { blosc } = chunk;
  const stored = await requireStoredDigest(chunk, checksum, readFile);
  const read = stored ? partsOf(stored) : readFile;
  if (bloscFlags(blosc.flags).memcpyed) {
    for (let at = BLOSC_HEADER_BYTES; at < blosc.ctbytes; at += LARGEST_COPY_UNIT) {
      throwIfCancelled(options.signal);
      yield read(at, Math.min(at + LARGEST_COPY_UNIT, blosc.ctbytes));
    }
    return;
  }
  const table = await readBlockTable(chunk, read);
  const size = chunkWindow(
    options,
    ({ storedStart, storedEnd }: BlockExtent) => storedEnd - storedStart + 5 * blosc.blocksize,
  );
  yield* mapInOrder(extentsOf(table), size, (extent, slot) => {
    throwIfCancelled(options.signal);
    const target = (nbytes: number) => bufferOf(buffers, slot, nbytes);
    return decodeBlock(chunk, extent, read, target, options.maxBlockBytes);
  });
}

function bufferOf(buffers: Uint8Array[], slot: number, nbytes: number): Uint8Array {
  const old = buffers[slot];
  if (old && old.byteLength >= nbytes) return old;
  const larger = new Uint8Array(nbytes);
  buffers[slot] = larger;
  return larger;
}

function* extentsOf({ count, extent }: BlockTable): Generator<BlockExtent> {
  for (let blockIndex = 0; blockIndex < count; blockIndex++) yield extent(blockIndex);
}
