import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';

const MAGIC = 'blpk';

/** What follows the last chunk, which ends at `endByte`: nothing, another container, or other bytes. */
export async function followingBytes(reader: RandomReader, endByte: number): Promise<'none' | 'container' | 'bytes'> {
  if (await reader.endsAt(endByte)) return 'none';
  // Byte by byte, since fewer than four may follow and a stream cannot be read twice.
  for (const [index, letter] of [...MAGIC].entries()) {
    const at = endByte + index;
    if (await reader.endsAt(at)) return 'bytes';
    if (Buffer.from(await reader.readAt(at, 1)).toString('latin1') !== letter) return 'bytes';
  }
  return 'container';
}

/**
 * Whether other bytes follow the last chunk. They are not data: the reference can leave some when it packs the last chunk again.
 * Throws FormatError('following-container') for containers that were joined into one file: the second one would be dropped.
 */
export async function refuseFollowing(reader: RandomReader, endByte: number): Promise<boolean> {
  const following = await followingBytes(reader, endByte);
  if (following === 'container') throw followingContainer(endByte);
  return following === 'bytes';
}

export function followingContainer(endByte: number): FormatError {
  return new FormatError(
    'following-container',
    `another container follows the last chunk, from byte ${endByte} on; only one container in a file can be read: split the file there`,
    { offsetBytes: endByte, found: MAGIC },
  );
}
