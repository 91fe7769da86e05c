/** Bytes that grow beyond the size that is expected by doubling. */
export class PartBuffer {
  #buffer: Uint8Array;
  readonly expectedBytes: number;
  sizeBytes = 0;

  constructor(expectedBytes: number) {
    this.expectedBytes = expectedBytes;
    this.#buffer = new Uint8Array(expectedBytes);
  }

  append(bytes: Uint8Array): void {
    const sizeBytes = this.sizeBytes + bytes.byteLength;
    if (sizeBytes > this.#buffer.byteLength) {
      const grown = new Uint8Array(Math.max(sizeBytes, 2 * this.#buffer.byteLength));
      grown.set(this.bytes());
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  set(bytes: Uint8Array, positionBytes: number): void {
    this.#buffer.set(bytes, positionBytes);
  }

  /** A view, valid until more is added. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.sizeBytes);
  }
}
