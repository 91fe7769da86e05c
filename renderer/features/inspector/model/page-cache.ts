/** Answers that were used last, by key; the one that was not used for longest goes first. */
export class PageCache<Page> {
  readonly #pages = new Map<string, Page>();
  readonly #most: number;

  constructor(most = 32) {
    this.#most = most;
  }

  get(key: string): Page | undefined {
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  set(key: string, page: Page): void {
    this.#pages.delete(key);
    this.#pages.set(key, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > this.#most && oldest !== undefined) this.#pages.delete(oldest);
  }
}
