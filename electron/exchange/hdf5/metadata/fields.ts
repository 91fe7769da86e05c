import { ascii, ByteReader } from '../../../../shared/format/bytes.js';
import { type ErrorContext, FormatError } from '../../../../shared/format/errors.js';
import { lookup3 } from './lookup3.js';

/** How wide addresses and lengths are in a file, in bytes. */
export interface FieldSizes {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** What is wrong with an HDF5 file, as a sentence without its end: "the object header at byte 96 has version 9". */
export function badHdf5(fault: string, context: ErrorContext = {}): FormatError {
  const file = context.file === undefined ? 'the HDF5 file' : `'${context.file}'`;
  return new FormatError('bad-hdf5', `${file} is damaged: ${fault}`, context);
}

/** Reads the little-endian fields of HDF5's metadata one after another. A read past the end throws FormatError. */
export class Fields extends ByteReader {
  readonly sizes: FieldSizes;
  readonly context: ErrorContext;
  readonly #what: string;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, what: string, sizes: FieldSizes, context: ErrorContext = {}) {
    super(bytes, what, context);
    this.#bytes = bytes;
    this.#what = what;
    this.sizes = sizes;
    this.context = context;
  }

  override need(sizeBytes: number): void {
    if (sizeBytes >= 0 && sizeBytes <= this.remaining) return;
    throw this.fault(`is cut short: expected ${sizeBytes} more bytes, found ${this.remaining}`);
  }

  u16(): number {
    return this.uint(2);
  }

  /** An unsigned integer of 1 to 8 bytes. Throws FormatError beyond 2^53-1. */
  uint(sizeBytes: number): number {
    const value = this.take(sizeBytes).reduceRight((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw this.fault(`has a number beyond ${Number.MAX_SAFE_INTEGER}`);
    return value;
  }

  /** Bytes from the file's base; undefined when nothing is stored (all bits set). */
  address(): number | undefined {
    return this.#definedUint(this.sizes.offsetBytes);
  }

  /** Throws FormatError when it is undefined. */
  definedAddress(): number {
    const address = this.address();
    if (address === undefined) throw this.fault('lacks an address');
    return address;
  }

  length(): number {
    return this.uint(this.sizes.lengthBytes);
  }

  /** A length; undefined for "unlimited" (all bits set). */
  limit(): number | undefined {
    return this.#definedUint(this.sizes.lengthBytes);
  }

  /** Bytes up to a zero, which is skipped too; with `padTo`, up to the next multiple of it from where the text began. */
  zeroTerminated(padTo = 1): Uint8Array {
    const start = this.offset;
    const end = this.#bytes.indexOf(0, start);
    if (end < 0) throw this.fault('has a text without an end');
    const text = this.take(end - start);
    this.skip(1);
    this.skip((padTo - ((this.offset - start) % padTo)) % padTo);
    return text;
  }

  /** Throws FormatError unless the next four bytes are this signature. */
  signature(expected: string): void {
    const found = ascii(this.take(expected.length));
    if (found !== expected) throw this.fault(`does not begin with '${expected}'`);
  }

  /** A version byte. Throws FormatError when it is none of the known ones. */
  version(known: readonly number[]): number {
    const version = this.u8();
    if (!known.includes(version)) throw this.fault(`has the unknown version ${version}`);
    return version;
  }

  /** Compares the checksum that comes next with that of all bytes before it. */
  checksum(): void {
    const covered = this.#bytes.subarray(0, this.offset);
    if (this.u32() !== lookup3(covered))
      throw this.fault('does not have the bytes that its checksum was computed from');
  }

  fault(fault: string): FormatError {
    return badHdf5(`${this.#what} ${fault}`, this.context);
  }

  #definedUint(sizeBytes: number): number | undefined {
    const at = this.offset;
    if (this.take(sizeBytes).every((byte) => byte === 0xff)) return undefined;
    this.offset = at;
    return this.uint(sizeBytes);
  }
}

/** Bytes that hold every integer up to `limit`, as HDF5 computes it (`H5VM_limit_enc_size`). */
export function bytesFor(limit: number): number {
  return Math.floor(Math.floor(Math.log2(Math.max(1, limit))) / 8) + 1;
}
