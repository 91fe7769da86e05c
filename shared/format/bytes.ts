import { type ErrorContext, FormatError } from './errors.js';

/** Characters for one call of `String.fromCharCode`, well below every engine's limit on arguments. */
const CHARACTERS_PER_CALL = 8192;

/**
 * Reads little-endian fields one after another. A read past the end throws FormatError('truncated') that names `what`.
 * It reads the caller's memory (from its `byteOffset` on) without copying and never writes to it.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  readonly #context: ErrorContext;
  /** Position of the next field, in bytes from the start of the array. */
  offset = 0;

  /** `what` names the bytes in messages ('the bloscpack header'); `context` is passed on to the error. */
  constructor(bytes: Uint8Array, what: string, context: ErrorContext = {}) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
    this.#context = context;
  }

  get remaining(): number {
    return this.#bytes.length - this.offset;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  /** The next `sizeBytes` bytes: a view on the caller's memory, not a copy. */
  take(sizeBytes: number): Uint8Array {
    const start = this.#advance(sizeBytes);
    return this.#bytes.subarray(start, start + sizeBytes);
  }

  skip(sizeBytes: number): void {
    this.#advance(sizeBytes);
  }

  /** Throws unless `sizeBytes` more bytes remain; reads nothing. */
  need(sizeBytes: number): void {
    // Negated so that NaN fails too.
    if (!(sizeBytes >= 0 && sizeBytes <= this.remaining)) {
      throw new FormatError(
        'truncated',
        `${this.#what} is cut short at its byte ${this.offset}: expected ${sizeBytes} more bytes, found ${this.remaining}`,
        { ...this.#context, expected: sizeBytes, found: this.remaining },
      );
    }
  }

  #advance(sizeBytes: number): number {
    this.need(sizeBytes);
    const start = this.offset;
    this.offset += sizeBytes;
    return start;
  }
}

/**
 * Writes little-endian fields one after another into memory of the caller. Values must already be in range (a DataView
 * wraps them silently); running over the end is a programming error and throws RangeError.
 */
export class ByteWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Position of the next field, in bytes from the start of the array. */
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(value: number): void {
    this.#view.setUint8(this.#advance(1), value);
  }

  i32(value: number): void {
    this.#view.setInt32(this.#advance(4), value, true);
  }

  u32(value: number): void {
    this.#view.setUint32(this.#advance(4), value, true);
  }

  i64(value: bigint): void {
    this.#view.setBigInt64(this.#advance(8), value, true);
  }

  put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#advance(bytes.length));
  }

  zeros(sizeBytes: number): void {
    const start = this.#advance(sizeBytes);
    this.#bytes.fill(0, start, start + sizeBytes);
  }

  #advance(sizeBytes: number): number {
    const start = this.offset;
    if (start + sizeBytes > this.#bytes.length) {
      throw new RangeError(`cannot write ${sizeBytes} bytes at byte ${start} of ${this.#bytes.length}`);
    }
    this.offset += sizeBytes;
    return start;
  }
}

/**
 * One character for each byte, U+0000 to U+00FF, so that no byte is lost.
 * (A TextDecoder's 'latin1' is really windows-1252 and changes 0x80 to 0x9f.)
 */
export function ascii(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHARACTERS_PER_CALL) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHARACTERS_PER_CALL));
  }
  return text;
}

/** The inverse of `ascii`. The text must not have characters above U+00FF: they lose their high bits. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

/** Two lower-case hexadecimal digits for each byte, in the order of the bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
