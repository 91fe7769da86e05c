import type { RunSource } from '../../../native/runs.js';

/** Reads a container by position: from a file, from memory or from a stream. */
export interface RandomReader {
  /** Name for messages: a path, or `<memory>`. */
  readonly name: string;
  /** Size in bytes; Infinity for a stream, whose size is not known. */
  readonly sizeBytes: number;
  /**
   * As many bytes arrive in the time that one more read takes: reads that are nearer to each other are better made one. Such a reader
   * keeps in memory what it read last, so that a range can be read before it is needed. Undefined for what is on this machine,
   * where a read costs almost nothing.
   */
  readonly costOfRequestBytes?: number;
  /**
   * The bytes from a position on that are in one piece, for native code: a range of an open file, or bytes in memory, which it must
   * not write to. Where they have to be read into memory first (streams, Windows), no more than `maxReadBytes`.
   */
  span(positionBytes: number, maxReadBytes: number): Promise<RunSource>;
  /**
   * Exactly `lengthBytes` bytes at `positionBytes`. A memory reader returns a view of its own memory: do not write to it.
   * Throws FormatError('truncated') when the file or stream ends before.
   */
  readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array>;
  /** Whether there is no byte at or after this position. A stream has to wait for its next bytes. */
  endsAt(positionBytes: number): Promise<boolean>;
  /**
   * Throws IoError('ESTALE') when the file may have been changed since it was opened, so that old and new content may have been
   * read. Call it after the last read, before the result is used. `tolerant`: unused slots, which an append fills, may have been
   * read during an append.
   */
  requireUnchanged(tolerant?: boolean): Promise<void>;
  /**
   * While the open file has this stamp, `requireUnchanged` does not throw, so that native code can look after it has read. Undefined where
   * more has to be compared. Absent for what is no file.
   */
  stamp?(): BigInt64Array | undefined;
  close(): Promise<void>;
}
