// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { linePx } from '../../../../../renderer/features/inspector/bytes/hex/hex-layout.js';
import { scrollGrid } from '../../../dom/scroll.js';
import { openBytes, page } from './opened-bytes.js';

const grid = () => screen.getByRole('grid', { name: 'Bytes of the file' });
const scrollToRow = (row: number) => scrollGrid(grid(), row * linePx);
const offset = (row: number) => (row * 16).toString(16).padStart(8, '0');

/** The digits of a row in view; undefined for one that is not drawn. */
function digits(row: number): string | undefined {
  const head = screen.queryAllByRole('rowheader').find(({ textContent }) => textContent === offset(row));
  const cells = head?.closest('[role="row"]')?.querySelectorAll('[role="gridcell"]');
  return cells && [...cells].map(({ textContent }) => textContent).join(' ');
}

const rowOf = (value: string) => Array.from({ length: 16 }, () => value).join(' ');
const alertText = () => screen.queryByRole('alert')?.textContent;

describe('the hex view', () => {
  it('shows offsets immediately, says that bytes are loading, and shows them when they are loaded', async () => {
    const { pages } = openBytes();
    expect(digits(2)).not.toContain('02');
    await expect.poll(() => screen.queryByText('Loading bytes…')?.closest('[role="status"]')).toBeTruthy();
    await pages.answer(page(0));
    await expect.poll(() => digits(2)).toBe(rowOf('02'));
    await expect.poll(() => screen.queryByText('Loading bytes…')).toBeNull();
  });

  it('says why bytes could not be loaded, and loads them on Retry', async () => {
    const { pages } = openBytes();
    await pages.refuse('The file cannot be read.', page(0));
    await expect.poll(alertText).toContain('The file cannot be read.');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(document.activeElement).toBe(grid());
    await pages.answer(page(0));
    await expect.poll(() => digits(2)).toBe(rowOf('02'));
    expect(alertText()).toBeUndefined();
  });

  it('keeps what is loaded when the next page fails, and loads that again on the next scroll', async () => {
    const { pages } = openBytes();
    await pages.answer(page(0));
    scrollToRow(1015);
    await pages.refuse('The file cannot be read.', page(1));
    await expect.poll(alertText).toContain('The file cannot be read.');
    expect(digits(1020)).toBe(rowOf('fc'));
    expect(digits(1025)).not.toContain('01');
    scrollToRow(1016);
    await pages.answer(page(1));
    await expect.poll(() => digits(1025)).toBe(rowOf('01'));
    expect(alertText()).toBeUndefined();
  });

  it('cancels pages that were scrolled past, which is no failure', async () => {
    const { host, pages } = openBytes();
    await pages.answer(page(0));
    scrollToRow(5000);
    await expect.poll(() => pages.asked.length).toBe(2);
    scrollToRow(20_000);
    await expect.poll(() => pages.asked.length).toBe(3);
    await pages.answer(page(19));
    await expect.poll(() => digits(20_000)).toBe(rowOf('20'));
    expect(host.aborted).toEqual(['inspect.bytes']);
    expect(alertText()).toBeUndefined();
  });

  it('loads automatically when a lost host is back', async () => {
    const { host, pages } = openBytes();
    await expect.poll(() => pages.waiting()).toBe(1);
    host.lose();
    await expect.poll(alertText).toContain('broke off');
    host.comeBack();
    await pages.answer(page(0));
    await expect.poll(() => digits(2)).toBe(rowOf('02'));
    expect(alertText()).toBeUndefined();
  });

  it('moves its cursor by keys also where nothing could be read', async () => {
    const { pages } = openBytes();
    await pages.refuse('The file cannot be read.', page(0));
    await expect.poll(alertText).toBeDefined();
    fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    fireEvent.keyDown(grid(), { key: 'ArrowRight' });
    expect(grid().getAttribute('aria-activedescendant')).toMatch(/-1-1$/);
    fireEvent.keyDown(grid(), { key: 'End', ctrlKey: true });
    await pages.answer(page(61));
    await expect.poll(() => digits(62_499)).toBe(rowOf('23'));
  });

  it('cancels what is loading when it is unmounted', async () => {
    const { pages, host, unmount } = openBytes();
    await expect.poll(() => pages.waiting()).toBe(1);
    unmount();
    expect(host.aborted).toEqual(['inspect.bytes']);
    host.lose();
    host.comeBack();
    expect(pages.asked).toHaveLength(1);
  });
});
