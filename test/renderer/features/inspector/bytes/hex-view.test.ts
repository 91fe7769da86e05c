import { describe, expect, it } from 'vitest';
import { fillOf } from '../../../../../renderer/features/inspector/bytes/hex/byte-words.js';
import { visibleRanges } from '../../../../../renderer/features/inspector/bytes/hex/folds.js';
import { rowCells, rowRuns } from '../../../../../renderer/features/inspector/bytes/hex/HexRow.js';
import { columnAt, hexGeometry, layoutRows } from '../../../../../renderer/features/inspector/bytes/hex/hex-layout.js';

describe('a row of the hex view', () => {
  const fields = {
    fieldAt: (byte: number) =>
      ({ start: 0, end: 64, region: 'header', shade: byte % 16 < 4 ? 0 : 1, name: 'magic' }) as const,
  };
  const page = Uint8Array.from({ length: 64 }, (_, at) => at);

  it('ends with the file', () => {
    const cells = rowCells({ row: 1, fileBytes: 20, page, fields });
    expect(cells.map(({ byte, value }) => [byte, value])).toEqual([
      [16, 16],
      [17, 17],
      [18, 18],
      [19, 19],
    ]);
  });

  it('has its characters in runs that are drawn alike', () => {
    const runs = rowRuns(rowCells({ row: 0, fileBytes: 64, page, fields }), 2, 6);
    expect(runs.map(({ start, cells, isSelected }) => [start, cells.length, isSelected])).toEqual([
      [0, 2, false],
      [2, 2, true],
      [4, 2, true],
      [6, 10, false],
    ]);
  });

  it('has wider offsets where the file is large', () => {
    expect(hexGeometry(1000).digits).toBe(8);
    expect(hexGeometry(2 ** 32 + 1).digits).toBe(9);
    expect(hexGeometry(2 ** 38).hexPx).toBeGreaterThan(hexGeometry(1000).hexPx);
  });

  it('fits a row, its characters too, beside the map in a window of 640 pixels', () => {
    expect(hexGeometry(2 ** 32, 484).widthPx).toBeLessThanOrEqual(484);
    expect(hexGeometry(1000, 620)).toEqual(hexGeometry(1000));
  });

  it('finds digits and characters by their place', () => {
    const geometry = hexGeometry(1000);
    expect(columnAt(0, geometry)).toBe(0);
    expect(columnAt(geometry.hexPx + 7 * 22 + 21, geometry)).toBe(7);
    expect(columnAt(geometry.hexPx + 8 * 22 + 4, geometry)).toBe(8);
    expect(columnAt(geometry.hexPx + 8 * 22 + 8, geometry)).toBe(8);
    expect(columnAt(geometry.textPx + 8.6 * 15 + 1, geometry)).toBe(15);
    expect(columnAt(9999, geometry)).toBe(15);
  });
});

describe('what is in view', () => {
  it('leaves out folds, and joins rows that follow each other', () => {
    const layout = layoutRows(20, [{ startRow: 4, endRow: 10, region: 'payload' as const, what: '' }]);
    expect(visibleRanges(layout, 2, 8, 1000)).toEqual([
      { start: 32, end: 64 },
      { start: 160, end: 208 },
    ]);
    expect(visibleRanges(layout, 0, 99, 315).at(-1)?.end).toBe(315);
  });
});

describe('the fill of a fold', () => {
  it('is the value of bytes that are all equal, and none otherwise', () => {
    expect(fillOf(new Uint8Array(100))).toBe('00');
    expect(fillOf(new Uint8Array(100).fill(255))).toBe('ff');
    expect(fillOf(Uint8Array.of(0, 0, 1))).toBeUndefined();
    expect(fillOf(new Uint8Array(0))).toBeUndefined();
  });
});
