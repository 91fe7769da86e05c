import type { JsonValue } from '../../../../shared/format/json.js';

/** What is known of the data before the first byte of them. */
export interface PlainInfo {
  /** Bytes in all; undefined when the container was streamed and does not say. */
  readonly sizeBytes: number | undefined;
  /** The container's metadata, decoded; undefined when there are none. */
  readonly metadata: JsonValue | undefined;
}

/** Where uncompressed bytes go. `finish` or `abort` ends a sink's life, never both. */
export interface PlainSink {
  readonly name: string;
  begin(info: PlainInfo): Promise<void>;
  /**
   * After `begin`: an open file in which native code may put the bytes itself, plain byte 0 at `positionBytes`, in any order.
   * `write` is not called then.
   */
  readonly file?: { readonly fd: number; readonly positionBytes: number } | undefined;
  /** Takes the next bytes, in order. They belong to the caller again once the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}
