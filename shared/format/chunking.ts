import { ArgumentError } from './errors.js';
import { MAX_CHUNK_SIZE } from './header.js';
import { MAX_INT64 } from './int64.js';

const DEFAULT_APPEND_FACTOR = 10n;

/** How plain bytes are divided into chunks: `nchunks - 1` chunks of `chunkSize` bytes and one of `lastChunk` bytes. */
export interface Chunking {
  readonly nchunks: number;
  readonly chunkSize: number;
  readonly lastChunk: number;
}

/**
 * Divides `sizeBytes` bytes into chunks of `chunkSizeBytes` (1 to MAX_CHUNK_SIZE); the last one can be shorter. A chunk is never
 * larger than the input; an empty input is one empty chunk.
 * ArgumentError when an argument is out of range.
 */
export function planChunks(sizeBytes: number, chunkSizeBytes: number): Chunking {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
    throw new ArgumentError(`the size must be a whole number of bytes, found ${sizeBytes}`, { found: sizeBytes });
  }
  if (sizeBytes === 0) return { nchunks: 1, chunkSize: 0, lastChunk: 0 };
  if (!Number.isInteger(chunkSizeBytes) || chunkSizeBytes < 1 || chunkSizeBytes > MAX_CHUNK_SIZE) {
    throw new ArgumentError(`the chunk size must be from 1 to ${MAX_CHUNK_SIZE} bytes, found ${chunkSizeBytes}`, {
      found: chunkSizeBytes,
    });
  }
  const chunkSize = Math.min(chunkSizeBytes, sizeBytes);
  const lastChunk = sizeBytes % chunkSize || chunkSize;
  return { nchunks: (sizeBytes - lastChunk) / chunkSize + 1, chunkSize, lastChunk };
}

/** Slots to reserve for appending by default: ten for each chunk, as long as all counts fit an int64. */
export function defaultMaxAppChunks(nchunks: number): bigint {
  const count = BigInt(nchunks);
  const wanted = DEFAULT_APPEND_FACTOR * count;
  return wanted > MAX_INT64 - count ? MAX_INT64 - count : wanted;
}

/** Plain bytes of one chunk; ArgumentError when there is no such chunk. */
export function chunkNbytes(chunking: Chunking, chunkIndex: number): number {
  const { nchunks, chunkSize, lastChunk } = chunking;
  if (!Number.isInteger(chunkIndex) || chunkIndex < 0 || chunkIndex >= nchunks) {
    throw new ArgumentError(`there is no chunk ${chunkIndex}: chunks are 0 to ${nchunks - 1}`, { chunkIndex });
  }
  return chunkIndex === nchunks - 1 ? lastChunk : chunkSize;
}
