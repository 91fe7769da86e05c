import { decompress } from '../../../../native/index.js';
import { FormatError } from '../../../../shared/format/errors.js';
import { openChunkIndex } from '../../container/chunk-index.js';
import type { ChunkIndex } from '../../container/chunk-walk.js';
import { requireChunkDigest } from '../../container/digest.js';
import { refuseFollowing } from '../../container/following.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { StoredChunk } from '../../container/stored-chunks.js';
import type { RandomReader } from '../../io/random-reader.js';
import { fromNative } from '../../native-failures.js';

/** The end of a container: where the first new chunk is written, and which data are there now. */
export interface Tail {
  /** Number of chunks that are not changed. */
  readonly keptChunks: number;
  /** 1 when the last chunk is packed again, 0 when it is full and kept. */
  readonly replacedChunks: 0 | 1;
  /** First byte behind the kept chunks: the first new chunk is written here. */
  readonly positionBytes: number;
  /** Plain bytes of the kept chunks. */
  readonly keptPlainBytes: number;
  /** Plain data of the last chunk when it is packed again; empty when it is full and kept. */
  readonly lastPlain: Uint8Array;
  /** Bytes behind the last chunk that belong to no chunk (the reference can leave some): an append removes them. */
  readonly unusedBytes: number;
}

/** The part of the result that reports the removed bytes. */
export function cutBytesOf({ unusedBytes }: Tail): { readonly cutBytes?: number } {
  return unusedBytes > 0 ? { cutBytes: unusedBytes } : {};
}

/** Plain bytes of the container before anything is added. */
export function presentBytes({ keptPlainBytes, lastPlain }: Tail): number {
  return keptPlainBytes + lastPlain.byteLength;
}

/**
 * Finds the end of the chunks and decodes the last one unless it is full. Throws FormatError for a container to which nothing can
 * be appended: damaged at its end, joined with another container, or with chunks of different sizes.
 */
export async function readTail(reader: RandomReader, layout: ContainerLayout): Promise<Tail> {
  requireAppendable(layout);
  const index = openChunkIndex(reader, layout);
  const nchunks = await index.count();
  requireNotOnlyEmpty(layout, nchunks);
  const last = await lastChunk(index, nchunks);
  const { chunkSize } = layout.header;
  requireFullChunks(last, chunkSize);
  const endByte = last.positionBytes + last.storedBytes;
  const keptPlainBytes = last.plainStartByte;
  const isFollowed = await refuseFollowing(reader, endByte);
  const unusedBytes = isFollowed ? reader.sizeBytes - endByte : 0;
  if (last.blosc.nbytes === chunkSize && chunkSize > 0) {
    return {
      keptChunks: nchunks,
      replacedChunks: 0,
      positionBytes: endByte,
      keptPlainBytes: keptPlainBytes + last.blosc.nbytes,
      lastPlain: new Uint8Array(0),
      unusedBytes,
    };
  }
  const lastPlain = await decodeChunk(reader, layout, last);
  return {
    keptChunks: nchunks - 1,
    replacedChunks: 1,
    positionBytes: last.positionBytes,
    keptPlainBytes,
    lastPlain,
    unusedBytes,
  };
}

function requireAppendable({ header }: ContainerLayout): void {
  if (header.chunkSize >= 0) return;
  throw new FormatError(
    'bad-header',
    'the header does not state the size of the chunks, so nothing can be appended; `blpk recompress` makes a container that can',
    { offsetBytes: 8, found: header.chunkSize },
  );
}

/** One empty chunk is an empty container, which can be appended to. Several empty chunks would stay in front of the data. */
function requireNotOnlyEmpty({ header }: ContainerLayout, nchunks: number): void {
  if (header.chunkSize > 0 || nchunks <= 1) return;
  throw new FormatError(
    'bad-header',
    `the header counts ${nchunks} chunks of 0 bytes, so nothing can be appended; \`blpk recompress\` makes a container that can`,
    { offsetBytes: 8, found: nchunks },
  );
}

/**
 * Where the header does not count the chunks, each is read as if it could be the last one, and may be shorter. With a chunk behind it the
 * header would have counts with which it is damaged.
 */
function requireFullChunks({ chunkIndex, plainStartByte }: StoredChunk, chunkSize: number): void {
  if (plainStartByte === chunkIndex * chunkSize) return;
  throw new FormatError(
    'bad-chunk',
    `a chunk before the last is shorter than the ${chunkSize} bytes of a chunk, so nothing can be appended; \`blpk recompress\` makes a container that can`,
    { expected: chunkIndex * chunkSize, found: plainStartByte },
  );
}

async function lastChunk(index: ChunkIndex, nchunks: number): Promise<StoredChunk> {
  if (nchunks > 0) return index.chunk(nchunks - 1);
  throw new FormatError('truncated', 'the container has no chunk; `blpk repair` can show what is left of it');
}

async function decodeChunk(reader: RandomReader, layout: ContainerLayout, chunk: StoredChunk): Promise<Uint8Array> {
  const stored = await reader.readAt(chunk.positionBytes, chunk.storedBytes);
  requireChunkDigest(layout.header.checksum, chunk, stored, chunk.blosc.ctbytes);
  const plain = new Uint8Array(chunk.blosc.nbytes);
  try {
    decompress(stored.subarray(0, chunk.blosc.ctbytes), plain);
  } catch (error) {
    throw fromNative(error, { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes });
  }
  return plain;
}
