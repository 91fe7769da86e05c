/** Reads of a container by position. File, memory, and (later) network readers answer the same two questions. */
export interface RandomReader {
  /** What to call it in messages: a path, or `<memory>`. */
  readonly name: string;
  /** Bytes in all; Infinity for a stream, which does not know. */
  readonly sizeBytes: number;
  /** An open descriptor that native code may read from, for files on systems where that works. */
  readonly fd: number | undefined;
  /**
   * Exactly `lengthBytes` bytes at `positionBytes`. A memory reader returns a view of its own memory: do not write to it.
   * Throws FormatError('truncated') when they are not all there.
   */
  readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array>;
  /** Whether the file has no byte at or after this position. A stream has to look; the others know. */
  endsAt(positionBytes: number): Promise<boolean>;
  close(): Promise<void>;
}
