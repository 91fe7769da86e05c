import type { FileRange } from '../../../native/index.js';

/** Reads of a container by position. File, memory, and (later) network readers answer the same two questions. */
export interface RandomReader {
  /** What to call it in messages: a path, or `<memory>`. */
  readonly name: string;
  /** Bytes in all; Infinity for a stream, which does not know. */
  readonly sizeBytes: number;
  /** Where native code may read these bytes itself; undefined where it cannot (memory, streams, Windows) or must not. */
  fileRange(positionBytes: number, lengthBytes: number): FileRange | undefined;
  /**
   * Exactly `lengthBytes` bytes at `positionBytes`. A memory reader returns a view of its own memory: do not write to it.
   * Throws FormatError('truncated') when they are not all there.
   */
  readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array>;
  /** Whether the file has no byte at or after this position. A stream has to look; the others know. */
  endsAt(positionBytes: number): Promise<boolean>;
  /**
   * Throws IoError('ESTALE') when the file may have been changed since it was opened, in a way that lets old and new content
   * mix. Asked once all has been read, before the result is trusted. `tolerant`: places that an append fills, and whose old
   * content is nothing, may have been read while one did.
   */
  requireUnchanged(tolerant?: boolean): Promise<void>;
  close(): Promise<void>;
}
