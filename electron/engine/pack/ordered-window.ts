/** How far ahead of its consumer a window works. */
export interface WindowSize<Item> {
  /** Items taken from the source and not yet done with: the slots there are. */
  readonly window: number;
  /** How many of them are worked on at the same time. */
  readonly atOnce: number;
  /** What the items in flight may take together, by what each takes. One that takes more than that goes alone. */
  readonly memory?: { readonly mostBytes: number; readonly bytesOf: (item: Item) => number };
}

interface Running<Result> {
  readonly slot: number;
  readonly bytes: number;
  readonly result: Promise<Result>;
}

/**
 * Runs `work` on the items of a source, `atOnce` of them at a time and never more than `window` ahead of the consumer, and
 * yields the results in the order of the items.
 *
 * Each running piece of work holds one slot, 0..window-1, and keeps it until the consumer asks for the next result: a
 * slot's buffers may be read while its result is being looked at. When the consumer stops or anything throws, the
 * generator first waits for the work that is still running, so that no buffer or file is written to afterwards.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterator<Item> | Iterator<Item>,
  { window, atOnce, memory }: WindowSize<Item>,
  work: (item: Item, slot: number) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const semaphore = new Semaphore(atOnce);
  const running: Running<Result>[] = [];
  const freeSlots = Array.from({ length: window }, (_, slot) => window - 1 - slot);
  const mostBytes = memory?.mostBytes ?? Number.POSITIVE_INFINITY;
  const source = new Lookahead(items, memory?.bytesOf ?? (() => 0));
  let usedBytes = 0;
  const begin = ({ item, bytes }: Weighed<Item>): void => {
    // A window of n has n slots, and fewer than n are running here.
    const slot = freeSlots.pop() as number;
    const result = semaphore.run(() => work(item, slot));
    result.catch(() => undefined); // reported when it is the oldest; not an unhandled rejection until then
    running.push({ slot, bytes, result });
    usedBytes += bytes;
  };
  try {
    for (;;) {
      while (running.length < window && usedBytes < mostBytes) {
        const next = await source.take(running.length === 0 ? Number.POSITIVE_INFINITY : mostBytes - usedBytes);
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

/** Items of a source, each of which waits until there is room for it. */
class Lookahead<Item> {
  readonly #items: AsyncIterator<Item> | Iterator<Item>;
  readonly #bytesOf: (item: Item) => number;
  #next: Weighed<Item> | undefined;
  #exhausted = false;

  constructor(items: AsyncIterator<Item> | Iterator<Item>, bytesOf: (item: Item) => number) {
    this.#items = items;
    this.#bytesOf = bytesOf;
  }

  /** The next item; undefined at the end, and while it takes more than `roomBytes`. */
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

/** Lets a number of pieces of work run at once; the others wait in the order in which they came. */
class Semaphore {
  #free: number;
  readonly #waiting: { readonly start: () => void; readonly drop: (reason: Error) => void }[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
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

  /** Lets nothing begin that has not begun. */
  dropWaiting(): void {
    for (const { drop } of this.#waiting.splice(0)) drop(new Error('dropped'));
  }
}
