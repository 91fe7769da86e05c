import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { formatCount } from '../../../format/counts.js';

/** A character of the grid's mono font at 11.5 px, and what is beside the text. */
const characterPx = 7;
const paddingPx = 22;
const leastPx = 68;
const mostPx = 360;

/** Width of a column whose texts have at most as many characters. Grows in steps, so that it does not change with every page. */
export function columnWidth(characters: number): number {
  const wanted = characters * characterPx + paddingPx;
  return Math.min(mostPx, Math.max(leastPx, Math.ceil(wanted / 12) * 12));
}

/** A width for every column, or one for each where columns are fields of a record. */
export function columnWidths(
  data: DataShape,
  plane: Plane,
  widest: number,
  widestOf: (column: number) => number,
): number | readonly number[] {
  if (plane.columnAxis !== undefined || plane.field !== undefined || data.fields.length < 2) return columnWidth(widest);
  return data.fields.map(({ name, dtype }, column) =>
    columnWidth(Math.max(widestOf(column), name.length, dtype.length)),
  );
}

/** Width of the row heads: the name of a chunk beside the largest index. */
export function indexWidth(rows: number, hasChunks: boolean, chunks: number): number {
  const digits = (count: number) => formatCount(Math.max(0, count)).length;
  const names = hasChunks ? 46 + digits(chunks) * 7 : 0;
  return Math.max(56, names + 20 + digits(rows) * 7);
}
