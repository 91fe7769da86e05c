import type { ContractError } from '../../shared/contract/result.js';
import { toContractError } from '../../shared/errors/contract-error.js';
import { VersionedStore } from './store/versioned-store.js';

interface PagerOptions<Key, Page> {
  /** Loads one page. `signal` is aborted when the page is not wanted any more; a page that comes all the same is kept. */
  readonly load: (key: Key, signal: AbortSignal) => Promise<Page>;
  /** Pages that are kept; those not wanted for longest are dropped first, those wanted now never. */
  readonly maxKept: number;
  /** Pages that are loaded at a time: more would delay those in view by those scrolled past. */
  readonly maxLoading: number;
}

/**
 * Pages of something long, loaded as they are wanted and kept in a cache.
 *
 * Failure policy, the one of all pagers: a page that failed is reported by `error` until it is loaded or not wanted any more; it
 * is asked for again by `retry`, `renew` and every `wantPages`, so by the next scroll; other pages load as if nothing had failed.
 * Nothing is asked for again by itself.
 */
export class Pager<Key extends string | number, Page> extends VersionedStore {
  readonly #options: PagerOptions<Key, Page>;
  /** In the order of their last use. */
  readonly #pages = new Map<Key, Page>();
  readonly #loading = new Map<Key, AbortController>();
  readonly #errors = new Map<Key, ContractError>();
  /** Pages that failed since they were wanted last. */
  readonly #held = new Set<Key>();
  /** Pages that are to be loaded again; shown until then. */
  readonly #stale = new Set<Key>();
  #wanted: readonly Key[] = [];
  #pagesVersion = 0;

  constructor(options: PagerOptions<Key, Page>) {
    super();
    this.#options = options;
  }

  /** Why a wanted page could not be loaded; undefined while none has failed. */
  get error(): ContractError | undefined {
    const failed = this.#wanted.find((key) => this.#errors.has(key));
    return failed === undefined ? undefined : this.#errors.get(failed);
  }

  /** Whether a wanted page is on its way for the first time, or again after it failed. */
  get isLoading(): boolean {
    return this.#wanted.some((key) => this.#loading.has(key) && (!this.#pages.has(key) || this.#errors.has(key)));
  }

  get isEmpty(): boolean {
    return this.#pages.size === 0;
  }

  /** Grows whenever a page comes; the state also when a load begins or fails. */
  get pagesVersion(): number {
    return this.#pagesVersion;
  }

  /** Asks for failed pages again. */
  retry(): void {
    this.wantPages(this.#wanted);
  }

  /** All pages may be out of date: those wanted are loaded again at once, others when they are wanted. */
  renew(): void {
    for (const key of [...this.#pages.keys(), ...this.#loading.keys()]) this.#stale.add(key);
    this.retry();
  }

  /** Cancels what is being loaded. The pages that are there stay. */
  close(): void {
    this.wantPages([]);
  }

  /** Loads those of these pages that are not there, the first ones first; cancels the others. */
  protected wantPages(keys: readonly Key[]): void {
    const { error, isLoading } = this;
    this.#wanted = keys;
    this.#held.clear();
    for (const [key, abort] of this.#loading) if (!keys.includes(key)) abort.abort();
    for (const key of this.#errors.keys()) if (!keys.includes(key)) this.#errors.delete(key);
    for (const key of keys) this.#touch(key);
    this.#loadNext();
    if (error !== this.error || isLoading !== this.isLoading) this.changed();
  }

  /** A page, if it is there. */
  protected pageOf(key: Key): Page | undefined {
    return this.#pages.get(key);
  }

  protected get pages(): ReadonlyMap<Key, Page> {
    return this.#pages;
  }

  #touch(key: Key): void {
    const page = this.#pages.get(key);
    if (page === undefined) return;
    this.#pages.delete(key);
    this.#pages.set(key, page);
  }

  #loadNext(): void {
    for (const key of this.#wanted) {
      if (this.#loading.size >= this.#options.maxLoading) return;
      const isMissing = !this.#pages.has(key) || this.#stale.has(key);
      if (isMissing && !this.#loading.has(key) && !this.#held.has(key)) void this.#load(key);
    }
  }

  async #load(key: Key): Promise<void> {
    const abort = new AbortController();
    this.#loading.set(key, abort);
    this.#stale.delete(key);
    try {
      this.#keep(key, await this.#options.load(key, abort.signal));
    } catch (thrown) {
      if (this.#pages.has(key)) this.#stale.add(key);
      if (!abort.signal.aborted) this.#fail(key, toContractError(thrown));
    }
    this.#loading.delete(key);
    this.#loadNext();
    this.changed();
  }

  #fail(key: Key, error: ContractError): void {
    this.#errors.set(key, error);
    this.#held.add(key);
  }

  #keep(key: Key, page: Page): void {
    this.#errors.delete(key);
    this.#pages.delete(key);
    this.#pages.set(key, page);
    this.#pagesVersion += 1;
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#options.maxKept) return;
      if (!this.#wanted.includes(oldest)) this.#pages.delete(oldest);
    }
  }
}
