// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { scrollGrid } from '../../../dom/scroll.js';
import { settle } from '../../../dom/window.js';
import { openGrid, tile } from './opened-grid.js';

const rowPx = 24;
const grid = () => screen.getByRole('grid', { name: 'Values' });
const cell = (text: string) => screen.queryByText(text);
const scrollToRow = (row: number) => scrollGrid(grid(), row * rowPx);

describe('the data grid', () => {
  it('has columns that keys and their edges make wider, down to a least width, and a double-click fits again', async () => {
    const { pages } = openGrid();
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    const head = () => screen.getAllByRole('columnheader')[1];
    const width = () => Number.parseInt(head()?.style.width ?? '', 10);
    const edge = () => head()?.querySelector('[aria-hidden]') ?? document.body;
    const fitting = width();
    fireEvent.keyDown(grid(), { key: 'ArrowRight', altKey: true, shiftKey: true });
    expect(width()).toBe(fitting + 12);
    for (let press = 0; press < 20; press++) {
      fireEvent.keyDown(grid(), { key: 'ArrowLeft', altKey: true, shiftKey: true });
    }
    expect(width()).toBe(40);
    fireEvent.doubleClick(edge());
    expect(width()).toBe(fitting);
  });

  it('says that values are loading, to screen readers too, until they are loaded', async () => {
    const { pages } = openGrid();
    await expect.poll(() => screen.queryByText('Loading values…')?.closest('[role="status"]')).toBeTruthy();
    expect(grid().closest('[aria-busy="true"]')).not.toBeNull();
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    await expect.poll(() => screen.queryByText('Loading values…')).toBeNull();
    expect(grid().closest('[aria-busy="true"]')).toBeNull();
  });

  it('says why its first page could not be loaded, and loads it on Retry with the focus in the grid', async () => {
    const { pages } = openGrid();
    await pages.refuse('The disk does not answer.', tile(0));
    await expect.poll(() => screen.queryByRole('alert')?.textContent).toContain('The disk does not answer.');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(document.activeElement).toBe(grid());
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('announces a second failure too', async () => {
    const { pages } = openGrid();
    await pages.refuse('The disk does not answer.', tile(0));
    await expect.poll(() => screen.queryByRole('alert')).not.toBeNull();
    const first = screen.getByRole('alert');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await pages.refuse('The disk does not answer.', tile(0));
    await expect.poll(() => screen.queryByRole('alert') !== first).toBe(true);
    expect(screen.getByRole('alert').textContent).toContain('The disk does not answer.');
  });

  it('keeps the rows that are there when the next page fails, and loads it again on the next scroll', async () => {
    const { pages } = openGrid();
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    scrollToRow(120);
    await pages.refuse('The disk does not answer.', tile(1));
    await expect.poll(() => screen.queryByRole('alert')).not.toBeNull();
    expect(cell('0:120:0')).not.toBeNull();
    expect(cell('0:130:0')).toBeNull();
    scrollToRow(122);
    await pages.answer(tile(1));
    await expect.poll(() => cell('0:130:0')).not.toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows other pages although one failed, and no longer reports that one when it is out of view', async () => {
    const { pages } = openGrid();
    await pages.refuse('The disk does not answer.', tile(0));
    await expect.poll(() => screen.queryByRole('alert')).not.toBeNull();
    scrollToRow(5000);
    await pages.answer(tile(39));
    await expect.poll(() => cell('0:5000:0')).not.toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('selects a row, a column and everything by a click on their heads', async () => {
    const { pages } = openGrid();
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    const stage = grid().querySelector('[role="presentation"] > [role="presentation"]') ?? grid();
    const selected = () => grid().querySelectorAll('[role="gridcell"][aria-selected="true"]').length;
    const drawn = grid().querySelectorAll('[role="gridcell"]').length;
    fireEvent.pointerDown(stage, { button: 0, clientX: 10, clientY: 28 + 30 });
    await expect.poll(selected).toBe(3);
    fireEvent.pointerDown(stage, { button: 0, clientX: 200, clientY: 5 });
    await expect.poll(selected).toBe(drawn / 3);
    fireEvent.pointerDown(stage, { button: 0, clientX: 5, clientY: 5 });
    await expect.poll(selected).toBe(drawn);
  });

  it('loads automatically when a lost host is back', async () => {
    const { host, pages } = openGrid();
    await expect.poll(() => pages.waiting()).toBe(1);
    host.lose();
    await expect.poll(() => screen.queryByRole('alert')?.textContent).toContain('does not answer');
    host.comeBack();
    await pages.answer(tile(0));
    await expect.poll(() => cell('0:0:0')).not.toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows the plane chosen last, whichever is loaded last', async () => {
    const { pages, showPlane } = openGrid();
    await expect.poll(() => pages.waiting()).toBe(1);
    showPlane(1);
    await pages.answer(tile(0, 1));
    await expect.poll(() => cell('1:0:0')).not.toBeNull();
    await settle(() => pages.answer(tile(0, 0)));
    expect(cell('1:0:0')).not.toBeNull();
    expect(cell('0:0:0')).toBeNull();
  });

  it('loads nothing more after it is unmounted', async () => {
    const { host, pages, unmount } = openGrid();
    scrollToRow(120);
    await expect.poll(() => pages.waiting()).toBe(2);
    scrollToRow(5000);
    await expect.poll(() => screen.queryByText('5,000')).not.toBeNull();
    unmount();
    await settle(() => pages.answer(tile(0)));
    await settle(() => pages.refuse('Too late.', tile(1)));
    host.lose();
    host.comeBack();
    expect(pages.asked).toHaveLength(2);
  });

  it('moves its cell by keys also where nothing was loaded', async () => {
    const { pages } = openGrid();
    await pages.refuse('The disk does not answer.', tile(0));
    await expect.poll(() => screen.queryByRole('alert')).not.toBeNull();
    fireEvent.keyDown(grid(), { key: 'End', ctrlKey: true });
    await pages.answer(({ rowStart }: { rowStart: number }) => rowStart > 99_000);
    await expect
      .poll(() => cell('0:99999:2')?.closest('[role="gridcell"]')?.id)
      .toBe(grid().getAttribute('aria-activedescendant'));
  });
});
