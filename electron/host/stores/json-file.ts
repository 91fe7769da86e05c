import { readFile, rename } from 'node:fs/promises';
import { codeOf, toIoError } from '../../engine/io/io-error.js';
import { writePrivateFile } from '../../engine/io/private-file.js';
import type { CalendarClock } from '../clock.js';

/**
 * A small JSON file that is always whole: written to a temporary file and renamed, one write after the other. A file that
 * cannot be understood is kept aside as `<name>.damaged-<ms since 1970>`, and reading answers undefined.
 */
export class JsonFile<T> {
  readonly path: string;
  readonly #parse: (value: unknown) => T;
  readonly #clock: CalendarClock;
  #lastWrite: Promise<void> = Promise.resolve();

  /** `parse` throws for what is not of the file's form. */
  constructor(path: string, parse: (value: unknown) => T, clock: CalendarClock) {
    this.path = path;
    this.#parse = parse;
    this.#clock = clock;
  }

  /** Undefined when there is no such file, or none that makes sense. IoError when it cannot be read. */
  async read(): Promise<T | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw toIoError(error, 'read', { file: this.path });
    });
    if (text === undefined) return undefined;
    try {
      return this.#parse(JSON.parse(text));
    } catch {
      await rename(this.path, `${this.path}.damaged-${this.#clock()}`);
      return undefined;
    }
  }

  /** Throws IoError when it cannot be written; the old content then stays. */
  write(value: unknown): Promise<void> {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    const turn = this.#lastWrite.catch(() => undefined).then(() => writePrivateFile(this.path, text));
    this.#lastWrite = turn;
    return turn;
  }

  /** Settles when everything that was to be written is. */
  async settled(): Promise<void> {
    await this.#lastWrite.catch(() => undefined);
  }
}
