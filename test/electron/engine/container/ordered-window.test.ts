import { describe, expect, test } from 'vitest';
import { mapInOrder } from '../../../../electron/engine/container/ordered-window.js';
import { turn } from '../../../until.js';

/** Yields the numbers from 0, and records how many were requested and whether it was stopped. */
class Numbers implements AsyncIterator<number> {
  asked = 0;
  stopped = 0;
  readonly #end: number;

  constructor(end: number) {
    this.#end = end;
  }

  async next(): Promise<IteratorResult<number>> {
    if (this.asked === this.#end) return { done: true, value: undefined };
    return { done: false, value: this.asked++ };
  }

  async return(): Promise<IteratorResult<number>> {
    this.stopped++;
    return { done: true, value: undefined };
  }
}

async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('mapInOrder', () => {
  test('yields in the order of the items, however long each takes', async () => {
    const results = mapInOrder(new Numbers(20), { window: 4, concurrency: 4 }, async (item) => {
      await turn((item * 7) % 5);
      return item * 10;
    });
    expect(await collect(results)).toEqual(Array.from({ length: 20 }, (_, item) => item * 10));
  });

  test('limits the memory of all items in the window, and processes a larger item alone', async () => {
    const sizes = [1, 2, 9, 3, 20, 5, 5, 1];
    let used = 0;
    let most = 0;
    const memory = { maxBytes: 10, bytesOf: (size: number) => size };
    const results = mapInOrder(sizes.values(), { window: 4, concurrency: 4, memory }, async (size) => {
      used += size;
      if (size === 20) expect(used).toBe(size);
      else most = Math.max(most, used);
      await turn(size % 3);
      return size;
    });
    const received: number[] = [];
    for await (const size of results) {
      await turn(1);
      received.push(size);
      used -= size;
    }
    expect(received).toEqual(sizes);
    expect(most).toBe(10);
  });

  test('never runs more than the window or two in one slot, and keeps a slot while its result is used', async () => {
    const inSlot = new Map<number, number>();
    let most = 0;
    const results = mapInOrder(new Numbers(50), { window: 3, concurrency: 3 }, async (item, slot) => {
      expect(inSlot.has(slot)).toBe(false);
      expect(slot).toBeLessThan(3);
      inSlot.set(slot, item);
      most = Math.max(most, inSlot.size);
      await turn(item % 3);
      return { item, slot };
    });
    for await (const { item, slot } of results) {
      await turn(1);
      expect(inSlot.get(slot)).toBe(item);
      inSlot.delete(slot);
    }
    expect(most).toBe(3);
  });

  test('limits concurrency, and starts no item after the consumer has stopped', async () => {
    let running = 0;
    let most = 0;
    let begun = 0;
    const results = mapInOrder(new Numbers(40), { window: 9, concurrency: 2 }, async (item) => {
      begun++;
      most = Math.max(most, ++running);
      await turn(item % 3);
      running--;
      return item;
    });
    for await (const item of results) if (item === 10) break;
    expect(most).toBe(2);
    expect(running).toBe(0);
    const begunThen = begun;
    await turn(10);
    expect(begun).toBe(begunThen);
  });

  test('requests no more items than the window has slots', async () => {
    const items = new Numbers(1000);
    const results = mapInOrder(items, { window: 5, concurrency: 5 }, async (item) => item);
    await results.next();
    expect(items.asked).toBe(5);
    await results.next();
    expect(items.asked).toBe(6);
    await results.return();
  });

  test('takes a synchronous iterator, and nothing at all', async () => {
    expect(await collect(mapInOrder([1, 2, 3].values(), { window: 2, concurrency: 2 }, async (item) => -item))).toEqual(
      [-1, -2, -3],
    );
    expect(await collect(mapInOrder([].values(), { window: 2, concurrency: 2 }, async (item) => item))).toEqual([]);
  });

  test('yields the results before the failing item, then throws, after the running work has ended', async () => {
    const items = new Numbers(100);
    const ended: number[] = [];
    const received: number[] = [];
    const results = mapInOrder(items, { window: 4, concurrency: 4 }, async (item) => {
      await turn(item === 2 ? 0 : 20);
      ended.push(item);
      if (item === 2) throw new Error('item 2');
      return item;
    });
    const reading = (async () => {
      for await (const item of results) received.push(item);
    })();
    await expect(reading).rejects.toThrow('item 2');
    expect(received).toEqual([0, 1]);
    expect(ended.toSorted()).toEqual(Array.from({ length: items.asked }, (_, item) => item));
    expect(items.stopped).toBe(1);
  });

  test('waits for the running work when the items fail', async () => {
    let ended = 0;
    function* items(): Generator<number> {
      yield 0;
      yield 1;
      throw new Error('no more items');
    }
    const results = mapInOrder(items(), { window: 4, concurrency: 4 }, async () => {
      await turn(10);
      ended++;
    });
    await expect(collect(results)).rejects.toThrow('no more items');
    expect(ended).toBe(2);
  });

  test('waits for the running work and stops the items when the consumer stops', async () => {
    const items = new Numbers(100);
    let ended = 0;
    const results = mapInOrder(items, { window: 4, concurrency: 4 }, async () => {
      await turn(5);
      ended++;
    });
    for await (const _ of results) break;
    expect(ended).toBe(items.asked);
    expect(items.stopped).toBe(1);
  });
});
