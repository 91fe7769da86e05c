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

/** `folds` must be in the order of the file and must not overlap. */
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

export const linePx = 22;
export const headPx = 22;

/** Distances in a row, in pixels. */
interface Spacing {
  readonly padPx: number;
  /** From the start of an offset of 8 digits to the bytes. */
  readonly offsetPx: number;
  /** Of a byte's two digits. */
  readonly cellPx: number;
  /** Between the two halves of a row, and between the digits and the characters. */
  readonly gapPx: number;
  readonly characterPx: number;
}

const roomy: Spacing = { padPx: 16, offsetPx: 74, cellPx: 22, gapPx: 8, characterPx: 8.6 };
/** For small windows and large zoom: the narrowest in which the digits of neighbours stay apart. */
const dense: Spacing = { padPx: 6, offsetPx: 66, cellPx: 17, gapPx: 6, characterPx: 7.3 };

/** The places of the parts of a row, in pixels from its left edge. */
export interface HexGeometry extends Pick<Spacing, 'cellPx' | 'gapPx' | 'characterPx'> {
  /** Digits of an offset. */
  readonly digits: number;
  readonly addressPx: number;
  readonly hexPx: number;
  readonly textPx: number;
  readonly widthPx: number;
}

/** As roomy as fits into `roomPx`. */
export function hexGeometry(fileBytes: number, roomPx = Number.POSITIVE_INFINITY): HexGeometry {
  const digits = Math.max(8, Math.max(0, fileBytes - 1).toString(16).length);
  const roomyRow = geometryOf(digits, roomy);
  return roomyRow.widthPx <= roomPx ? roomyRow : geometryOf(digits, dense);
}

function geometryOf(digits: number, { padPx, offsetPx, cellPx, gapPx, characterPx }: Spacing): HexGeometry {
  const hexPx = padPx + offsetPx + (digits - 8) * 8;
  const textPx = hexPx + rowBytes * cellPx + 2 * gapPx;
  const widthPx = textPx + rowBytes * characterPx + padPx;
  return { digits, addressPx: padPx, hexPx, textPx, widthPx, cellPx, gapPx, characterPx };
}

/** The byte of a row at a place: of its digits, or of its character. */
export function columnAt(xPx: number, { hexPx, textPx, cellPx, gapPx, characterPx }: HexGeometry): number {
  if (xPx >= textPx) return clampColumn((xPx - textPx) / characterPx);
  const inHex = xPx - hexPx;
  const half = (rowBytes / 2) * cellPx;
  return clampColumn((inHex < half ? inHex : Math.max(half, inHex - gapPx)) / cellPx);
}

function clampColumn(column: number): number {
  return Math.max(0, Math.min(rowBytes - 1, Math.floor(column)));
}
