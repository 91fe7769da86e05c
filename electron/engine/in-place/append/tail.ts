import { decompress } from '../../../../native/index.js';
import { FormatError } from '../../../../shared/format/errors.js';
import { requireChunkDigest } from '../../container/chunk-digest.js';
import { openChunkIndex } from '../../container/chunk-index.js';
import type { ChunkIndex } from '../../container/chunk-walk.js';
import { refuseFollowing } from '../../container/following.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { StoredChunk } from '../../container/stored-chunks.js';
import type { RandomReader } from '../../io/random-reader.js';
import { fromNative } from '../../native-failures.js';

/** Where new chunks go, and what stands there now. */
export interface Tail {
  /** Chunks that stay as they are. */
  readonly keptChunks: number;
  /** 1 when the last chunk is packed again, 0 when it is full and stays. */
  readonly replacedChunks: 0 | 1;
  /** First byte behind them: here the first new chunk is written. */
  readonly positionBytes: number;
  /** Plain bytes of the chunks that stay. */
  readonly keptPlainBytes: number;
  /** Plain bytes of the last chunk, when it has room and is packed again; empty also when it is full and stays. */
  readonly lastPlain: Uint8Array;
  /** Bytes behind the last chunk that no chunk uses, as the reference can leave them: an append cuts them off. */
  readonly deadBytes: number;
}

/** What an append reports of the bytes that it cuts off. */
export function cutBytesOf({ deadBytes }: Tail): { readonly cutBytes?: number } {
  return deadBytes > 0 ? { cutBytes: deadBytes } : {};
}

/** Plain bytes of the container before anything is added. */
export function presentBytes({ keptPlainBytes, lastPlain }: Tail): number {
  return keptPlainBytes + lastPlain.byteLength;
}

/**
 * Finds the end of the chunks and decodes the last one if it has room. Throws FormatError for a container that cannot be
 * appended to as it is: damaged at the end, or with chunks of differing sizes.
 */
export async function readTail(reader: RandomReader, layout: ContainerLayout): Promise<Tail> {
  requireAppendable(layout);
  const index = openChunkIndex(reader, layout);
  const nchunks = await index.count();
  requireNotOnlyEmpty(layout, nchunks);
  const last = await lastChunk(index, nchunks);
  const { chunkSize } = layout.header;
  const endByte = last.positionBytes + last.storedBytes;
  const keptPlainBytes = last.plainStartByte;
  const isFollowed = await refuseFollowing(reader, endByte);
  const deadBytes = isFollowed ? reader.sizeBytes - endByte : 0;
  if (last.blosc.nbytes === chunkSize && chunkSize > 0) {
    return {
      keptChunks: nchunks,
      replacedChunks: 0,
      positionBytes: endByte,
      keptPlainBytes: keptPlainBytes + last.blosc.nbytes,
      lastPlain: new Uint8Array(0),
      deadBytes,
    };
  }
  const lastPlain = await decodeChunk(reader, layout, last);
  return {
    keptChunks: nchunks - 1,
    replacedChunks: 1,
    positionBytes: last.positionBytes,
    keptPlainBytes,
    lastPlain,
    deadBytes,
  };
}

function requireAppendable({ header }: ContainerLayout): void {
  if (header.chunkSize >= 0) return;
  throw new FormatError(
    'bad-header',
    'the header does not tell the size of the chunks, so nothing can be appended; `blpk recompress` makes a container that can',
    { offsetBytes: 8, found: header.chunkSize },
  );
}

/** One empty chunk is an empty container, whose first bytes decide how large its chunks are. Of more, all but one would stay. */
function requireNotOnlyEmpty({ header }: ContainerLayout, nchunks: number): void {
  if (header.chunkSize > 0 || nchunks <= 1) return;
  throw new FormatError(
    'bad-header',
    `the header counts ${nchunks} chunks of 0 bytes, so nothing can be appended; \`blpk recompress\` makes a container that can`,
    { offsetBytes: 8, found: nchunks },
  );
}

async function lastChunk(index: ChunkIndex, nchunks: number): Promise<StoredChunk> {
  if (nchunks > 0) return index.chunk(nchunks - 1);
  throw new FormatError('truncated', 'the container has no chunk at all; `blpk repair` can tell what is left of it');
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
