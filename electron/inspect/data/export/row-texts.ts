import type { NumberFormat } from '../../../../shared/contract/inspect/data.js';
import type { ArrayAccess } from '../../document.js';
import { cellText } from '../cell-text.js';
import { gatherCells } from '../gather.js';
import type { Grid } from '../grid.js';
import type { DigitPlan } from '../number-text.js';

/** Texts of cells of one row, from `columnStart` on; the row ends with `isRowEnd`. */
export interface RowTexts {
  readonly row: number;
  readonly columnStart: number;
  readonly texts: readonly string[];
  readonly isRowEnd: boolean;
}

export interface RowStyle {
  readonly format: NumberFormat;
  /** Digits of columns [start, end) for `auto`. */
  plansOf?(start: number, end: number): Promise<ReadonlyMap<number, DigitPlan>>;
}

/** Bytes and cells that are read at a time. */
const BAND_BYTES = 2 ** 20;
const BAND_CELLS = 16_384;
/** Longer values are cut. */
const MAX_VALUE_BYTES = 2 ** 20;

/** All cells as text, row by row; wide rows in several parts. Throws the error of the first damaged chunk. */
export async function* rowTexts(
  access: ArrayAccess,
  grid: Grid,
  style: RowStyle,
  signal: AbortSignal,
): AsyncGenerator<RowTexts, void, undefined> {
  const { rows, columns } = grid;
  const cells = bandCells(grid);
  const bandRows = Math.max(1, Math.floor(cells / Math.max(1, columns)));
  const bandColumns = Math.max(1, Math.min(columns, cells));
  for (let rowStart = 0; rowStart < rows; rowStart += bandRows) {
    const rowEnd = Math.min(rows, rowStart + bandRows);
    // A row without columns is yielded too.
    for (let columnStart = 0; columnStart === 0 || columnStart < columns; columnStart += bandColumns) {
      const columnEnd = Math.min(columns, columnStart + bandColumns);
      yield* bandTexts(access, grid, { rowStart, rowEnd, columnStart, columnEnd }, style, signal);
    }
  }
}

function bandCells(grid: Grid): number {
  const leaves = grid.columnLeaves ?? (grid.columns > 0 ? [grid.leafOf(0)] : []);
  const widest = leaves.reduce((most, { dtype }) => Math.max(most, Math.min(dtype.itemsize, MAX_VALUE_BYTES)), 1);
  return Math.max(1, Math.min(BAND_CELLS, Math.floor(BAND_BYTES / widest)));
}

async function* bandTexts(
  access: ArrayAccess,
  grid: Grid,
  part: Parameters<typeof gatherCells>[2],
  { format, plansOf }: RowStyle,
  signal: AbortSignal,
): AsyncGenerator<RowTexts, void, undefined> {
  const { rowStart, rowEnd, columnStart, columnEnd } = part;
  const plans = format.kind === 'auto' ? await plansOf?.(columnStart, columnEnd) : undefined;
  const cells = await gatherCells(access, grid, part, { signal, damage: 'fail', maxBytes: MAX_VALUE_BYTES });
  const columns = Array.from({ length: columnEnd - columnStart }, (_, column) => {
    const plan = plans?.get(columnStart + column);
    const style = { format, maxBytes: MAX_VALUE_BYTES, ...(plan && { plan }) };
    return { leaf: grid.leafOf(columnStart + column), style };
  });
  for (let row = 0; row < rowEnd - rowStart; row++) {
    const texts = columns.map(
      ({ leaf, style }, column) => cellText(leaf, cells.bytes, cells.offsetOf(row, column), style).text,
    );
    yield { row: rowStart + row, columnStart, texts, isRowEnd: columnEnd === grid.columns };
  }
}
