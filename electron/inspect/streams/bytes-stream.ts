import { ArgumentError } from '../../../shared/format/errors.js';
import type { DocumentStream } from '../inspect-service.js';
import { storedBytesOf } from '../stored-bytes.js';
import { once } from './block-stream.js';

const MAX_BYTES = 2 ** 20;

/** Stored bytes of the file, or of a chunk; fewer if it ends earlier. */
export const bytesStream: DocumentStream<'inspect.bytes'> = async (document, { startByte, endByte, chunkIndex }) => {
  if (endByte < startByte || endByte - startByte > MAX_BYTES) {
    throw new ArgumentError(`bytes ${startByte} to ${endByte} are not at most ${MAX_BYTES} bytes of the file`);
  }
  const { sizeBytes, read } = await storedBytesOf(document, chunkIndex);
  const start = Math.min(startByte, sizeBytes);
  const bytes = await read(start, Math.min(endByte, sizeBytes));
  return { headers: {}, contentType: 'application/octet-stream', sizeBytes: bytes.byteLength, body: once(bytes) };
};
