import { throwIfCancelled } from '../../engine/operation.js';
import { requireChunks } from '../document.js';
import type { DocumentExport } from '../inspect-service.js';

const PIECE_BYTES = 2 ** 20;

/** One chunk, decompressed or as stored: Blosc header, data and digest. */
export const exportChunk: DocumentExport<'chunk'> = async (document, { chunkIndex, as }, signal) => {
  const { table } = requireChunks(document);
  const chunk = await table.chunk(chunkIndex);
  const isPlain = as === 'plain';
  const sizeBytes = isPlain ? chunk.blosc.nbytes : chunk.storedBytes;
  return {
    headers: {},
    contentType: 'application/octet-stream',
    fileName: `${document.overview.file.name}.chunk-${chunkIndex}.${isPlain ? 'dat' : 'blosc'}`,
    sizeBytes,
    body: pieces((start, end) => table[as](chunk, start, end), sizeBytes, signal),
  };
};

type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

async function* pieces(read: ReadBytes, sizeBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
    throwIfCancelled(signal);
    yield await read(at, Math.min(sizeBytes, at + PIECE_BYTES));
  }
}
