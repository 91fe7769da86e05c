import { describe, expect, it, vi } from 'vitest';
import type { CellPart } from '../../../../../renderer/features/inspector/data/cell-range.js';
import { CellTiles, tileColumns, tileRows } from '../../../../../renderer/features/inspector/data/cell-tiles.js';
import type { CellsPage } from '../../../../../shared/contract/inspect/data.js';

const rows = 300;
const columns = 40;

async function page(part: CellPart): Promise<CellsPage> {
  const height = Math.min(part.rowEnd, rows) - part.rowStart;
  const width = Math.min(part.columnEnd, columns) - part.columnStart;
  const texts = Array.from(
    { length: height * width },
    (_, at) => `${part.rowStart + Math.floor(at / width)}:${part.columnStart + (at % width)}`,
  );
  return { rows: height, columns: width, texts, special: [{ at: 1, kind: 'nan' }], unreadable: [2] };
}

const view = (rowStart: number, columnStart = 0): CellPart => ({
  rowStart,
  rowEnd: rowStart + 20,
  columnStart,
  columnEnd: columnStart + 5,
});

describe('CellTiles', () => {
  it('has the cells of what was wanted, also across tiles', async () => {
    const tiles = new CellTiles(page);
    tiles.want(view(tileRows - 10, tileColumns - 2));
    await vi.waitFor(() => expect(tiles.cell(tileRows + 9, tileColumns + 2)).toBeDefined());
    expect(tiles.cell(tileRows - 10, tileColumns - 2)?.text).toBe(`${tileRows - 10}:${tileColumns - 2}`);
    expect(tiles.cell(tileRows + 9, tileColumns + 2)?.text).toBe(`${tileRows + 9}:${tileColumns + 2}`);
    expect(tiles.cell(0, 1)).toMatchObject({ special: 'nan', unreadable: false });
    expect(tiles.cell(0, 2)).toMatchObject({ unreadable: true });
  });

  it('asks for no tile twice and for two at a time', async () => {
    const load = vi.fn(page);
    const tiles = new CellTiles(load);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: columns });
    expect(load).toHaveBeenCalledTimes(2);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: columns });
    await vi.waitFor(() => expect(tiles.cell(rows - 1, columns - 1)).toBeDefined());
    expect(load).toHaveBeenCalledTimes(6);
  });

  it('does not ask for what is wanted no more', async () => {
    const load = vi.fn(page);
    const tiles = new CellTiles(load);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: 1 });
    tiles.want(view(0));
    await vi.waitFor(() => expect(tiles.cell(0, 0)).toBeDefined());
    await Promise.resolve();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('borrows cells until its own are there, from one set before only', async () => {
    const first = new CellTiles(page);
    first.want(view(0));
    await vi.waitFor(() => expect(first.cell(0, 0)).toBeDefined());
    const skipped = new CellTiles(page, first);
    const second = new CellTiles(async (part) => ({ ...(await page(part)), texts: ['own'] }), skipped);
    expect(second.cell(0, 0)?.text).toBe('0:0');
    second.want(view(0));
    await vi.waitFor(() => expect(second.cell(0, 0)?.text).toBe('own'));
  });

  it('keeps the error and goes on after a retry', async () => {
    let fails = true;
    const tiles = new CellTiles((part) => (fails ? Promise.reject(new Error('gone')) : page(part)));
    tiles.want(view(0));
    await vi.waitFor(() => expect(tiles.error?.details).toContain('gone'));
    fails = false;
    tiles.retry();
    await vi.waitFor(() => expect(tiles.cell(0, 0)?.text).toBe('0:0'));
  });
});
