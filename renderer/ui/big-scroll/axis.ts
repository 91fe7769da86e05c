/** Positions of the items of one direction (up to 10^8 rows or columns), in pixels from the start of the first. Immutable. */
export interface Axis {
  readonly count: number;
  readonly totalPx: number;
  /** Start of an item; `count` gives the end of the last. */
  startOf(index: number): number;
  sizeOf(index: number): number;
  /** The item at a pixel; the first or last item for pixels outside, -1 without items. */
  indexAt(px: number): number;
  /** The largest number of items that a view of this length can show, whole or in part. */
  mostIn(viewPx: number): number;
}

/** Items of one size. */
export function evenAxis(count: number, sizePx: number): Axis {
  return {
    count,
    totalPx: count * sizePx,
    startOf: (index) => index * sizePx,
    sizeOf: () => sizePx,
    indexAt: (px) => Math.min(count - 1, Math.max(0, Math.floor(px / sizePx))),
    mostIn: (viewPx) => Math.min(count, Math.ceil(Math.max(0, viewPx) / sizePx) + 1),
  };
}

/** Items of different sizes, for the few columns of a table: it stores a number for each. */
export function unevenAxis(sizesPx: readonly number[]): Axis {
  const starts = [0];
  for (const size of sizesPx) starts.push((starts.at(-1) ?? 0) + size);
  const startOf = (index: number) => starts[Math.max(0, Math.min(sizesPx.length, index))] ?? 0;
  return {
    count: sizesPx.length,
    totalPx: startOf(sizesPx.length),
    startOf,
    sizeOf: (index) => sizesPx[index] ?? 0,
    indexAt: (px) => Math.min(sizesPx.length - 1, lastNotAfter(starts, px)),
    mostIn: () => sizesPx.length,
  };
}

/** Items [first, end) that a view shows. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Items of which a part is in [positionPx, positionPx + viewPx), and `overscan` more on both sides. */
export function spanInView(axis: Axis, positionPx: number, viewPx: number, overscan: number): Span {
  if (axis.count === 0 || viewPx <= 0) return { first: 0, end: 0 };
  const first = Math.max(0, axis.indexAt(positionPx) - overscan);
  return { first, end: Math.min(axis.count, axis.indexAt(positionPx + viewPx) + 1 + overscan) };
}

/** An item at most this many view lengths away is scrolled just into view; one farther away is scrolled to the middle. */
const nearViews = 1.5;

/**
 * The position at which an item is completely in view: the nearest such position, or the item in the middle when that is far
 * away, or, with `centre`, when the item is not in view.
 */
export function positionToReveal(
  axis: Axis,
  index: number,
  positionPx: number,
  viewPx: number,
  centre = false,
): number {
  const nearest = nearestPosition(axis, index, positionPx, viewPx);
  const isFar = Math.abs(nearest - positionPx) > (centre ? 0 : nearViews * viewPx);
  return isFar ? Math.round(axis.startOf(index) - (viewPx - axis.sizeOf(index)) / 2) : nearest;
}

/** The nearest position with the item completely in view; the item's start when it is larger than the view. */
function nearestPosition(axis: Axis, index: number, positionPx: number, viewPx: number): number {
  const startPx = axis.startOf(index);
  const endPx = startPx + axis.sizeOf(index);
  if (startPx < positionPx || endPx - startPx > viewPx) return startPx;
  return endPx > positionPx + viewPx ? endPx - viewPx : positionPx;
}

/** Index of the last of ascending numbers that is not above a value; 0 when all are. */
function lastNotAfter(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
