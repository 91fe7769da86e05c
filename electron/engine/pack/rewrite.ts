import type { BloscpackHeader } from '../../../shared/format/header.js';
import type { ContainerLayout } from '../container/layout.js';
import { type StoredChunk, walkChunks } from '../container/stored-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import type { CompressedSink } from './compressed/compressed-sink.js';

/** A chunk larger than this is copied in pieces. */
const PIECE_BYTES = 8 * 2 ** 20;

export interface RewriteOptions extends Pick<OperationOptions, 'signal' | 'onProgress'> {
  /** The chunks to copy. Default: all chunks in sequence. */
  readonly chunks?: AsyncIterable<StoredChunk>;
}

/**
 * Writes a container with the given header and metadata section and the stored chunks (with their digests) of another one, for
 * example with more room for offsets or metadata. Decompresses nothing. `header` must have the checksum of the source. Returns the
 * size of the new container in bytes. When it throws or is cancelled, the sink has been aborted.
 */
export async function rewriteContainer(
  reader: RandomReader,
  layout: ContainerLayout,
  sink: CompressedSink,
  header: BloscpackHeader,
  metadataSection: Uint8Array,
  options: RewriteOptions = {},
): Promise<number> {
  try {
    throwIfCancelled(options.signal);
    await sink.begin(header, metadataSection);
    let chunksDone = 0;
    let doneBytes = 0;
    for await (const chunk of options.chunks ?? walkChunks(reader, layout)) {
      throwIfCancelled(options.signal);
      await copyChunk(reader, chunk, sink);
      chunksDone++;
      doneBytes += chunk.blosc.nbytes;
      options.onProgress?.({ doneBytes, totalBytes: undefined, chunksDone });
    }
    await reader.requireUnchanged();
    return await sink.finish(header);
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** Copies one stored chunk with its digest. */
export async function copyChunk(reader: RandomReader, chunk: StoredChunk, sink: CompressedSink): Promise<void> {
  if (sink.copyChunk) return sink.copyChunk(chunk.positionBytes, chunk.storedBytes);
  const endByte = chunk.positionBytes + chunk.storedBytes;
  for (let at = chunk.positionBytes; at < endByte; at += PIECE_BYTES) {
    const piece = await reader.readAt(at, Math.min(PIECE_BYTES, endByte - at));
    const isFirst = at === chunk.positionBytes;
    await (isFirst ? sink.writeChunks(piece, Uint32Array.of(piece.byteLength)) : sink.continueChunk(piece));
  }
}
