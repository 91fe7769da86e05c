import type { PlainSink } from './plain-sink.js';
import type { PlainSource } from './plain-source.js';

/** Bytes in memory. They belong to the caller, are not copied and must not change while the source is in use. */
export function bytesSource(bytes: Uint8Array, name = '<memory>'): PlainSource {
  return { name, sizeBytes: bytes.byteLength, pieces: () => [bytes] };
}

/** Collects plain bytes in memory. Allocates for the bytes that arrive, never for a size that a header states. */
export class BytesSink implements PlainSink {
  readonly name = '<memory>';
  readonly #pieces: Uint8Array[] = [];
  #sizeBytes = 0;

  async begin(): Promise<void> {}

  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes.slice());
    this.#sizeBytes += bytes.byteLength;
  }

  async finish(): Promise<void> {}

  async abort(): Promise<void> {
    this.#pieces.length = 0;
    this.#sizeBytes = 0;
  }

  /** A copy of all written bytes, which belongs to the caller. */
  bytes(): Uint8Array {
    const all = new Uint8Array(this.#sizeBytes);
    let offset = 0;
    for (const piece of this.#pieces) {
      all.set(piece, offset);
      offset += piece.byteLength;
    }
    return all;
  }
}
