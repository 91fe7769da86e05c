import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';

/** Collects plain bytes in one buffer of known size, so that nothing is copied twice. */
export class FilledSink implements PlainSink {
  readonly name = '<memory>';
  readonly bytes: Uint8Array;
  #filled = 0;

  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes);
  }

  async begin(): Promise<void> {}

  async write(bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
  }

  async finish(): Promise<void> {}

  async abort(): Promise<void> {}
}
