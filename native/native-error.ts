/**
 * The codes of errors:
 * - `bad-argument`: an argument of the wrong type or out of range, items that a chunk does not have, overlapping buffers
 * - `bad-chunk`: the bytes are not a valid Blosc chunk, or its plain size is not the expected one
 * - `checksum-mismatch`: the stored digest and the digest of the stored bytes differ
 * - `short-read`: the file ends before the requested bytes
 * - `io`: the operating system failed to read or write; `fields` has `errno`, `syscall` and `positionBytes`
 * - `codec-failed`: the compressed streams of a valid chunk do not decompress, or C-Blosc or zlib failed otherwise
 * - `target-too-small`: the result does not fit into the caller's buffer
 * - `load-failed`: the add-on could not be loaded; the message gives the cause and the remedy
 */
export type NativeErrorCode = keyof typeof nativeErrorCodes;

const nativeErrorCodes = {
  'bad-argument': true,
  'bad-chunk': true,
  'checksum-mismatch': true,
  'short-read': true,
  io: true,
  'codec-failed': true,
  'target-too-small': true,
  'load-failed': true,
} as const;

/**
 * Numbers and strings of the message. `expected` and `found` are sizes, positions or header values; for a checksum mismatch
 * they are the digests in hex, in the order of the bytes in the file.
 */
export type NativeErrorFields = Readonly<Record<string, string | number>>;

/** The only error that the functions of `native/` throw or reject with. Its message is one plain sentence. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
  readonly code: NativeErrorCode;
  readonly fields: NativeErrorFields;

  constructor(code: NativeErrorCode, message: string, fields: NativeErrorFields = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.fields = fields;
  }
}

/** Turns an error of the add-on into a NativeError; returns all other values unchanged. */
export function toNativeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof NativeError || !('code' in error) || !('fields' in error)) {
    return error;
  }
  if (!isNativeErrorCode(error.code)) return error;
  // The add-on fills `fields` itself, with numbers and texts only (ToError in src/arguments.cc).
  return new NativeError(error.code, error.message, error.fields as NativeErrorFields);
}

function isNativeErrorCode(code: unknown): code is NativeErrorCode {
  return typeof code === 'string' && Object.hasOwn(nativeErrorCodes, code);
}
