import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellAt,
  cellOfChunk,
  chunksOfCell,
  columnLabels,
  layoutMap,
  placeOfCell,
  rowLabels,
} from '../../../../../renderer/features/inspector/chunks/map/map-layout.js';

const room = { width: 700, height: 207, binned: false };

describe('the layout of the map of chunks', () => {
  it('has 100 cells a row and one a chunk while they fit', () => {
    const layout = layoutMap({ ...room, start: 0, end: 2283 });
    expect(layout).toMatchObject({
      chunksPerCell: 1,
      cells: 2283,
      columns: 100,
      rows: 23,
      cellWidth: 7,
      cellHeight: 9,
    });
    expect(columnLabels(layout).map(({ chunks }) => chunks)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(rowLabels(layout).map(({ chunks }) => chunks)).toEqual([
      0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000, 2200,
    ]);
  });

  it('makes cells narrower before it joins chunks', () => {
    expect(layoutMap({ ...room, start: 0, end: 10_000 })).toMatchObject({ chunksPerCell: 1, columns: 200 });
  });

  it('puts a round number of chunks in a cell when they do not fit', () => {
    const layout = layoutMap({ ...room, start: 0, end: 1_000_000 });
    expect(layout).toMatchObject({ chunksPerCell: 100, cells: 10_000, columns: 200, rows: 50 });
    expect(rowLabels(layout)[1]?.chunks).toBe(100_000);
  });

  it('joins chunks on request', () => {
    expect(layoutMap({ ...room, start: 0, end: 2283, binned: true })).toMatchObject({ chunksPerCell: 5, cells: 457 });
  });

  it('is one row for a few chunks and none for no chunk', () => {
    expect(layoutMap({ ...room, start: 0, end: 3 })).toMatchObject({ cells: 3, columns: 3, rows: 1, cellWidth: 24 });
    expect(layoutMap({ ...room, start: 0, end: 0 }).cells).toBe(0);
  });

  it('never has more cells than fit, nor cells too small to click, up to ten million chunks', () => {
    const chunks = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(
        chunks,
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 60, max: 400 }),
        (end, width, height) => {
          const layout = layoutMap({ start: 0, end, width, height, binned: false });
          expect(layout.columns * layout.cellWidth).toBeLessThanOrEqual(width + 1e-6);
          expect(layout.rows * layout.cellHeight).toBeLessThanOrEqual(height);
          expect(layout.cellWidth).toBeGreaterThanOrEqual(3);
          expect(layout.cells * layout.chunksPerCell).toBeGreaterThanOrEqual(end);
        },
      ),
    );
  });

  it('finds the cell of a point and of a chunk again', () => {
    const layout = layoutMap({ ...room, start: 1000, end: 250_000 });
    const inside = fc.integer({ min: 0, max: layout.cells - 1 });
    fc.assert(
      fc.property(inside, (cell) => {
        const { x, y, width, height } = placeOfCell(layout, cell);
        expect(cellAt(layout, x + width / 2, y + height / 2)).toBe(cell);
        const { start, end } = chunksOfCell(layout, cell);
        expect(cellOfChunk(layout, start)).toBe(cell);
        expect(cellOfChunk(layout, end - 1)).toBe(cell);
      }),
    );
    expect(cellOfChunk(layout, 999)).toBeUndefined();
    expect(cellAt(layout, -1, 5)).toBeUndefined();
  });
});
