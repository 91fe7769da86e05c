import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutRows, type RowRange } from '../../../../../renderer/features/inspector/bytes/hex/hex-layout.js';

const fold = (startRow: number, endRow: number): RowRange => ({ startRow, endRow });

describe('the lines of the hex view', () => {
  const layout = layoutRows(100, [fold(9, 47), fold(60, 64)]);

  it('are the rows of the file, folds being one line each', () => {
    expect(layout.lineCount).toBe(100 - 37 - 3);
    expect(layout.lineAt(8)).toEqual({ kind: 'bytes', row: 8 });
    expect(layout.lineAt(9)).toEqual({ kind: 'fold', fold: fold(9, 47) });
    expect(layout.lineAt(10)).toEqual({ kind: 'bytes', row: 47 });
    expect(layout.lineAt(23)).toEqual({ kind: 'fold', fold: fold(60, 64) });
    expect(layout.lineAt(24)).toEqual({ kind: 'bytes', row: 64 });
  });

  it('are found by their rows, folded ones by their fold', () => {
    expect(layout.lineOf(8)).toBe(8);
    expect(layout.lineOf(20)).toBe(9);
    expect(layout.lineOf(47)).toBe(10);
    expect(layout.lineOf(99)).toBe(layout.lineCount - 1);
    expect(layout.foldOf(46)).toEqual(fold(9, 47));
    expect(layout.foldOf(47)).toBeUndefined();
  });

  it('stay exact for a file of 200 GiB', () => {
    const rows = 200 * 2 ** 26;
    const large = layoutRows(rows, [fold(10, rows - 10)]);
    expect(large.lineCount).toBe(21);
    expect(large.lineAt(11)).toEqual({ kind: 'bytes', row: rows - 10 });
    expect(layoutRows(rows, []).lineAt(rows - 1)).toEqual({ kind: 'bytes', row: rows - 1 });
  });

  it('are found from their rows and back, whatever is folded', () => {
    const gaps = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 50 })), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, fc.nat(50), (lengths, rest) => {
        let row = 0;
        const folds = lengths.map(([gap, length]) => {
          const startRow = row + gap;
          row = startRow + length;
          return fold(startRow, row);
        });
        const made = layoutRows(row + rest, folds);
        for (let line = 0; line < made.lineCount; line++) {
          const at = made.lineAt(line);
          expect(made.lineOf(at.kind === 'fold' ? at.fold.endRow - 1 : at.row)).toBe(line);
        }
      }),
    );
  });
});
