import { FormatError } from '../../../shared/format/errors.js';
import { type ByteIterable, iterate } from './async-chunks.js';
import type { RandomReader } from './random-reader.js';

/**
 * Reads a container from a stream: positions may only increase, except that the start of the latest read may be read again (first
 * a chunk's header, then the whole chunk). Memory is allocated only for bytes that have arrived.
 */
export class ForwardReader implements RandomReader {
  readonly name: string;
  readonly sizeBytes = Number.POSITIVE_INFINITY;
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  /** Bytes that have arrived and can be read, in order; the first is at `#startByte`. */
  #buffered: Uint8Array[] = [];
  #bufferedBytes = 0;
  #startByte = 0;
  #ended = false;

  constructor(source: ByteIterable, name = '<stream>') {
    this.#pieces = iterate(source);
    this.name = name;
  }

  async readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array> {
    if (positionBytes < this.#startByte) {
      throw new TypeError(`a stream cannot go back from byte ${this.#startByte} to ${positionBytes}`);
    }
    await this.#skipTo(positionBytes);
    const arrivedBytes = await this.#waitFor(lengthBytes);
    if (arrivedBytes < lengthBytes) throw this.#truncated(positionBytes + lengthBytes);
    return this.#peek(lengthBytes);
  }

  async endsAt(positionBytes: number): Promise<boolean> {
    await this.#skipTo(positionBytes);
    return (await this.#waitFor(1)) === 0;
  }

  async span(positionBytes: number, maxReadBytes: number): Promise<Uint8Array> {
    await this.#skipTo(positionBytes);
    return this.#peek(Math.min(await this.#waitFor(maxReadBytes), maxReadBytes));
  }

  async requireUnchanged(): Promise<void> {}

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #skipTo(positionBytes: number): Promise<void> {
    while (this.#startByte < positionBytes) {
      if ((await this.#waitFor(1)) === 0) throw this.#truncated(positionBytes);
      this.#drop(Math.min(positionBytes - this.#startByte, this.#bufferedBytes));
    }
  }

  /** Waits until `lengthBytes` bytes have arrived or the stream has ended. Returns the number of bytes. */
  async #waitFor(lengthBytes: number): Promise<number> {
    while (this.#bufferedBytes < lengthBytes && !this.#ended) {
      const next = await this.#pieces.next();
      if (next.done) {
        this.#ended = true;
      } else if (next.value.byteLength > 0) {
        this.#buffered.push(next.value);
        this.#bufferedBytes += next.value.byteLength;
      }
    }
    return this.#bufferedBytes;
  }

  #peek(lengthBytes: number): Uint8Array {
    const bytes = new Uint8Array(lengthBytes);
    let filled = 0;
    for (const piece of this.#buffered) {
      if (filled === lengthBytes) break;
      const part = piece.subarray(0, lengthBytes - filled);
      bytes.set(part, filled);
      filled += part.byteLength;
    }
    return bytes;
  }

  #drop(countBytes: number): void {
    let left = countBytes;
    while (left > 0) {
      const first = this.#buffered[0] as Uint8Array; // countBytes <= #bufferedBytes
      const taken = Math.min(left, first.byteLength);
      if (taken === first.byteLength) this.#buffered.shift();
      else this.#buffered[0] = first.subarray(taken);
      left -= taken;
    }
    this.#bufferedBytes -= countBytes;
    this.#startByte += countBytes;
  }

  #truncated(neededByte: number): FormatError {
    const endByte = this.#startByte + this.#bufferedBytes;
    return new FormatError('truncated', `the stream ended at byte ${endByte}, but byte ${neededByte} is needed`, {
      file: this.name,
      offsetBytes: this.#startByte,
      expected: neededByte,
      found: endByte,
    });
  }
}
