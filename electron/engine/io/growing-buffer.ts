import { wantLargePages } from '../../../native/index.js';

/** So many times the bytes that have arrived are allocated, if as many were stated. Untouched memory is not taken from the system. */
const MOST_AHEAD = 128;
/** From here on, and as numpy has it: taking a page of 4 KiB from the system can cost as much as decompressing it. */
const LARGE_PAGES_BYTES = 4 * 2 ** 20;

/** Memory that grows with the bytes that arrive, never by a stated size alone. */
export class GrowingBuffer {
  #bytes = new Uint8Array(0);
  #statedBytes = 0;

  /** How many bytes there will be, or at most, by a statement that may be wrong. */
  expect(statedBytes: number): void {
    this.#statedBytes = statedBytes;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** At least `neededBytes`, of which the first `usedBytes` are kept. Allocates no more than is stated, unless more are needed. */
  reserve(neededBytes: number, usedBytes: number): Uint8Array {
    const roomBytes = this.#bytes.byteLength;
    if (neededBytes <= roomBytes) return this.#bytes;
    const aheadBytes =
      neededBytes <= this.#statedBytes ? Math.min(this.#statedBytes, MOST_AHEAD * neededBytes) : 2 * roomBytes;
    const larger = new Uint8Array(Math.max(neededBytes, aheadBytes));
    if (larger.byteLength >= LARGE_PAGES_BYTES) wantLargePages(larger);
    larger.set(this.#bytes.subarray(0, usedBytes));
    this.#bytes = larger;
    return larger;
  }

  /** The first bytes, in memory of just their size, which belongs to the caller. */
  taken(sizeBytes: number): Uint8Array {
    return sizeBytes === this.#bytes.byteLength ? this.#bytes : this.#bytes.slice(0, sizeBytes);
  }

  clear(): void {
    this.#bytes = new Uint8Array(0);
  }
}
