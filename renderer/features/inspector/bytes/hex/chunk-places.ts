import type { Client } from '../../../../data/client.js';
import { VersionedStore } from '../../../../data/store/versioned-store.js';
import { type ChunkPage, chunksPerPage } from './folds.js';

/** Pages of places that are kept: what folds them to lines, so that no more chunks than these are folded one by one. */
const mostPages = 20;

/** Where the chunks lie, as far as was asked. */
export class ChunkPlaces extends VersionedStore {
  readonly #client: Client;
  readonly #document: string;
  readonly #digestBytes: number;
  #pages: readonly ChunkPage[] = [];
  #total = 0;

  constructor(client: Client, document: string, digestBytes: number) {
    super();
    this.#client = client;
    this.#document = document;
    this.#digestBytes = digestBytes;
  }

  /** Ascending. */
  get pages(): readonly ChunkPage[] {
    return this.#pages;
  }

  /** All chunks that there are. */
  get total(): number {
    return this.#total;
  }

  /** After more chunks were found: the last page may have been cut short. */
  async renew(): Promise<void> {
    const last = this.#pages.at(-1)?.page ?? 0;
    await this.#ask(last);
  }

  async load(page: number): Promise<void> {
    if (!this.#pages.some((known) => known.page === page)) await this.#ask(page);
  }

  async #ask(page: number): Promise<void> {
    const { total, rows } = await this.#client.call('inspect.chunks', {
      document: this.#document,
      start: page * chunksPerPage,
      count: chunksPerPage,
      orderBy: 'index',
      descending: false,
    });
    // Chunks that have no place end the page: what follows stays folded with the next ones.
    const end = rows.findIndex(({ storedBytes, offsetBytes }) => storedBytes <= 0 || offsetBytes < 0);
    const chunks = (end < 0 ? rows : rows.slice(0, end)).map(({ offsetBytes, storedBytes }) => ({
      start: offsetBytes,
      end: offsetBytes + storedBytes + this.#digestBytes,
    }));
    const others = this.#pages.filter((known) => known.page !== page).slice(-mostPages + 1);
    this.#pages = [...others, { page, chunks }].sort((one, other) => one.page - other.page);
    this.#total = total;
    this.changed();
  }
}
