import { Pager } from '../../../../data/pager.js';
import type { ByteRange } from './folds.js';

/** A whole number of rows, and a few screens. */
export const pageBytes = 16 * 1024;

/** 1 MiB. */
const maxKept = 64;

type Load = (range: ByteRange, signal: AbortSignal) => Promise<Uint8Array>;

/** Bytes of a file, loaded as they come into view. */
export class BytePages extends Pager<number, Uint8Array> {
  readonly #fileBytes: number;

  constructor(load: Load, fileBytes: number) {
    super({
      load: (page, signal) => {
        const start = page * pageBytes;
        return load({ start, end: Math.min(fileBytes, start + pageBytes) }, signal);
      },
      maxKept,
      maxLoading: 3,
    });
    this.#fileBytes = fileBytes;
  }

  /** The page with a byte, which is at `byte % pageBytes`. */
  page(byte: number): Uint8Array | undefined {
    return this.pageOf(Math.floor(byte / pageBytes));
  }

  value(byte: number): number | undefined {
    return this.page(byte)?.[byte % pageBytes];
  }

  /** At most `most` bytes from `start` on; undefined while not all of them are loaded. */
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

  /** Loads the missing pages of these ranges, in this order; at most half as many as are kept. */
  want(ranges: readonly ByteRange[]): void {
    const wanted = new Set<number>();
    for (const { start, end } of ranges) {
      const last = Math.min(end, this.#fileBytes) - 1;
      for (let page = Math.floor(start / pageBytes); page * pageBytes <= last; page++) wanted.add(page);
      if (wanted.size >= maxKept / 2) break;
    }
    this.wantPages([...wanted]);
  }
}
