import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { formatCount } from '../../../format/counts.js';
import { rowIndex } from './plane-model.js';

/** The chunk of a row's first cell; undefined where there are none or it is not known yet. */
export type ChunkOfRow = (row: number) => number | undefined;

/** Computed where chunks hold whole rows of the first axis and that is the row axis; otherwise from the loaded cells. */
export function chunkOfRow(data: DataShape, plane: Plane, loaded: ChunkOfRow): ChunkOfRow {
  const { rowsPerChunk } = data;
  if (rowsPerChunk === undefined || plane.rowAxis !== 0) return loaded;
  return (row) => Math.floor(rowIndex(plane, row) / rowsPerChunk);
}

/** The chunk that begins at a row; undefined when the row above is in the same chunk, or its chunk is not known. */
export function chunkStartingAt(chunkOf: ChunkOfRow, row: number): number | undefined {
  const chunk = chunkOf(row);
  if (chunk === undefined || row === 0) return chunk;
  const above = chunkOf(row - 1);
  return above === undefined || above === chunk ? undefined : chunk;
}

/** A character of the grid's mono font at 11.5 px, and the room beside the text. */
const characterPx = 7;
const paddingPx = 22;
const minPx = 68;
const maxPx = 360;
/** Of widths that are set by hand. */
const leastChosenPx = 40;
const maxChosenPx = 1200;

/** Width of a column whose texts have at most as many characters. Grows in steps, so that it does not change with every page. */
function columnWidth(characters: number): number {
  const wanted = characters * characterPx + paddingPx;
  return Math.min(maxPx, Math.max(minPx, Math.ceil(wanted / 12) * 12));
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

/** Widths that the user has set, by column. */
export type ChosenWidths = Readonly<Record<number, number>>;

/** The widths with those that were set; where all columns have one width, the last that was set is the width of all. */
export function withChosenWidths(widths: number | readonly number[], chosen: ChosenWidths): number | readonly number[] {
  if (typeof widths !== 'number') return widths.map((width, column) => chosen[column] ?? width);
  return Object.values(chosen)[0] ?? widths;
}

/** The chosen widths after one was set, or, if undefined, left to the content. */
export function chooseWidth(
  widths: number | readonly number[],
  chosen: ChosenWidths,
  column: number,
  widthPx: number | undefined,
): ChosenWidths {
  const { [column]: _before, ...others } = typeof widths === 'number' ? { [column]: 0 } : chosen;
  return widthPx === undefined
    ? others
    : { ...others, [column]: Math.max(leastChosenPx, Math.min(maxChosenPx, Math.round(widthPx))) };
}

/** Width of the row heads: the name of a chunk beside the largest index. */
export function indexWidth(rows: number, hasChunks: boolean, chunks: number): number {
  const digits = (count: number) => formatCount(Math.max(0, count)).length;
  const names = hasChunks ? 56 + digits(chunks) * 7 : 0;
  return Math.max(56, names + 20 + digits(rows) * 7);
}
