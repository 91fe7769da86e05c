import { ArgumentError } from '../../../shared/format/errors.js';
import type { DocumentStream } from '../inspect-service.js';
import { once } from './block-stream.js';

const MAX_BYTES = 2 ** 20;

/** Stored bytes of the file; fewer if it ends earlier. */
export const bytesStream: DocumentStream<'inspect.bytes'> = async ({ reader }, { startByte, endByte }) => {
  if (endByte < startByte || endByte - startByte > MAX_BYTES) {
    throw new ArgumentError(`bytes ${startByte} to ${endByte} are not at most ${MAX_BYTES} bytes of the file`);
  }
  const start = Math.min(startByte, reader.sizeBytes);
  const bytes = await reader.readAt(start, Math.min(endByte, reader.sizeBytes) - start);
  return { headers: {}, contentType: 'application/octet-stream', sizeBytes: bytes.byteLength, body: once(bytes) };
};
