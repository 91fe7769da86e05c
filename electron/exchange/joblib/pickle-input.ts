import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

/** Where the bytes of a pickle come from. */
export interface PickleBytes {
  readonly name: string;
  /** Bytes from a position on, at least one of them; none at the end. Positions never decrease. Valid until the next call. */
  next(positionBytes: number): Promise<Uint8Array>;
}

const WINDOW_BYTES = 64 * 1024;
/** Of a pickle and those inside of it: a compressed one may have a thousand for each stored byte. */
const MAX_INSTRUCTIONS = 2 ** 24;

export function readerBytes(reader: RandomReader): PickleBytes {
  return {
    name: reader.name,
    next: (positionBytes) => {
      const left = Math.max(0, reader.sizeBytes - positionBytes);
      return reader.readAt(Math.min(positionBytes, reader.sizeBytes), Math.min(left, WINDOW_BYTES));
    },
  };
}

/** Bytes that arrive one after the other; what was passed over is dropped. */
export function streamBytes(pieces: AsyncIterator<Uint8Array>, name: string): PickleBytes {
  let piece: Uint8Array = new Uint8Array(0);
  let startByte = 0;
  return {
    name,
    async next(positionBytes) {
      while (positionBytes >= startByte + piece.byteLength) {
        const more = await pieces.next();
        if (more.done) return new Uint8Array(0);
        startByte += piece.byteLength;
        piece = more.value;
      }
      return piece.subarray(positionBytes - startByte);
    },
  };
}

/** Reads a pickle from its start to its end. Memory is taken for bytes that are there only. */
export class PickleInput {
  readonly #bytes: PickleBytes;
  #window: Uint8Array = new Uint8Array(0);
  /** Position of the first byte of the window. */
  #windowStart = 0;
  #position = 0;
  #instructions = 0;

  constructor(bytes: PickleBytes) {
    this.#bytes = bytes;
  }

  /** Position of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** The code of the next instruction where it is in memory; else undefined, and `code` reads it. */
  loadedCode(): number | undefined {
    const code = this.#window[this.#position - this.#windowStart];
    if (code === undefined) return undefined;
    this.#countInstruction();
    this.#position++;
    return code;
  }

  async code(): Promise<number> {
    this.#countInstruction();
    return (await this.take(1))[0] ?? 0;
  }

  /** The next bytes. Valid until the next call. Throws FormatError('truncated') when there are fewer. */
  async take(lengthBytes: number): Promise<Buffer> {
    if (lengthBytes === 0) return Buffer.alloc(0);
    while (this.#windowStart + this.#window.byteLength < this.#position + lengthBytes) await this.#extend();
    const from = this.#position - this.#windowStart;
    this.#position += lengthBytes;
    return Buffer.from(this.#window.buffer, this.#window.byteOffset + from, lengthBytes);
  }

  /** A line of at most so many bytes, without its end. */
  async line(maxBytes: number): Promise<string> {
    let text = '';
    for (;;) {
      const letter = (await this.take(1)).toString('latin1');
      if (letter === '\n') return text;
      text += letter;
      if (text.length > maxBytes) throw badPickle(this.name, `a name is longer than ${maxBytes} bytes`);
    }
  }

  get name(): string {
    return this.#bytes.name;
  }

  /** Passes over bytes that need not be there: the read behind them finds out. */
  skip(lengthBytes: number): void {
    this.#position += lengthBytes;
  }

  #countInstruction(): void {
    if (++this.#instructions <= MAX_INSTRUCTIONS) return;
    throw badPickle(this.name, `its pickle has more than ${MAX_INSTRUCTIONS} instructions`);
  }

  async #extend(): Promise<void> {
    const from = Math.min(this.#position - this.#windowStart, this.#window.byteLength);
    const kept = this.#window.slice(from);
    const start = Math.max(this.#windowStart + this.#window.byteLength, this.#position);
    const more = await this.#bytes.next(start);
    if (more.byteLength === 0) throw endsEarly(this.name, start);
    this.#window = kept.byteLength === 0 ? more.slice() : Buffer.concat([kept, more]);
    this.#windowStart = start - kept.byteLength;
  }
}

function endsEarly(file: string, offsetBytes: number): FormatError {
  return new FormatError('truncated', `the pickle in '${file}' goes on behind byte ${offsetBytes}, where it ends`, {
    file,
    offsetBytes,
  });
}

export function badPickle(file: string, what: string, cause?: unknown): FormatError {
  return new FormatError('bad-joblib', `'${file}' cannot be read: ${what}`, { file }, cause);
}
