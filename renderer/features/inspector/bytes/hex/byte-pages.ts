import type { ContractError } from '../../../../../shared/contract/result.js';
import { toContractError } from '../../../../../shared/errors/contract-error.js';
import type { ByteRange } from './folds.js';
import { ToldStore } from './told-store.js';

/** A whole number of rows, and a few screens. */
export const pageBytes = 16 * 1024;

/** Pages that are kept; the ones not looked at for longest go first: 1 MiB. */
const mostKept = 64;

/** Asked for at a time: more would delay the ones that are in view by the time they come. */
const mostUnderWay = 3;

type Load = (range: ByteRange, signal: AbortSignal) => Promise<Uint8Array>;

/** Bytes of a file, loaded as they come into view. What was wanted last is loaded, and what is wanted no more is called off. */
export class BytePages extends ToldStore {
  readonly #load: Load;
  readonly #fileBytes: number;
  readonly #pages = new Map<number, Uint8Array>();
  readonly #underWay = new Map<number, AbortController>();
  #wanted: readonly number[] = [];
  #error: ContractError | undefined;

  constructor(load: Load, fileBytes: number) {
    super();
    this.#load = load;
    this.#fileBytes = fileBytes;
  }

  /** Why nothing came, when the last page failed; then nothing is loaded until `retry`. */
  get error(): ContractError | undefined {
    return this.#error;
  }

  /** The page with a byte, which stands at `byte % pageBytes`. */
  page(byte: number): Uint8Array | undefined {
    return this.#pages.get(Math.floor(byte / pageBytes));
  }

  value(byte: number): number | undefined {
    return this.page(byte)?.[byte % pageBytes];
  }

  /** At most `most` bytes from a place on; undefined while not all of them are there. */
  take(start: number, most: number): Uint8Array | undefined {
    const length = Math.max(0, Math.min(most, this.#fileBytes - start));
    const taken = new Uint8Array(length);
    for (let at = 0; at < length; at++) {
      const value = this.value(start + at);
      if (value === undefined) return undefined;
      taken[at] = value;
    }
    return taken;
  }

  /** Loads what of these ranges is not there, the first ones first. */
  want(ranges: readonly ByteRange[]): void {
    const wanted = new Set<number>();
    for (const { start, end } of ranges) {
      const last = Math.min(end, this.#fileBytes) - 1;
      for (let page = Math.floor(start / pageBytes); page * pageBytes <= last; page++) wanted.add(page);
      if (wanted.size >= mostKept / 2) break;
    }
    this.#wanted = [...wanted];
    for (const [page, abort] of this.#underWay) if (!wanted.has(page)) abort.abort();
    for (const page of this.#wanted) this.#touch(page);
    this.#loadNext();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#error = undefined;
    this.#loadNext();
    this.tell();
  }

  #touch(page: number): void {
    const bytes = this.#pages.get(page);
    if (!bytes) return;
    this.#pages.delete(page);
    this.#pages.set(page, bytes);
  }

  #loadNext(): void {
    for (const page of this.#wanted) {
      if (this.#underWay.size >= mostUnderWay || this.#error) return;
      if (!this.#pages.has(page) && !this.#underWay.has(page)) void this.#loadPage(page);
    }
  }

  async #loadPage(page: number): Promise<void> {
    const abort = new AbortController();
    this.#underWay.set(page, abort);
    const start = page * pageBytes;
    try {
      const bytes = await this.#load({ start, end: Math.min(this.#fileBytes, start + pageBytes) }, abort.signal);
      this.#keep(page, bytes);
    } catch (thrown) {
      if (!abort.signal.aborted) this.#error = toContractError(thrown);
    }
    this.#underWay.delete(page);
    this.tell();
    this.#loadNext();
  }

  #keep(page: number, bytes: Uint8Array): void {
    this.#pages.set(page, bytes);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostKept && oldest !== undefined) this.#pages.delete(oldest);
  }
}
