import type { ChunkRow, ChunksPage } from '../../../../../shared/contract/inspect/chunks.js';

/** Rows of one page: a page and its neighbour fill any screen. */
export const PAGE_ROWS = 200;
/** Pages that are kept: what scrolling back shows at once. */
const MAX_PAGES = 32;

export type LoadRows = (start: number, count: number) => Promise<ChunksPage>;

/** What is known of the whole table. */
export interface TableFacts {
  /** Rows of the table; undefined until the first page came. */
  readonly total: number | undefined;
  readonly filterProblem?: string | undefined;
  /** Chunks found so far, while they are still being looked for. */
  readonly walkedChunks?: number | undefined;
  readonly error?: unknown;
  /** Another one whenever there are other rows to show. */
  readonly turn: number;
}

/**
 * Rows of one order and filter, in pages that are loaded as they come into view, one at a time and the newest wish first. An old
 * page stays until its renewal comes.
 */
export class ChunkRows {
  readonly #load: LoadRows;
  /** By page; the order of the map is that of the last use. */
  readonly #pages = new Map<number, readonly ChunkRow[]>();
  readonly #stale = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #facts: TableFacts = { total: undefined, turn: 0 };
  #wanted: readonly number[] = [];
  #isLoading = false;

  constructor(load: LoadRows) {
    this.#load = load;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly facts = (): TableFacts => this.#facts;

  /** A row, if it is there. */
  row(index: number): ChunkRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** The row of a chunk, among those that are there. */
  indexOf(chunkIndex: number): number | undefined {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.chunkIndex === chunkIndex);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return undefined;
  }

  /** Rows [first, end) are in view. */
  show(first: number, end: number): void {
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
    this.#wanted = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    void this.#loadWanted();
  }

  /** The host said that something of the chunks changed. */
  renew(): void {
    for (const page of this.#pages.keys()) this.#stale.add(page);
    void this.#loadWanted();
  }

  async #loadWanted(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    for (;;) {
      const page = this.#wanted.find((wanted) => !this.#pages.has(wanted) || this.#stale.has(wanted));
      if (page === undefined || !(await this.#loadPage(page))) break;
    }
    this.#isLoading = false;
  }

  /** Answers whether to go on. */
  async #loadPage(page: number): Promise<boolean> {
    this.#stale.delete(page);
    try {
      const { total, rows, filterProblem, walkedChunks } = await this.#load(page * PAGE_ROWS, PAGE_ROWS);
      this.#pages.delete(page);
      this.#pages.set(page, rows);
      const oldest = [...this.#pages.keys()].find((kept) => !this.#wanted.includes(kept));
      if (this.#pages.size > MAX_PAGES && oldest !== undefined) this.#pages.delete(oldest);
      this.#tell({ total, filterProblem, walkedChunks });
      return true;
    } catch (error) {
      this.#tell({ total: this.#facts.total, error });
      return false;
    }
  }

  #tell(facts: Omit<TableFacts, 'turn'>): void {
    this.#facts = { ...facts, turn: this.#facts.turn + 1 };
    for (const listener of this.#listeners) listener();
  }
}
