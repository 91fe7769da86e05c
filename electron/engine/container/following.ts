import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';

const MAGIC = 'blpk';

/** What stands behind the last chunk, which ends at `endByte`: nothing, another container, or bytes that mean nothing. */
export async function followingBytes(reader: RandomReader, endByte: number): Promise<'none' | 'container' | 'bytes'> {
  if (await reader.endsAt(endByte)) return 'none';
  // Byte by byte where there are fewer than a marker: a stream cannot be asked for its end and then go back.
  for (const [index, letter] of [...MAGIC].entries()) {
    const at = endByte + index;
    if (await reader.endsAt(at)) return 'bytes';
    if (Buffer.from(await reader.readAt(at, 1)).toString('latin1') !== letter) return 'bytes';
  }
  return 'container';
}

/**
 * Answers whether other bytes follow. Containers that were joined into one file are refused, FormatError
 * ('following-container'): the second would be dropped. Other bytes can be the rest of a longer last chunk that the reference
 * has packed again, and are no part of the data.
 */
export async function refuseFollowing(reader: RandomReader, endByte: number): Promise<boolean> {
  const following = await followingBytes(reader, endByte);
  if (following === 'container') throw followingContainer(endByte);
  return following === 'bytes';
}

export function followingContainer(endByte: number): FormatError {
  return new FormatError(
    'following-container',
    `another container follows the last chunk, from byte ${endByte} on; a file is read as one container: split it there`,
    { offsetBytes: endByte, found: MAGIC },
  );
}
