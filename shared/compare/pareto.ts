/** A point of the trade-off: more of both is better. */
export interface TradeOff {
  readonly ratio: number;
  readonly speed: number;
}

/**
 * The items for which no other item is better in both, by ascending ratio and descending speed. Of equal points the first is kept.
 */
export function paretoFrontier<T>(items: readonly T[], point: (item: T) => TradeOff): readonly T[] {
  const sorted = items
    .map((item) => ({ item, ...point(item) }))
    .toSorted((a, b) => b.ratio - a.ratio || b.speed - a.speed);
  let fastest = Number.NEGATIVE_INFINITY;
  const frontier: T[] = [];
  for (const { item, speed } of sorted) {
    if (speed <= fastest) continue;
    fastest = speed;
    frontier.push(item);
  }
  return frontier.reverse();
}

/**
 * The corners of the step line along a frontier: from each point down to the speed of the next, then horizontally to it. Straight
 * lines between points would show speeds that no mixture of two settings reaches.
 */
export function stepCorners(frontier: readonly TradeOff[]): readonly TradeOff[] {
  return frontier.flatMap((point, index) => {
    const before = frontier[index - 1];
    return before ? [{ ratio: before.ratio, speed: point.speed }, point] : [point];
  });
}
