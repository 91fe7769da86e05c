import { useEffect } from 'react';
import type { ContractError } from '../../shared/contract/result.js';
import { toContractError } from '../../shared/errors/contract-error.js';
import { useReconnected } from './connection.js';
import { useStore, VersionedStore } from './store/store.js';

interface PagerOptions<Key, Page> {
  /** Loads one page. `signal` is aborted when the page is no longer wanted; a page that is loaded all the same is kept. */
  readonly load: (key: Key, signal: AbortSignal) => Promise<Page>;
  /** Pages that are kept. Those wanted least recently are dropped first; those wanted now are never dropped. */
  readonly maxKept: number;
  /** Pages that are loaded at a time. A small number, so that pages in view do not wait for those scrolled past. */
  readonly maxLoading: number;
}

/**
 * Pages of something long, loaded as they are wanted and kept in a cache.
 *
 * Failure policy, the same for all pagers: `error` reports a page that failed until it is loaded or no longer wanted. It is loaded
 * again by `retry`, by `renew` and by every `wantPages`, so by the next scroll, and never automatically. Other pages load as usual.
 */
export class Pager<Key extends string | number, Page> extends VersionedStore {
  readonly #options: PagerOptions<Key, Page>;
  /** In the order of their last use. */
  readonly #pages = new Map<Key, Page>();
  readonly #loading = new Map<Key, AbortController>();
  readonly #errors = new Map<Key, ContractError>();
  /** Pages that failed since the last `wantPages`: not loaded until the next one. */
  readonly #failed = new Set<Key>();
  /** Pages that are out of date: shown until they are loaded again. */
  readonly #stale = new Set<Key>();
  #wanted: readonly Key[] = [];
  #pagesVersion = 0;

  constructor(options: PagerOptions<Key, Page>) {
    super();
    this.#options = options;
  }

  /** Why a wanted page could not be loaded; undefined when none has failed. */
  get error(): ContractError | undefined {
    const failed = this.#wanted.find((key) => this.#errors.has(key));
    return failed === undefined ? undefined : this.#errors.get(failed);
  }

  /** Whether a wanted page is loading for the first time, or again after it failed. */
  get isLoading(): boolean {
    return this.#wanted.some((key) => this.#loading.has(key) && (!this.#pages.has(key) || this.#errors.has(key)));
  }

  get isEmpty(): boolean {
    return this.#pages.size === 0;
  }

  /** Grows whenever a page is loaded; the state also when a load begins or fails. */
  get pagesVersion(): number {
    return this.#pagesVersion;
  }

  /** Loads failed pages again. */
  retry(): void {
    this.wantPages(this.#wanted);
  }

  /** Pages, or all of them, may be out of date: those wanted are loaded again now, others when they are wanted. */
  renew(keys: Iterable<Key> = [...this.#pages.keys(), ...this.#loading.keys()]): void {
    for (const key of keys) this.#stale.add(key);
    this.retry();
  }

  /** Cancels the running loads. Loaded pages stay. */
  close(): void {
    this.wantPages([]);
  }

  /** Loads the missing ones of these pages, in this order; cancels the loads of all others. */
  protected wantPages(keys: readonly Key[], { retryFailed = true } = {}): void {
    const { error, isLoading } = this;
    this.#wanted = keys;
    if (retryFailed) this.#failed.clear();
    for (const [key, abort] of this.#loading) if (!keys.includes(key)) abort.abort();
    for (const key of this.#errors.keys()) if (!keys.includes(key)) this.#errors.delete(key);
    for (const key of keys) this.#touch(key);
    this.#loadNext();
    if (error !== this.error || isLoading !== this.isLoading) this.changed();
  }

  /** A page; undefined while it is not loaded. */
  protected pageOf(key: Key): Page | undefined {
    return this.#pages.get(key);
  }

  protected get pages(): ReadonlyMap<Key, Page> {
    return this.#pages;
  }

  protected hasFailed(key: Key): boolean {
    return this.#failed.has(key);
  }

  /** Called when a load has ended, unless the pager is closed. It may want other pages, but must not retry failed ones. */
  protected loadEnded(_key: Key): void {}

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
      if (isMissing && !this.#loading.has(key) && !this.#failed.has(key)) void this.#load(key);
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
    if (this.#wanted.length > 0) this.loadEnded(key);
    this.#loadNext();
    this.changed();
  }

  #fail(key: Key, error: ContractError): void {
    this.#errors.set(key, error);
    this.#failed.add(key);
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

/** Renders when pages are loaded, loads failed ones again when the connection is back, and cancels on unmount. */
export function usePager(pager: Pager<string, unknown> | Pager<number, unknown>): void {
  useStore(pager);
  useReconnected(() => pager.retry());
  useEffect(() => () => pager.close(), [pager]);
}
