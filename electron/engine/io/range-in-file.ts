import type { FileRange } from '../../../native/index.js';
import type { RandomReader } from './random-reader.js';

/** Where bytes of a reader are in an open file, for native code; undefined for those in memory or on a server. */
export async function rangeInFile(
  reader: Pick<RandomReader, 'span'>,
  positionBytes: number,
  lengthBytes: number,
): Promise<FileRange | undefined> {
  const span = await reader.span(positionBytes, 0);
  return span instanceof Uint8Array || span.lengthBytes < lengthBytes ? undefined : { ...span, lengthBytes };
}
