/** Marks a pane, for F6: `<section data-pane>`. Give it `tabIndex={-1}` when nothing in it may be focusable. */
const paneSelector = '[data-pane]';
const focusable = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]';

/** Moves the focus to the first control of the next pane in document order, or of the one before, round and round. */
export function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>(paneSelector)].filter((pane) => pane.checkVisibility());
  // The innermost pane around the focus, for panes can lie in panes.
  const current = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = panes.at((current + step + panes.length) % Math.max(1, panes.length));
  const target = next?.querySelector<HTMLElement>(`[aria-current], ${focusable}`) ?? next;
  target?.focus();
}
