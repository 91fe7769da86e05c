/** Pseudo-random numbers from 0 to 1 (exclusive), determined by the seed, a u32 (mulberry32, T. Ettinger). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in turns: the first of each group, then the second of each, and so on; groups in the order of their first items. */
export function inTurns<T>(items: readonly T[], groupOf: (item: T) => unknown): readonly T[] {
  const seen = new Map<unknown, number>();
  const numbered = items.map((item) => {
    const group = groupOf(item);
    const turn = seen.get(group) ?? 0;
    seen.set(group, turn + 1);
    return { item, turn };
  });
  return numbered.sort((a, b) => a.turn - b.turn).map(({ item }) => item);
}

/** The items in an order determined by the seed. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = randomFrom(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
