/** Bytes a row. Rows begin at multiples of it, whatever is folded. */
export const rowBytes = 16;

/** Rows of the file [startRow, endRow) that are shown as one line. */
export interface RowRange {
  readonly startRow: number;
  readonly endRow: number;
}

/** What a line of the view shows: a row of the file, or a fold. */
export type Line<Fold extends RowRange> =
  | { readonly kind: 'bytes'; readonly row: number }
  | { readonly kind: 'fold'; readonly fold: Fold };

/** Which rows of a file the lines of the view are, some runs of rows being folded to a line each. Immutable. */
export interface RowLayout<Fold extends RowRange> {
  readonly lineCount: number;
  lineAt(line: number): Line<Fold>;
  /** The line that shows a row, or the fold it is in. */
  lineOf(row: number): number;
  foldOf(row: number): Fold | undefined;
}

/** `folds` in the order of the file, apart from each other. */
export function layoutRows<Fold extends RowRange>(rowCount: number, folds: readonly Fold[]): RowLayout<Fold> {
  // foldLines[k] is the line of fold k; saved[k] counts the lines that the folds before it save.
  const saved = [0];
  for (const { startRow, endRow } of folds) saved.push((saved.at(-1) ?? 0) + endRow - startRow - 1);
  const foldLine = (at: number) => (folds[at]?.startRow ?? 0) - (saved[at] ?? 0);
  const lastFold = (isNotAfter: (at: number) => boolean) => {
    let low = 0;
    let high = folds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isNotAfter(middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const foldBefore = (row: number) => lastFold((at) => (folds[at]?.startRow ?? 0) <= row);
  const foldOf = (row: number) => {
    const fold = folds[foldBefore(row)];
    return fold && row < fold.endRow ? fold : undefined;
  };
  return {
    lineCount: rowCount - (saved.at(-1) ?? 0),
    lineAt(line) {
      const at = lastFold((candidate) => foldLine(candidate) <= line);
      const fold = folds[at];
      if (fold && foldLine(at) === line) return { kind: 'fold', fold };
      return { kind: 'bytes', row: line + (saved[at + 1] ?? 0) };
    },
    lineOf(row) {
      const at = foldBefore(row);
      const fold = folds[at];
      return fold && row < fold.endRow ? foldLine(at) : row - (saved[at + 1] ?? 0);
    },
    foldOf,
  };
}
