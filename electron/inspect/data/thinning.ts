/** Reading every nth row and column of a grid, where reading all of it would cost too much. */
import type { GridPart } from './gather.js';
import type { Grid } from './grid.js';
import { readingCost } from './reading-cost.js';

/** Every nth row and column is read. */
export interface Thinning {
  readonly rowStep: number;
  readonly columnStep: number;
}

/** All rows and columns. */
export const UNTHINNED: Thinning = { rowStep: 1, columnStep: 1 };

interface Limits {
  /** Plain bytes of the smallest read. */
  readonly unitBytes: number;
  readonly maxBytes: number;
  readonly maxCells?: number;
}

/** The smallest steps within the limits, in doublings of `from`. */
export function planThinning(
  grid: Grid,
  part: GridPart,
  { unitBytes, maxBytes, maxCells = Number.POSITIVE_INFINITY }: Limits,
  from = UNTHINNED,
): Thinning {
  const rows = part.rowEnd - part.rowStart;
  const columns = part.columnEnd - part.columnStart;
  let { rowStep, columnStep } = from;
  const isTooMuch = (): boolean => {
    const [down, across] = [Math.ceil(rows / rowStep), Math.ceil(columns / columnStep)];
    const axes = [
      { count: down, strideBytes: grid.rowStrideBytes * rowStep },
      { count: grid.columnLeaves ? 1 : across, strideBytes: grid.columnStrideBytes * columnStep },
    ];
    return down * across > maxCells || readingCost(axes, unitBytes) > maxBytes;
  };
  while (isTooMuch() && (rowStep < rows || columnStep < columns)) {
    // Thinning along the axis that is contiguous in memory saves nothing until its values are in different blocks.
    const rowsAreFar = grid.rowStrideBytes >= grid.columnStrideBytes;
    if ((rowsAreFar && rowStep < rows) || columnStep >= columns || grid.columnLeaves) rowStep *= 2;
    else columnStep *= 2;
  }
  return { rowStep, columnStep };
}

/** The part as a grid with every nth row and column. */
export function thinned(grid: Grid, part: GridPart, { rowStep, columnStep }: Thinning): Grid {
  const { columnLeaves } = grid;
  return {
    rows: Math.ceil((part.rowEnd - part.rowStart) / rowStep),
    columns: Math.ceil((part.columnEnd - part.columnStart) / columnStep),
    rowByte: (row) => grid.rowByte(part.rowStart + row * rowStep),
    columnByte: (column) => grid.columnByte(part.columnStart + column * columnStep),
    leafOf: (column) => grid.leafOf(part.columnStart + column * columnStep),
    rowStrideBytes: grid.rowStrideBytes * rowStep,
    columnStrideBytes: grid.columnStrideBytes * columnStep,
    ...(columnLeaves && { columnLeaves: columnLeaves.slice(part.columnStart, part.columnEnd) }),
  };
}
