/** Where the items of one direction lie, in pixels from the first one's start: up to 10^8 rows, or columns. Immutable. */
export interface Axis {
  readonly count: number;
  readonly totalPx: number;
  /** Start of an item; `count` gives the end of the last. */
  startOf(index: number): number;
  sizeOf(index: number): number;
  /** The item that covers a pixel; the first or last one outside of them, -1 where there is none. */
  indexAt(px: number): number;
  /** The most items that a view of some length can touch. */
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

/** Items of their own sizes, for the few columns of a table: it keeps a number for each. */
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

/** Items of which a part lies in [positionPx, positionPx + viewPx), and `overscan` more on both sides. */
export function spanInView(axis: Axis, positionPx: number, viewPx: number, overscan: number): Span {
  if (axis.count === 0 || viewPx <= 0) return { first: 0, end: 0 };
  const first = Math.max(0, axis.indexAt(positionPx) - overscan);
  return { first, end: Math.min(axis.count, axis.indexAt(positionPx + viewPx) + 1 + overscan) };
}

/** Views that are passed by the shortest way; what lies farther off comes to the middle. A page is one. */
const nearViews = 1.5;

/**
 * The position at which an item is wholly in view: the nearest, or with the item in the middle when that is far, or, with
 * `centre`, when it is out of sight at all.
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

/** Where an item is only just in view; its start, when it is larger than the view. */
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
