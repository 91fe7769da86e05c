import { GrowingBuffer } from '../../io/growing-buffer.js';
import type { PlainInfo, PlainSink } from './plain-sink.js';
import type { PlainSource } from './plain-source.js';

/** Bytes in memory. They belong to the caller, are not copied and must not change while the source is in use. */
export function bytesSource(bytes: Uint8Array, name = '<memory>'): PlainSource {
  return { name, sizeBytes: bytes.byteLength, pieces: () => [bytes] };
}

/** Collects plain bytes in memory. Allocates by the bytes that arrive, never all that a header states. */
export class BytesSink implements PlainSink {
  readonly name = '<memory>';
  readonly #buffer = new GrowingBuffer();
  #sizeBytes = 0;
  #statedBytes = 0;

  async begin({ sizeBytes = 0 }: Pick<PlainInfo, 'sizeBytes'>): Promise<void> {
    this.#statedBytes = sizeBytes;
    this.#buffer.expect(sizeBytes);
  }

  room(startByte: number, sizeBytes: number): Uint8Array {
    // No more than is stated, so that the memory can be handed on as it is.
    const leftBytes = this.#statedBytes - startByte;
    const endByte = startByte + (leftBytes > 0 ? Math.min(sizeBytes, leftBytes) : sizeBytes);
    return this.#buffer.reserve(endByte, startByte).subarray(startByte, endByte);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const isThere = bytes.buffer === this.#buffer.bytes.buffer && bytes.byteOffset === this.#sizeBytes;
    const endByte = this.#sizeBytes + bytes.byteLength;
    if (!isThere) this.#buffer.reserve(endByte, this.#sizeBytes).set(bytes, this.#sizeBytes);
    this.#sizeBytes = endByte;
  }

  async finish(): Promise<void> {}

  async abort(): Promise<void> {
    this.#buffer.clear();
    this.#sizeBytes = 0;
  }

  /** All written bytes, in memory that belongs to the caller. Call it once. */
  bytes(): Uint8Array {
    return this.#buffer.taken(this.#sizeBytes);
  }
}
