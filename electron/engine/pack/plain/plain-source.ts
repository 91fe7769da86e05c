import type { FileRange } from '../../../../native/index.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import type { ByteIterable } from '../../io/async-chunks.js';

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
  /** The range of an open file with all of the bytes, for native code; absent in memory, for streams, on Windows. */
  readonly file?: FileRange;
  /** The bytes in order, in pieces of any size. A piece is valid until the next one is requested. Call it once. */
  pieces(): ByteIterable;
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
  if ('pieces' in source) return source;
  return { name: '<stream>', sizeBytes: undefined, pieces: () => source };
}
