import type { FileRange } from '../../../../native/index.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { type ByteIterable, rechunk } from '../../io/async-chunks.js';

/** Plain bytes in memory, or a range of an open file for native code. */
export type PlainChunk = Uint8Array | FileRange;

/**
 * Uncompressed bytes. Any iterable of `Uint8Array` pieces, such as a generator or an async generator, can be a source too
 * (`asPlainSource`).
 */
export interface PlainSource {
  readonly name: string;
  /** Size in bytes; undefined when it is not known in advance. */
  readonly sizeBytes: number | undefined;
  /** Bytes of one item, for arrays: the default typesize. The chunk size is a multiple of it. */
  readonly itemsize?: number;
  /** Metadata of the data, for arrays: dtype, shape and order. */
  readonly metadata?: JsonValue;
  /**
   * The bytes in order, in chunks of `chunkSizeBytes` each but the last; an empty source yields one empty chunk. A chunk's
   * memory stays valid until `held` more chunks are requested.
   */
  chunks(chunkSizeBytes: number, held: number): AsyncIterable<PlainChunk> | Iterable<PlainChunk>;
  /**
   * Throws IoError('ESTALE') when the source may have been changed while it was read. Called after the last read, before the output
   * gets its name. Absent where the bytes cannot change: memory, or a stream.
   */
  requireUnchanged?(): Promise<void>;
  /** Closes what the source opened. `pack` always calls it. */
  close?(): Promise<void>;
}

/** Makes a source from anything that yields bytes; pieces may have any size. */
export function asPlainSource(source: PlainSource | ByteIterable): PlainSource {
  if ('chunks' in source) return source;
  return {
    name: '<stream>',
    sizeBytes: undefined,
    chunks: (chunkSizeBytes, held) => rechunk(source, chunkSizeBytes, held),
  };
}
