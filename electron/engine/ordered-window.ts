/**
 * Runs `work` on the items of a source, at most `window` at a time, and yields the results in the order of the items.
 *
 * Each running piece of work holds one slot, 0..window-1, and keeps it until the consumer asks for the next result: a
 * slot's buffers may be read while its result is being looked at. When the consumer stops or anything throws, the
 * generator first waits for the work that is still running, so that nobody writes to a buffer or a file afterwards.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterator<Item> | Iterator<Item>,
  window: number,
  work: (item: Item, slot: number) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
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
        const result = work(next.value, slot);
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
    await Promise.allSettled(running.map((entry) => entry.result));
    await items.return?.();
  }
}
