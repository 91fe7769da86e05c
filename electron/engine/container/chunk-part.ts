import type { FileRange } from '../../../native/index.js';
import { readPart } from '../../../native/read-part.js';
import { bloscFlags, printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { RandomReader } from '../io/random-reader.js';
import { rangeInFile } from '../io/range-in-file.js';
import { fromNative } from '../native-failures.js';
import { requireBlockSize } from './chunk-blocks.js';
import type { StoredChunk } from './stored-chunks.js';

/** Bytes [startByte, endByte). */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** The file that holds a chunk, if native code can read it and a read costs almost nothing. */
export async function fileOfChunk(
  reader: RandomReader,
  { positionBytes, storedBytes }: StoredChunk,
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
  // Not filled with zeros, which takes as long as reading a block of zeros: on failure it is not returned.
  const plain = new Uint8Array(Buffer.allocUnsafeSlow(endByte - startByte).buffer);
  try {
    await readPart({ stored, header: printBloscHeader(blosc), digest: checksum, startByte }, plain);
  } catch (error) {
    throw fromNative(error, { chunkIndex, offsetBytes: positionBytes }, { readFrom: file });
  }
  return plain;
}
