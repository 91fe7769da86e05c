import type { Client } from '../../../../data/client.js';
import { Pager } from '../../../../data/pager.js';
import { type ChunkPage, chunksPerPage } from './folds.js';

/** Pages that are kept. Each chunk on them is a fold, so that their number bounds the folds of the view. */
const maxPages = 20;

interface LoadedPage extends ChunkPage {
  /** Chunks of the file, as far as they were found. */
  readonly total: number;
}

/** Where the chunks are stored: on the pages that were unfolded, and on the first. */
export class ChunkPlaces extends Pager<number, LoadedPage> {
  #shown: readonly number[] = [0];
  #sorted: readonly ChunkPage[] = [];
  #total = 0;

  constructor(client: Client, document: string, digestBytes: number) {
    super({ load: (page) => loadPlaces(client, document, page, digestBytes), maxKept: maxPages, maxLoading: 2 });
  }

  /** Ascending. */
  get chunkPages(): readonly ChunkPage[] {
    return this.#sorted;
  }

  /** Chunks of the file; 0 until the first page is loaded. */
  get total(): number {
    return this.#total;
  }

  /** Loads a page, unless it is loaded; resolves when that has succeeded or failed. */
  show(page: number): Promise<void> {
    this.#shown = [...this.#shown.filter((one) => one !== page), page].slice(-maxPages);
    this.wantPages(this.#shown);
    const isSettled = () => this.pageOf(page) !== undefined || this.hasFailed(page);
    if (isSettled()) return Promise.resolve();
    return new Promise((resolve) => {
      const leave = this.subscribe(() => {
        if (!isSettled()) return;
        leave();
        resolve();
      });
    });
  }

  /** More chunks were found in the file: the last page may be longer now. */
  renewLast(): void {
    this.renew([this.#sorted.at(-1)?.page ?? 0]);
  }

  protected override loadEnded(page: number): void {
    this.#total = this.pageOf(page)?.total ?? this.#total;
    this.#sorted = [...this.pages.values()].sort((one, other) => one.page - other.page);
  }
}

async function loadPlaces(client: Client, document: string, page: number, digestBytes: number): Promise<LoadedPage> {
  const { total, rows } = await client.call('inspect.chunks', {
    document,
    start: page * chunksPerPage,
    count: chunksPerPage,
    orderBy: 'index',
    descending: false,
  });
  // A chunk without a place ends the page: those after it are folded together with the next page.
  const end = rows.findIndex(({ storedBytes, offsetBytes }) => storedBytes <= 0 || offsetBytes < 0);
  const chunks = (end < 0 ? rows : rows.slice(0, end)).map(({ offsetBytes, storedBytes }) => ({
    start: offsetBytes,
    end: offsetBytes + storedBytes + digestBytes,
  }));
  return { page, chunks, total };
}
