import { FormatError } from '../../../../shared/format/errors.js';
import { iterate } from '../../../engine/io/async-chunks.js';
import type { PlainSource } from '../../../engine/pack/plain/plain-source.js';

/** Reads a source by sizes that the caller wants. */
export class ExactPieces {
  readonly #name: string;
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: PlainSource) {
    this.#name = source.name;
    this.#pieces = iterate(source.pieces());
  }

  /** Fills `target`. Throws FormatError('truncated') when the source ends before. */
  async fill(target: Uint8Array): Promise<void> {
    for (let done = 0; done < target.byteLength; ) {
      if (this.#rest.byteLength === 0 && !(await this.#next())) {
        const message = `'${this.#name}' ended after fewer bytes than its shape needs`;
        throw new FormatError('truncated', message, { file: this.#name });
      }
      const part = this.#rest.subarray(0, target.byteLength - done);
      target.set(part, done);
      this.#rest = this.#rest.subarray(part.byteLength);
      done += part.byteLength;
    }
  }

  /** Throws FormatError when there are more bytes. */
  async end(): Promise<void> {
    while (this.#rest.byteLength === 0) if (!(await this.#next())) return;
    throw new FormatError('bad-metadata', `'${this.#name}' has more bytes than its shape needs`, { file: this.#name });
  }

  /** Lets the source end early. */
  async stop(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #next(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (!next.done) this.#rest = next.value;
    return !next.done;
  }
}
