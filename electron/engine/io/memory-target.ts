import type { ByteTarget } from './byte-target.js';

/** Collects what is written in memory, growing by doubling. */
export class MemoryTarget implements ByteTarget {
  readonly name = '<memory>';
  readonly patchable = true;
  #buffer = new Uint8Array(64 * 1024);
  #sizeBytes = 0;

  async append(bytes: Uint8Array): Promise<void> {
    this.#reserve(this.#sizeBytes + bytes.byteLength);
    this.#buffer.set(bytes, this.#sizeBytes);
    this.#sizeBytes += bytes.byteLength;
  }

  async patch(positionBytes: number, bytes: Uint8Array): Promise<void> {
    this.#buffer.set(bytes, positionBytes);
  }

  async commit(): Promise<void> {}

  async discard(): Promise<void> {
    this.#buffer = new Uint8Array(0);
    this.#sizeBytes = 0;
  }

  /** The bytes written so far, in memory of their own that belongs to the caller. */
  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#sizeBytes);
  }

  #reserve(sizeBytes: number): void {
    if (sizeBytes <= this.#buffer.byteLength) return;
    const grown = new Uint8Array(Math.max(sizeBytes, 2 * this.#buffer.byteLength));
    grown.set(this.#buffer.subarray(0, this.#sizeBytes));
    this.#buffer = grown;
  }
}
