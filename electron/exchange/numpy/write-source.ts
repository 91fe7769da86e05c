import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { containerMetadata } from '../container/container-attributes.js';
import type { NewDataset, WriteOptions } from '../dataset.js';

/**
 * Writes an array to a sink that makes a `.npy` header from metadata, up to the sink's `finish`, which is left to the caller. Closes
 * the source. When it throws, the sink has been aborted.
 */
export async function writeSource(
  { spec }: NewDataset,
  source: PlainSource,
  sink: PlainSink,
  { signal, onProgress }: WriteOptions,
): Promise<void> {
  const totalBytes = arrayNbytes(spec);
  let doneBytes = 0;
  try {
    await sink.begin({ sizeBytes: totalBytes, metadata: containerMetadata(spec, new Map(), source.metadata) });
    for await (const piece of source.pieces()) {
      throwIfCancelled(signal);
      await sink.write(piece);
      doneBytes += piece.byteLength;
      onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
    }
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close?.();
  }
}
