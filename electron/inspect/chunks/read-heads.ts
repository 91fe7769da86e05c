import { readMany } from '../../../native/read-many.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { fromNative } from '../../engine/native-failures.js';

/**
 * `lengthBytes` bytes from each position, one after the other in memory of the caller's; zeros for negative positions.
 * All the others must lie inside the file. At once where native code can read the file, else one by one.
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
