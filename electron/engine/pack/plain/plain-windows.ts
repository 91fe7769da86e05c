import type { RunSource } from '../../../../native/runs.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { RunLengths } from '../../container/chunk-runs.js';
import type { ByteIterable } from '../../io/async-chunks.js';
import type { WaitingFile } from './waiting-file.js';

/** Plain bytes of whole chunks; only the last window may end with a shorter chunk. */
export interface PlainWindow {
  readonly plain: RunSource;
  /** Valid until the window after the next one is requested; else only until the next one is. */
  readonly isOwn: boolean;
}

/** Plain bytes that are gathered in memory for a window. */
const WINDOW_BYTES = 4 * 2 ** 20;

/**
 * Cuts pieces of any size into windows of whole chunks. A piece of several chunks is passed on as it is, up to `maxBytes` at a time;
 * smaller ones are copied together, in two places in turn: in memory, or, where there is a file for it, what is more than 4 MiB there. At least
 * one window, which is empty when there are no bytes.
 */
export async function* plainWindows(
  pieces: ByteIterable,
  chunkSize: number,
  maxBytes: number,
  waitingFile?: WaitingFile,
): AsyncGenerator<PlainWindow, void, undefined> {
  const lengths = new RunLengths();
  const most = wholeChunks(Math.max(maxBytes, chunkSize), chunkSize);
  const gathered = new GatheredChunks(chunkSize, lengths, waitingFile);
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
      if (gathered.isFull) yield { plain: await gathered.take(), isOwn: true };
      else if (gathered.mustMove) await gathered.move();
    }
  }
  yield { plain: await gathered.take(), isOwn: true };
}

function wholeChunks(sizeBytes: number, chunkSize: number): number {
  return sizeBytes - (sizeBytes % chunkSize);
}

/** Copies bytes together until they are as many chunks as a run is to have. */
class GatheredChunks {
  readonly #chunkSize: number;
  readonly #lengths: RunLengths;
  readonly #file: WaitingFile | undefined;
  #buffer = new Uint8Array(0);
  #spare = new Uint8Array(0);
  /** Bytes in memory, and those before them that are in the file. */
  #filled = 0;
  #moved = 0;
  #place: 0 | 1 = 0;
  #wanted: number;

  constructor(chunkSize: number, lengths: RunLengths, file: WaitingFile | undefined) {
    this.#chunkSize = chunkSize;
    this.#lengths = lengths;
    this.#file = file;
    this.#wanted = chunkSize;
  }

  get isEmpty(): boolean {
    return this.#moved + this.#filled === 0;
  }

  get isFull(): boolean {
    return this.#moved + this.#filled === this.#wanted;
  }

  get mustMove(): boolean {
    return this.#file !== undefined && this.#filled === WINDOW_BYTES;
  }

  /** Copies as much of `bytes` as fits, and returns how much that is. */
  add(bytes: Uint8Array): number {
    const most = Math.min(this.#wanted - this.#moved, this.#file ? WINDOW_BYTES : this.#wanted);
    const length = Math.min(bytes.byteLength, most - this.#filled);
    this.#grow(this.#filled + length);
    this.#buffer.set(bytes.subarray(0, length), this.#filled);
    this.#filled += length;
    return length;
  }

  /** Moves what is in memory to the file. */
  async move(): Promise<void> {
    await this.#file?.write(this.#buffer.subarray(0, this.#filled), this.#placeBytes + this.#moved);
    this.#moved += this.#filled;
    this.#filled = 0;
  }

  /** What was gathered; valid until `take` is called twice more. */
  async take(): Promise<RunSource> {
    if (this.#moved > 0) await this.move();
    const taken = this.#takenFromFile() ?? this.#takenFromMemory();
    const most = Math.max(this.#chunkSize, wholeChunks(WINDOW_BYTES, this.#chunkSize));
    this.#wanted = Math.min(this.#lengths.next() * this.#chunkSize, most);
    return taken;
  }

  #takenFromFile(): RunSource | undefined {
    if (this.#moved === 0) return undefined;
    const taken = this.#file?.range(this.#placeBytes, this.#moved);
    this.#place = this.#place === 0 ? 1 : 0;
    this.#moved = 0;
    return taken;
  }

  #takenFromMemory(): RunSource {
    const taken = this.#buffer.subarray(0, this.#filled);
    [this.#buffer, this.#spare] = [this.#spare, this.#buffer];
    this.#filled = 0;
    return taken;
  }

  get #placeBytes(): number {
    return this.#place * this.#chunkSize;
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
