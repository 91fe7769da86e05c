import type { FileRange } from '../../../../native/index.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { type ByteIterable, rechunk } from '../../io/async-chunks.js';

/** Plain bytes in memory, or where native code finds them in an open file. */
export type PlainChunk = Uint8Array | FileRange;

/**
 * Where uncompressed bytes come from. Any iterable of `Uint8Array` pieces is a source too (`asPlainSource`), so a generator,
 * sync or async, will do.
 */
export interface PlainSource {
  readonly name: string;
  /** Bytes in all, when known beforehand. */
  readonly sizeBytes: number | undefined;
  /** Bytes of one item, for arrays: the default typesize, and the chunk size must be a multiple of it. */
  readonly itemsize?: number;
  /** Metadata that belong to the data, for arrays: dtype, shape and order. */
  readonly metadata?: JsonValue;
  /**
   * The bytes in order, in chunks of `chunkSizeBytes` each but the last; an empty source yields one empty chunk. A chunk's
   * memory stays valid until `held` more chunks have been asked for.
   */
  chunks(chunkSizeBytes: number, held: number): AsyncIterable<PlainChunk> | Iterable<PlainChunk>;
  /**
   * Throws IoError('ESTALE') when the bytes given may be of several moments. Asked once all have been read, before the result
   * gets its name. Without it they cannot change: memory, or a stream.
   */
  requireUnchanged?(): Promise<void>;
  /** Releases what the source opened itself. Called by `pack` in every case. */
  close?(): Promise<void>;
}

/** Makes a source of anything that yields bytes; pieces may have any size. */
export function asPlainSource(source: PlainSource | ByteIterable): PlainSource {
  if ('chunks' in source) return source;
  return {
    name: '<stream>',
    sizeBytes: undefined,
    chunks: (chunkSizeBytes, held) => rechunk(source, chunkSizeBytes, held),
  };
}
