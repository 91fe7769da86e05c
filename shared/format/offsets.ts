import { ByteReader, ByteWriter } from './bytes.js';
import { FormatError } from './errors.js';
import type { BloscpackHeader } from './header.js';

/** Bytes of one entry, an i64. */
export const OFFSET_BYTES = 8;

/** An entry that is not filled in: reserved for appending, or left by an aborted writer. */
export const UNKNOWN_OFFSET = -1;

/** Bytes of the offsets section by the header: used entries and those reserved for appending; 0n without offsets. */
export function offsetsSectionBytes(header: BloscpackHeader): bigint {
  return header.offsets ? BigInt(OFFSET_BYTES) * (header.nchunks + header.maxAppChunks) : 0n;
}

/**
 * Decodes a page of the offsets section; `bytes` holds whole entries, the first of which belongs to chunk `firstIndex`.
 * Each is `UNKNOWN_OFFSET` or the chunk's position in bytes from the start of the container. The caller
 * checks whether a position is inside the file.
 * Throws FormatError: 'bad-offset' for an entry that is neither, 'truncated' for a part of an entry.
 */
export function parseOffsets(bytes: Uint8Array, firstIndex = 0): number[] {
  const reader = new ByteReader(bytes, 'the offsets section');
  const offsets: number[] = [];
  while (reader.remaining > 0) offsets.push(checkedOffset(reader.i64(), firstIndex + offsets.length));
  return offsets;
}

function checkedOffset(entry: bigint, chunkIndex: number): number {
  const offset = Number(entry);
  if (offset === UNKNOWN_OFFSET || (offset >= 0 && Number.isSafeInteger(offset))) return offset;
  throw new FormatError(
    'bad-offset',
    `the offset of chunk ${chunkIndex} must be -1 or from 0 to ${Number.MAX_SAFE_INTEGER}, found ${entry}`,
    { chunkIndex, found: entry },
  );
}

/** The entries' bytes, 8 each; every offset is `UNKNOWN_OFFSET` or a safe integer. */
export function printOffsets(offsets: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(offsets.length * OFFSET_BYTES);
  const writer = new ByteWriter(bytes);
  for (const offset of offsets) writer.i64(BigInt(offset));
  return bytes;
}
