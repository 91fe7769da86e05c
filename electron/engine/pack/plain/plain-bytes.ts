import type { PlainInfo, PlainSink } from './plain-sink.js';
import type { PlainSource } from './plain-source.js';

/** Bytes in memory. They belong to the caller, are not copied and must not change while the source is in use. */
export function bytesSource(bytes: Uint8Array, name = '<memory>'): PlainSource {
  return { name, sizeBytes: bytes.byteLength, pieces: () => [bytes] };
}

/** So many times the bytes that have arrived are allocated, if a header states as many. Untouched memory is not taken from the system. */
const MOST_AHEAD = 16;

/** Collects plain bytes in memory. Allocates by the bytes that arrive, never all that a header states. */
export class BytesSink implements PlainSink {
  readonly name = '<memory>';
  #buffer = new Uint8Array(0);
  #sizeBytes = 0;
  #statedBytes = 0;

  async begin({ sizeBytes = 0 }: Pick<PlainInfo, 'sizeBytes'>): Promise<void> {
    this.#statedBytes = sizeBytes;
  }

  room(startByte: number, sizeBytes: number): Uint8Array {
    // No more than is stated, so that the memory can be handed on as it is.
    const leftBytes = this.#statedBytes - startByte;
    const endByte = startByte + (leftBytes > 0 ? Math.min(sizeBytes, leftBytes) : sizeBytes);
    this.#reserve(endByte, startByte);
    return this.#buffer.subarray(startByte, endByte);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const isThere = bytes.buffer === this.#buffer.buffer && bytes.byteOffset === this.#sizeBytes;
    const endByte = this.#sizeBytes + bytes.byteLength;
    if (!isThere) {
      this.#reserve(endByte, this.#sizeBytes);
      this.#buffer.set(bytes, this.#sizeBytes);
    }
    this.#sizeBytes = endByte;
  }

  async finish(): Promise<void> {}

  async abort(): Promise<void> {
    this.#buffer = new Uint8Array(0);
    this.#sizeBytes = 0;
  }

  /** All written bytes, in memory that belongs to the caller. Call it once. */
  bytes(): Uint8Array {
    return this.#sizeBytes === this.#buffer.byteLength ? this.#buffer : this.#buffer.slice(0, this.#sizeBytes);
  }

  #reserve(neededBytes: number, usedBytes: number): void {
    const roomBytes = this.#buffer.byteLength;
    if (neededBytes <= roomBytes) return;
    const aheadBytes =
      neededBytes <= this.#statedBytes ? Math.min(this.#statedBytes, MOST_AHEAD * neededBytes) : 2 * roomBytes;
    const larger = new Uint8Array(Math.max(neededBytes, aheadBytes));
    larger.set(this.#buffer.subarray(0, usedBytes));
    this.#buffer = larger;
  }
}
