import { readFile, rename } from 'node:fs/promises';
import { codeOf, toIoError } from '../../engine/io/io-error.js';
import { writePrivateFile } from '../../engine/io/private-file.js';
import type { CalendarClock } from '../host-ports.js';

/**
 * A small JSON file that is replaced atomically: written to a temporary file and renamed, one write after the other. A file that
 * cannot be parsed is renamed to `<name>.damaged-<ms since 1970>`, and reading it returns undefined.
 */
export class JsonFile<T> {
  readonly path: string;
  readonly #parse: (value: unknown) => T;
  readonly #clock: CalendarClock;
  #lastWrite: Promise<void> = Promise.resolve();
  /** Where an invalid file was kept. */
  keptAs: string | undefined;

  /** `parse` throws for invalid content. */
  constructor(path: string, parse: (value: unknown) => T, clock: CalendarClock) {
    this.path = path;
    this.#parse = parse;
    this.#clock = clock;
  }

  /** Undefined when the file does not exist or is invalid. Throws IoError when it cannot be read. */
  async read(): Promise<T | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw toIoError(error, 'read', { file: this.path });
    });
    if (text === undefined) return undefined;
    try {
      return this.#parse(JSON.parse(text));
    } catch {
      this.keptAs = `${this.path}.damaged-${this.#clock()}`;
      await rename(this.path, this.keptAs);
      return undefined;
    }
  }

  /** Throws IoError on failure; the old content then stays. */
  write(value: unknown): Promise<void> {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    const turn = this.#lastWrite.catch(() => undefined).then(() => writePrivateFile(this.path, text));
    this.#lastWrite = turn;
    return turn;
  }

  /** Settles when all pending writes are done. */
  async settled(): Promise<void> {
    await this.#lastWrite.catch(() => undefined);
  }
}
