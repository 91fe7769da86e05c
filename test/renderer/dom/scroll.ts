import { fireEvent } from '@testing-library/react';

/** Scrolls an element as a user does: the position first, then its event. */
export function scrollGrid(element: HTMLElement, topPx: number): void {
  element.scrollTop = topPx;
  fireEvent.scroll(element);
}
