import { throwIfCancelled } from '../../engine/operation.js';
import { type OpenDocument, requireChunks } from '../document.js';
import type { DocumentExport } from '../inspect-service.js';

const PIECE_BYTES = 2 ** 20;

/** One chunk, decompressed or as stored: Blosc header, data and digest. */
export const exportChunk: DocumentExport<'chunk'> = async (document, { chunkIndex, as }, signal) => {
  const { table } = requireChunks(document);
  const chunk = await table.chunk(chunkIndex);
  const isPlain = as === 'plain';
  const start = isPlain ? chunk.plainStartByte : chunk.positionBytes;
  const sizeBytes = isPlain ? chunk.blosc.nbytes : chunk.storedBytes;
  return {
    headers: {},
    contentType: 'application/octet-stream',
    fileName: `${document.overview.file.name}.chunk-${chunkIndex}.${isPlain ? 'dat' : 'blosc'}`,
    sizeBytes,
    body: pieces(reading(document, isPlain), start, start + sizeBytes, signal),
  };
};

type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

function reading({ container, reader }: OpenDocument, isPlain: boolean): ReadBytes {
  if (isPlain && container) return (start, end) => container.readBytes(start, end);
  return (start, end) => reader.readAt(start, end - start);
}

async function* pieces(read: ReadBytes, start: number, end: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) {
    throwIfCancelled(signal);
    yield await read(at, Math.min(end, at + PIECE_BYTES));
  }
}
