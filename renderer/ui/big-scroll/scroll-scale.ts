/**
 * Browsers cannot make an element of any height (Chromium stops near 33 million pixels), and 10^8 rows need 2.4 * 10^9. So the
 * element that gives the scroll bar its length is at most this long, and where the content is longer, a pixel of scrolling
 * stands for several of the content. What is shown is then told by a position of our own, which wheel and keys move exactly;
 * the scroll bar follows it, and leads only when it is dragged.
 */
export const maxElementPx = 8_000_000;

/** One direction: the length of all content and of the part in view, in content pixels. */
export interface Extent {
  readonly totalPx: number;
  readonly viewPx: number;
}

/** Length of the element that scrolls. */
export function elementPxOf(totalPx: number): number {
  return Math.min(totalPx, maxElementPx);
}

export function isScaled(totalPx: number): boolean {
  return totalPx > maxElementPx;
}

/** A position within the content: never before its start, and never past what fills the view. */
export function clampPosition(positionPx: number, { totalPx, viewPx }: Extent): number {
  return Math.max(0, Math.min(totalPx - viewPx, positionPx));
}

/** Where the scroll bar stands for a position. */
export function scrollOfPosition(positionPx: number, { totalPx, viewPx }: Extent): number {
  return isScaled(totalPx) ? positionPx * scaleOf(totalPx, viewPx) : positionPx;
}

/** What a scroll bar shows that was dragged. */
export function positionOfScroll(scrollPx: number, extent: Extent): number {
  const { totalPx, viewPx } = extent;
  return clampPosition(isScaled(totalPx) ? scrollPx / scaleOf(totalPx, viewPx) : scrollPx, extent);
}

/**
 * The position after the browser scrolled. On scaled content the echo of our own scrolling (the browser rounds it to a pixel,
 * which may stand for many rows) changes nothing, and a finger moves the content as far as it moves.
 */
export function positionAfterScroll(positionPx: number, scrollPx: number, extent: Extent): number {
  if (!isScaled(extent.totalPx)) return positionOfScroll(scrollPx, extent);
  const movedPx = scrollPx - scrollOfPosition(positionPx, extent);
  if (Math.abs(movedPx) <= 1) return positionPx;
  const isAtEnd = scrollPx <= 0 || scrollPx >= elementPxOf(extent.totalPx) - extent.viewPx - 1;
  return Math.abs(movedPx) < extent.viewPx && !isAtEnd
    ? clampPosition(positionPx + movedPx, extent)
    : positionOfScroll(scrollPx, extent);
}

function scaleOf(totalPx: number, viewPx: number): number {
  return (elementPxOf(totalPx) - viewPx) / (totalPx - viewPx);
}
