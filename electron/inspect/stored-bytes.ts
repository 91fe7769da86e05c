import { ArgumentError } from '../../shared/format/errors.js';
import type { StoredBytes } from './chunks/chunk-table.js';
import type { OpenDocument } from './document.js';

/** The bytes of the document's file or, with an index, those of a chunk in a file of its own. Throws ArgumentError for another chunk. */
export async function storedBytesOf(
  { reader, chunks }: OpenDocument,
  chunkIndex: number | undefined,
): Promise<StoredBytes> {
  if (chunkIndex === undefined) {
    return { sizeBytes: reader.sizeBytes, read: (start, end) => reader.readAt(start, end - start) };
  }
  const bytes = await chunks?.ownFile?.(chunkIndex);
  if (bytes) return bytes;
  throw new ArgumentError(`chunk ${chunkIndex} has no file of its own`);
}
