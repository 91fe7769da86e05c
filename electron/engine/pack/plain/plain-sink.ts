import type { JsonValue } from '../../../../shared/format/json.js';

/** What is known of the data before their first byte. */
export interface PlainInfo {
  /** Size in bytes; undefined when the container was streamed and does not state it. */
  readonly sizeBytes: number | undefined;
  /** The container's metadata, decoded; undefined when there are none. */
  readonly metadata: JsonValue | undefined;
}

/** The output for uncompressed bytes. Call either `finish` or `abort`, once, last. */
export interface PlainSink {
  readonly name: string;
  begin(info: PlainInfo): Promise<void>;
  /**
   * After `begin`: an open file to which native code may write the bytes itself, in any order, plain byte 0 at `positionBytes`.
   * `write` is not called then.
   */
  readonly file?: { readonly fd: number; readonly positionBytes: number } | undefined;
  /**
   * Memory for `sizeBytes` plain bytes from `startByte` on, or for fewer, to which native code may write them; all before are there or will be
   * written. They are then given to `write`, which need not copy them.
   */
  room?(startByte: number, sizeBytes: number): Uint8Array;
  /** Writes the next bytes, in order. The caller may reuse their memory when the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Removes what was written. */
  abort(): Promise<void>;
}
