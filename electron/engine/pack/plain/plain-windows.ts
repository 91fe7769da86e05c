import type { RunSource } from '../../../../native/runs.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { RunLengths } from '../../container/chunk-runs.js';
import type { ByteIterable } from '../../io/async-chunks.js';

/** Plain bytes of whole chunks; only the last window may end with a shorter chunk. */
export interface PlainWindow {
  readonly plain: RunSource;
  /** Valid until the window after the next one is requested; else only until the next one is. */
  readonly isOwn: boolean;
}

/** Plain bytes that are gathered for a window. */
const WINDOW_BYTES = 4 * 2 ** 20;

/**
 * Cuts pieces of any size into windows of whole chunks. A piece of several chunks is passed on as it is, up to `maxBytes` at a time;
 * smaller ones are copied together, in two buffers in turn. At least one window, which is empty when there are no bytes.
 */
export async function* plainWindows(
  pieces: ByteIterable,
  chunkSize: number,
  maxBytes: number,
): AsyncGenerator<PlainWindow, void, undefined> {
  const lengths = new RunLengths();
  const most = wholeChunks(Math.max(maxBytes, chunkSize), chunkSize);
  const gathered = new GatheredChunks(chunkSize, lengths);
  for await (const piece of pieces) {
    requireBytes(piece);
    let at = 0;
    while (at < piece.byteLength) {
      const whole = gathered.isEmpty ? wholeChunks(piece.byteLength - at, chunkSize) : 0;
      if (whole > 0) {
        const length = Math.min(whole, most, lengths.next() * chunkSize);
        yield { plain: piece.subarray(at, at + length), isOwn: false };
        at += length;
        continue;
      }
      at += gathered.add(piece.subarray(at));
      if (gathered.isFull) yield { plain: gathered.take(), isOwn: true };
    }
  }
  yield { plain: gathered.take(), isOwn: true };
}

function wholeChunks(sizeBytes: number, chunkSize: number): number {
  return sizeBytes - (sizeBytes % chunkSize);
}

/** Copies bytes together until they are as many chunks as a run is to have. */
class GatheredChunks {
  readonly #chunkSize: number;
  readonly #lengths: RunLengths;
  #buffer = new Uint8Array(0);
  #spare = new Uint8Array(0);
  #filled = 0;
  #wanted: number;

  constructor(chunkSize: number, lengths: RunLengths) {
    this.#chunkSize = chunkSize;
    this.#lengths = lengths;
    this.#wanted = chunkSize;
  }

  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  get isFull(): boolean {
    return this.#filled === this.#wanted;
  }

  /** Copies as much of `bytes` as fits, and returns how much that is. */
  add(bytes: Uint8Array): number {
    const length = Math.min(bytes.byteLength, this.#wanted - this.#filled);
    this.#grow(this.#filled + length);
    this.#buffer.set(bytes.subarray(0, length), this.#filled);
    this.#filled += length;
    return length;
  }

  /** What was gathered; valid until `take` is called twice more. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#filled);
    [this.#buffer, this.#spare] = [this.#spare, this.#buffer];
    this.#filled = 0;
    const most = Math.max(this.#chunkSize, wholeChunks(WINDOW_BYTES, this.#chunkSize));
    this.#wanted = Math.min(this.#lengths.next() * this.#chunkSize, most);
    return taken;
  }

  /** By doubling: a small stream never takes the memory of a large chunk. */
  #grow(neededBytes: number): void {
    const old = this.#buffer;
    if (neededBytes <= old.byteLength) return;
    this.#buffer = new Uint8Array(Math.min(Math.max(neededBytes, 2 * old.byteLength, 4096), this.#wanted));
    this.#buffer.set(old.subarray(0, this.#filled));
  }
}

function requireBytes(piece: unknown): void {
  if (piece instanceof Uint8Array) return;
  throw new ArgumentError(`a source must yield Uint8Array pieces, not ${typeof piece}`);
}
