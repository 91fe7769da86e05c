/** A file on a server, of which any range can be asked for. `rangeReader` makes a `RandomReader` of it. */
export interface RangeSource {
  /** For messages: the address without credentials. */
  readonly name: string;
  readonly sizeBytes: number;
  /**
   * What is the same only for the same bytes at the same address, such as the address with a strong ETag; undefined where the server
   * gives nothing of the kind. With it, bytes are kept on disk for the next time.
   */
  readonly contentKey: string | undefined;
  /** Bytes that opening has brought along, from byte 0 on. May be empty. */
  readonly firstBytes: Uint8Array;
  /**
   * Exactly the bytes [startByte, endByte) of the content that was opened; the range is inside it. Tries again by itself. Throws
   * IoError: 'ESTALE' when the content has changed, so that old and new bytes are never mixed.
   */
  read(startByte: number, endByte: number): Promise<Uint8Array>;
  /** Ends everything that is under way. */
  close(): Promise<void>;
}
