import { describe, expect, it, vi } from 'vitest';
import type { CellPart } from '../../../../../renderer/features/inspector/data/cell-range.js';
import { CellTiles, tileColumns, tileRows } from '../../../../../renderer/features/inspector/data/cell-tiles.js';
import type { CellsPage } from '../../../../../shared/contract/inspect/data.js';
import { gated } from '../../../gated.js';

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

/** A host whose pages, identified by their first row, are answered or failed one by one by the test. */
function gatedPages() {
  const gate = gated<CellPart, CellsPage>();
  const isOf = (row: number) => (part: CellPart) => part.rowStart === row;
  return {
    load: gate.ask,
    asked: () => gate.asked.map(({ rowStart }) => rowStart),
    answer: (row: number) => gate.answer(page, isOf(row)),
    fail: (row: number) => gate.fail(new Error(`row ${row} failed`), isOf(row)),
  };
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
    await expect.poll(() => tiles.cell(tileRows + 9, tileColumns + 2)).toBeDefined();
    expect(tiles.cell(tileRows - 10, tileColumns - 2)?.text).toBe(`${tileRows - 10}:${tileColumns - 2}`);
    expect(tiles.cell(tileRows + 9, tileColumns + 2)?.text).toBe(`${tileRows + 9}:${tileColumns + 2}`);
    expect(tiles.cell(0, 1)).toMatchObject({ special: 'nan', unreadable: false });
    expect(tiles.cell(0, 2)).toMatchObject({ unreadable: true });
  });

  it('loads no tile twice, and two at a time', async () => {
    const load = vi.fn(page);
    const tiles = new CellTiles(load);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: columns });
    expect(load).toHaveBeenCalledTimes(2);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: columns });
    await expect.poll(() => tiles.cell(rows - 1, columns - 1)).toBeDefined();
    expect(load).toHaveBeenCalledTimes(6);
  });

  it('does not load what is no longer wanted', async () => {
    const { load, answer, asked } = gatedPages();
    const tiles = new CellTiles(load);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: 1 });
    tiles.want(view(0));
    await answer(128);
    await answer(0);
    await expect.poll(() => tiles.cell(0, 0)).toBeDefined();
    expect(asked()).toEqual([0, 128]);
  });

  it('shows the cells of the plane before until its own are loaded, and of no earlier one', async () => {
    const first = new CellTiles(page);
    first.want(view(0));
    await expect.poll(() => first.cell(0, 0)).toBeDefined();
    const skipped = new CellTiles(page, first);
    const second = new CellTiles(async (part) => ({ ...(await page(part)), texts: ['own'] }), skipped);
    expect(second.cell(0, 0)?.text).toBe('0:0');
    second.want(view(0));
    await expect.poll(() => second.cell(0, 0)?.text).toBe('own');
  });

  describe('when a page fails beside others', () => {
    /** Rows 0 to 299 in view: three tiles, of which the second failed. */
    async function withSecondFailed() {
      const pages = gatedPages();
      const tiles = new CellTiles(pages.load);
      tiles.want(allRows);
      await pages.answer(0);
      await pages.fail(128);
      await pages.answer(256);
      await expect.poll(() => tiles.cell(256, 0)?.text).toBe('256:0');
      return { tiles, pages };
    }
    const allRows = { rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: 5 };

    it('reports it, loads the others and repeats nothing automatically', async () => {
      const { tiles, pages } = await withSecondFailed();
      expect(tiles.error?.details).toContain('row 128 failed');
      expect(tiles.cell(0, 0)?.text).toBe('0:0');
      expect(tiles.cell(128, 0)).toBeUndefined();
      expect(tiles.isLoading).toBe(false);
      expect(pages.asked()).toEqual([0, 128, 256]);
    });

    it('loads it alone on retry, and reports it until it is loaded', async () => {
      const { tiles, pages } = await withSecondFailed();
      tiles.retry();
      expect(tiles.isLoading).toBe(true);
      expect(tiles.error).toBeDefined();
      await pages.answer(128);
      await expect.poll(() => tiles.cell(128, 0)?.text).toBe('128:0');
      expect(tiles.error).toBeUndefined();
      expect(pages.asked()).toEqual([0, 128, 256, 128]);
    });

    it('loads it again on the next scroll', async () => {
      const { tiles, pages } = await withSecondFailed();
      tiles.want(view(140));
      await pages.fail(128);
      await expect.poll(() => tiles.isLoading).toBe(false);
      expect(tiles.error?.details).toContain('row 128 failed');
      tiles.want(view(150));
      await pages.answer(128);
      await expect.poll(() => tiles.cell(150, 0)?.text).toBe('150:0');
      expect(tiles.error).toBeUndefined();
    });

    it('does not report it when it is out of view', async () => {
      const { tiles } = await withSecondFailed();
      tiles.want(view(0));
      expect(tiles.error).toBeUndefined();
    });
  });

  it('keeps a page that is loaded after it was scrolled past', async () => {
    const { load, answer } = gatedPages();
    const tiles = new CellTiles(load);
    tiles.want(view(0));
    tiles.want(view(256));
    await answer(256);
    await answer(0);
    await expect.poll(() => tiles.cell(0, 0)?.text).toBe('0:0');
    expect(tiles.cell(256, 0)?.text).toBe('256:0');
  });

  it('loads nothing more after it was closed', async () => {
    const { load, answer, asked } = gatedPages();
    const tiles = new CellTiles(load);
    tiles.want({ rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: 5 });
    tiles.close();
    await answer(0);
    await answer(128);
    expect(asked()).toEqual([0, 128]);
  });
});
