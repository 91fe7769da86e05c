import { readMany } from '../../../native/read-many.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { fromNative } from '../../engine/native-failures.js';

/**
 * Reads `lengthBytes` bytes from each position into one array, which belongs to the caller; zeros for negative positions.
 * All others must be inside the file. One native call if it can read the file, else one read for each.
 */
export async function readHeads(
  reader: RandomReader,
  positions: Float64Array,
  lengthBytes: number,
): Promise<Uint8Array> {
  const first = positions.find((position) => position >= 0);
  const range = first === undefined ? undefined : reader.fileRange(first, lengthBytes);
  if (range)
    return readMany(range.fd, positions, lengthBytes).catch((error: unknown) => {
      throw fromNative(error, {}, { readFrom: reader.name });
    });
  const heads = new Uint8Array(positions.length * lengthBytes);
  for (const [index, position] of positions.entries()) {
    if (position >= 0) heads.set(await reader.readAt(position, lengthBytes), index * lengthBytes);
  }
  return heads;
}
