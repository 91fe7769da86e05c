import { lookup3 } from '../metadata/lookup3.js';

/** "Nothing is stored": all bits of an address are set. */
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** Writes the little-endian fields of HDF5's metadata one after another, into memory that grows. */
export class FieldWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.uint(value, 1);
  }

  u16(value: number): this {
    return this.uint(value, 2);
  }

  u32(value: number): this {
    return this.uint(value, 4);
  }

  u64(value: number): this {
    return this.uint(value, 8);
  }

  /** An unsigned integer of 1 to 8 bytes, up to 2^53-1. */
  uint(value: number, sizeBytes: number): this {
    let rest = value;
    return this.put(
      Uint8Array.from({ length: sizeBytes }, () => {
        const byte = rest % 256;
        rest = Math.floor(rest / 256);
        return byte;
      }),
    );
  }

  address(address: number | undefined): this {
    if (address !== undefined) return this.u64(address);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, UNDEFINED_ADDRESS);
    return this.put(bytes);
  }

  text(text: string): this {
    return this.put(new TextEncoder().encode(text));
  }

  put(bytes: Uint8Array): this {
    const needed = this.#length + bytes.byteLength;
    if (needed > this.#bytes.byteLength) {
      const old = this.#bytes;
      this.#bytes = new Uint8Array(Math.max(needed, 2 * old.byteLength));
      this.#bytes.set(old);
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
    return this;
  }

  zeros(count: number): this {
    return this.put(new Uint8Array(count));
  }

  /** Zeros up to the next multiple of `size`. */
  pad(size: number): this {
    return this.zeros((size - (this.#length % size)) % size);
  }

  /** The checksum of all bytes so far. */
  checksum(): this {
    return this.u32(lookup3(this.bytes()));
  }

  /** What was written; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
