/** How many items are processed ahead of the consumer. */
export interface WindowSize<Item> {
  /** Number of slots: items that were taken from the source and whose results are not yet consumed. */
  readonly window: number;
  /** Number of items that are processed at the same time. */
  readonly concurrency: number;
  /** Limit of the memory of all items in the window. An item that needs more is processed alone. */
  readonly memory?: { readonly maxBytes: number; readonly bytesOf: (item: Item) => number };
}

interface Running<Result> {
  readonly slot: number;
  readonly bytes: number;
  readonly result: Promise<Result>;
}

/**
 * Runs `work` on the items of a source, `concurrency` of them at a time and at most `window` ahead of the consumer, and yields the
 * results in the order of the items.
 *
 * Each item has a slot, 0..window-1, until the consumer requests the next result, so that the consumer can read the slot's
 * buffers. When the consumer stops or anything throws, the generator first waits for all running work, so that nothing is
 * written to a buffer or a file afterwards.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterator<Item> | Iterator<Item>,
  { window, concurrency, memory }: WindowSize<Item>,
  work: (item: Item, slot: number) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const semaphore = new Semaphore(concurrency);
  const running: Running<Result>[] = [];
  const freeSlots = Array.from({ length: window }, (_, slot) => window - 1 - slot);
  const maxBytes = memory?.maxBytes ?? Number.POSITIVE_INFINITY;
  const source = new Lookahead(items, memory?.bytesOf ?? (() => 0));
  let usedBytes = 0;
  const begin = ({ item, bytes }: Weighed<Item>): void => {
    // A window of n has n slots, of which fewer than n are in use here.
    const slot = freeSlots.pop() as number;
    const result = semaphore.run(() => work(item, slot));
    result.catch(() => undefined); // thrown when it is the oldest result; until then not an unhandled rejection
    running.push({ slot, bytes, result });
    usedBytes += bytes;
  };
  try {
    for (;;) {
      while (running.length < window && usedBytes < maxBytes) {
        const next = await source.take(running.length === 0 ? Number.POSITIVE_INFINITY : maxBytes - usedBytes);
        if (!next) break;
        begin(next);
      }
      const oldest = running[0];
      if (oldest === undefined) return;
      yield await oldest.result;
      running.shift();
      freeSlots.push(oldest.slot);
      usedBytes -= oldest.bytes;
    }
  } finally {
    semaphore.dropWaiting();
    await Promise.allSettled(running.map((entry) => entry.result));
    await items.return?.();
  }
}

interface Weighed<Item> {
  readonly item: Item;
  readonly bytes: number;
}

/** Reads one item ahead, which stays here until there is enough memory for it. */
class Lookahead<Item> {
  readonly #items: AsyncIterator<Item> | Iterator<Item>;
  readonly #bytesOf: (item: Item) => number;
  #next: Weighed<Item> | undefined;
  #exhausted = false;

  constructor(items: AsyncIterator<Item> | Iterator<Item>, bytesOf: (item: Item) => number) {
    this.#items = items;
    this.#bytesOf = bytesOf;
  }

  /** The next item; undefined at the end, or when it needs more than `roomBytes`. */
  async take(roomBytes: number): Promise<Weighed<Item> | undefined> {
    if (!this.#next && !this.#exhausted) {
      const taken = await this.#items.next();
      if (taken.done) this.#exhausted = true;
      else this.#next = { item: taken.value, bytes: this.#bytesOf(taken.value) };
    }
    const next = this.#next;
    if (!next || next.bytes > roomBytes) return undefined;
    this.#next = undefined;
    return next;
  }
}

/** Limits the number of functions that run at the same time; the others wait in the order of their calls. */
class Semaphore {
  #free: number;
  readonly #waiting: { readonly start: () => void; readonly drop: (reason: Error) => void }[] = [];

  constructor(permits: number) {
    this.#free = permits;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((start, drop) => this.#waiting.push({ start, drop }));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.start();
      else this.#free++;
    }
  }

  /** Rejects all waiting calls. */
  dropWaiting(): void {
    for (const { drop } of this.#waiting.splice(0)) drop(new Error('dropped'));
  }
}
