import { type ByteIterable, iterate } from './async-chunks.js';

/** A stream whose first bytes can be read in advance. */
export class PeekedStream {
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #head = new Uint8Array(0);

  constructor(source: ByteIterable) {
    this.#pieces = iterate(source);
  }

  /** The first `lengthBytes` bytes, or fewer if the stream ends before. `rest` yields them again. */
  async peek(lengthBytes: number): Promise<Uint8Array> {
    while (this.#head.byteLength < lengthBytes) {
      const next = await this.#pieces.next();
      if (next.done) break;
      const joined = new Uint8Array(this.#head.byteLength + next.value.byteLength);
      joined.set(this.#head);
      joined.set(next.value, this.#head.byteLength);
      this.#head = joined;
    }
    return this.#head.subarray(0, lengthBytes);
  }

  /** All bytes from `startByte` on, which must be a peeked byte or the next one. Call it once. */
  async *rest(startByte = 0): AsyncGenerator<Uint8Array, void, undefined> {
    if (startByte < this.#head.byteLength) yield this.#head.subarray(startByte);
    for (;;) {
      const next = await this.#pieces.next();
      if (next.done) return;
      yield next.value;
    }
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
