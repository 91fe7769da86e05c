import type { FileRange } from '../../../native/index.js';
import { readFirstPart, readPart } from '../../../native/read-part.js';
import { BLOSC_HEADER_BYTES, bloscFlags, printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { RandomReader } from '../io/random-reader.js';
import { rangeInFile } from '../io/range-in-file.js';
import { fromNative } from '../native-failures.js';
import { DEFAULT_MAX_BLOCK_BYTES, requireBlockSize } from './chunk-blocks.js';
import type { UnreadChunk } from './chunk-walk.js';
import type { StoredChunk } from './stored-chunks.js';

/** Bytes [startByte, endByte). */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** The file that holds a chunk, if native code can read it and a read costs almost nothing. */
export async function fileOfChunk(
  reader: RandomReader,
  { positionBytes, storedBytes }: Pick<StoredChunk, 'positionBytes' | 'storedBytes'>,
): Promise<FileRange | undefined> {
  return reader.costOfRequestBytes === undefined ? rangeInFile(reader, positionBytes, storedBytes) : undefined;
}

/**
 * Plain bytes of a chunk by one native call, which reads and decompresses the blocks that hold them; `checksum` is compared first, `None`
 * where that was done. In new memory. Throws as `decodeBlock` does, and ChecksumError.
 */
export async function readChunkPart(
  stored: FileRange,
  file: string,
  chunk: StoredChunk,
  checksum: ChecksumName,
  { startByte, endByte }: ByteRange,
  maxBlockBytes?: number,
): Promise<Uint8Array> {
  const { blosc, chunkIndex, positionBytes } = chunk;
  if (!bloscFlags(blosc.flags).memcpyed) requireBlockSize(chunk, maxBlockBytes);
  const plain = unfilled(endByte - startByte);
  try {
    await readPart({ stored, header: printBloscHeader(blosc), digest: checksum, startByte }, plain);
  } catch (error) {
    throw fromNative(error, { chunkIndex, offsetBytes: positionBytes }, { readFrom: file });
  }
  return plain;
}

/** Not filled with zeros, which takes as long as reading a block of zeros. */
function unfilled(sizeBytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(sizeBytes).buffer);
}

/** Plain bytes of a chunk, and what was found on the way. */
export interface FirstPart {
  readonly plain: Uint8Array;
  /** The header of the chunk. */
  readonly header: Uint8Array;
  /** Whether the file still had the stamp of the reader when all was read. */
  readonly isUnchanged: boolean;
}

/**
 * `readChunkPart` of a chunk whose header was not read, together with the header. Undefined where the chunk is not in a file, or is not as
 * it should be.
 */
export async function readFirstChunkPart(
  reader: RandomReader,
  chunk: UnreadChunk,
  digest: ChecksumName,
  { startByte, endByte }: ByteRange,
  maxBlockBytes = DEFAULT_MAX_BLOCK_BYTES,
): Promise<FirstPart | undefined> {
  const stored = await fileOfChunk(reader, chunk);
  if (!stored) return undefined;
  const plain = unfilled(endByte - startByte);
  const header = new Uint8Array(BLOSC_HEADER_BYTES);
  const stamp = reader.stamp?.() ?? NO_STAMP;
  const largestBlockBytes = Math.min(maxBlockBytes, MAX_INT32);
  const part = { stored, size: chunk.size, largestBlockBytes, digest, startByte, stamp };
  // What it fails with is found again, and located, by those who read the header first.
  const found = await readFirstPart(part, plain, header).catch(() => 'unexpected');
  return found === 'unexpected' ? undefined : { plain, header, isUnchanged: found === 'read-unchanged' };
}

const NO_STAMP = new BigInt64Array(0);
const MAX_INT32 = 2 ** 31 - 1;
