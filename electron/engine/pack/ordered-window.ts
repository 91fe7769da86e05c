/** How far ahead of its consumer a window works. */
export interface WindowSize {
  /** Items taken from the source and not yet done with: the slots there are. */
  readonly window: number;
  /** How many of them are worked on at the same time. */
  readonly atOnce: number;
}

/**
 * Runs `work` on the items of a source, `atOnce` of them at a time and never more than `window` ahead of the consumer, and
 * yields the results in the order of the items.
 *
 * Each running piece of work holds one slot, 0..window-1, and keeps it until the consumer asks for the next result: a
 * slot's buffers may be read while its result is being looked at. When the consumer stops or anything throws, the
 * generator first waits for the work that is still running, so that nobody writes to a buffer or a file afterwards.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterator<Item> | Iterator<Item>,
  { window, atOnce }: WindowSize,
  work: (item: Item, slot: number) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const turns = new Turns(atOnce);
  const running: { readonly slot: number; readonly result: Promise<Result> }[] = [];
  const freeSlots = Array.from({ length: window }, (_, slot) => window - 1 - slot);
  let exhausted = false;
  try {
    for (;;) {
      while (!exhausted && running.length < window) {
        const next = await items.next();
        if (next.done) {
          exhausted = true;
          break;
        }
        // A window of n has n slots, and fewer than n are running here.
        const slot = freeSlots.pop() as number;
        const result = turns.run(() => work(next.value, slot));
        result.catch(() => undefined); // seen when its turn comes; not an unhandled rejection until then
        running.push({ slot, result });
      }
      const oldest = running[0];
      if (oldest === undefined) return;
      yield await oldest.result;
      running.shift();
      freeSlots.push(oldest.slot);
    }
  } finally {
    turns.dropWaiting();
    await Promise.allSettled(running.map((entry) => entry.result));
    await items.return?.();
  }
}

/** Lets a number of pieces of work run at once; the others wait in the order in which they came. */
class Turns {
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

  /** Lets nothing begin that has not begun; nobody wants it any more. */
  dropWaiting(): void {
    for (const { drop } of this.#waiting.splice(0)) drop(new Error('dropped'));
  }
}
