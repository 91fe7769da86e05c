import { UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { Affected } from './affected.js';
import { type Problem, problem } from './problems.js';

/** All offsets are -1; `positionBytes` is where their section starts. */
export function offsetsNeverFilled(positionBytes: number, nchunks: number): Problem {
  const what = `none of the ${nchunks} offsets from byte ${positionBytes} on was filled in, as an aborted writer leaves them`;
  return problem('offsets-unknown', what, { offsetBytes: positionBytes, expected: nchunks, found: 0 });
}

/** A chunk was found by its offset, and not at `endByte`, where the one before it says it ends. */
export function notContiguous(chunkIndex: number, positionBytes: number, endByte: number, affected: Affected): Problem {
  const what = `chunk ${chunkIndex} is at byte ${positionBytes} and not at byte ${endByte}, where what precedes it ends`;
  const place = { chunkIndex, offsetBytes: positionBytes, expected: endByte, found: positionBytes };
  return problem('not-contiguous', what, { ...place, ...affected });
}

/** The entry stored at `entryBytes` (undefined: -1) is not where the chunk is. */
export function wrongOffset(
  chunkIndex: number,
  entryBytes: number,
  positionBytes: number,
  entry: bigint | undefined,
  affected: Affected,
): Problem {
  const found = entry ?? UNKNOWN_OFFSET;
  const what = `the offset of chunk ${chunkIndex}, stored at byte ${entryBytes}, is ${found}, but the chunk is at byte ${positionBytes}`;
  const place = { chunkIndex, offsetBytes: entryBytes, expected: positionBytes, found };
  return problem('bad-offset', what, { ...place, ...affected });
}

/** An entry reserved for appending is filled. */
export function unusedOffset(index: number, entryBytes: number, value: bigint): Problem {
  const what = `entry ${index} of the offsets, stored at byte ${entryBytes} and reserved for appending, is ${value} and not -1`;
  return problem('unused-offset', what, { offsetBytes: entryBytes, expected: UNKNOWN_OFFSET, found: value });
}

/** The file goes on behind its last chunk. */
export function trailingBytes(endByte: number, fileBytes: number): Problem {
  const what = `${fileBytes - endByte} bytes follow the last chunk, which ends at byte ${endByte}`;
  return problem('trailing-bytes', what, { offsetBytes: endByte, expected: endByte, found: fileBytes });
}
