/**
 * Browsers cannot make an element of any height (Chromium stops near 33 million pixels), and 10^8 rows need 2.4 * 10^9. So the
 * element that gives the scroll bar its length is at most this long; where the content is longer, one pixel of the scroll bar
 * is several pixels of content. The shown position is then stored separately: wheel and keys move it exactly and the scroll bar
 * follows; only dragging the scroll bar sets it.
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

/** Limits a position to the content: from its start to the position at which its end is at the end of the view. */
export function clampPosition(positionPx: number, { totalPx, viewPx }: Extent): number {
  return Math.max(0, Math.min(totalPx - viewPx, positionPx));
}

/** The scroll bar's offset for a position. */
export function scrollOfPosition(positionPx: number, { totalPx, viewPx }: Extent): number {
  return isScaled(totalPx) ? positionPx * scaleOf(totalPx, viewPx) : positionPx;
}

/** The position for the offset of a dragged scroll bar. */
export function positionOfScroll(scrollPx: number, extent: Extent): number {
  const { totalPx, viewPx } = extent;
  return clampPosition(isScaled(totalPx) ? scrollPx / scaleOf(totalPx, viewPx) : scrollPx, extent);
}

/**
 * The position after a scroll event. On scaled content, the event that follows our own scrolling changes nothing (the browser
 * rounds its offset to a pixel, which may be many rows), and a touch moves the content by the distance of the finger.
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
