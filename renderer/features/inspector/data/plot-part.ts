import type { Plane } from '../../../../shared/contract/inspect/data.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import type { CellPart } from './cell-range.js';
import type { DataViewName } from './data-state.js';

/** Bytes that a plot reads without a request of the user: about a second of decompressing. */
export const plotBytes = 256 * 2 ** 20;

interface PlaneSize {
  readonly rows: number;
  readonly columns: number;
}

/** Bytes from a row of the plane to the next, and from a column to the next. */
export interface PlaneStrides {
  readonly rowBytes: number;
  readonly columnBytes: number;
}

/**
 * The part of a plane that plots and samples show at first: all of it, or, along the axis whose neighbours are farthest apart in
 * memory, the range with the cell out of equal ranges of `plotBytes`. So it stays the same while the cell moves within it.
 */
export function partAround(size: PlaneSize, strides: PlaneStrides, place: GridPlace): CellPart {
  const whole = { rowStart: 0, rowEnd: size.rows, columnStart: 0, columnEnd: size.columns };
  if (strides.rowBytes >= strides.columnBytes) {
    const [rowStart, rowEnd] = spanAround(size.rows, strides.rowBytes, place.row);
    return { ...whole, rowStart, rowEnd };
  }
  const [columnStart, columnEnd] = spanAround(size.columns, strides.columnBytes, place.column);
  return { ...whole, columnStart, columnEnd };
}

function spanAround(count: number, itemBytes: number, at: number): readonly [start: number, end: number] {
  const most = leadingDigit(Math.max(1, Math.floor(plotBytes / Math.max(1, itemBytes))));
  if (count <= most * 1.5) return [0, count];
  const start = Math.min(Math.floor(at / most) * most, count - 1);
  return [start, Math.min(count, start + most)];
}

/** Bytes between neighbours along the axes of a plane. */
export function stridesOf(plane: Plane, shape: readonly number[], order: 'C' | 'F', itemBytes: number): PlaneStrides {
  const along = (axis: number | undefined, step = 1) => {
    if (axis === undefined) return 0;
    const inner = order === 'C' ? shape.slice(axis + 1) : shape.slice(0, axis);
    return inner.reduce((bytes, length) => bytes * length, itemBytes) * step;
  };
  return { rowBytes: along(plane.rowAxis, plane.rowStep), columnBytes: along(plane.columnAxis, plane.columnStep) };
}

/** 4,096 becomes 4,000: a round number. */
function leadingDigit(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count));
  return Math.floor(count / power) * power;
}

/** A zoom shows at least as many rows and columns. */
const minItems = 8;

/** A part zoomed in (`factor` below 1) or out; the cell at the shares `at` of it keeps its place. */
export function zoomPart(part: CellPart, size: PlaneSize, factor: number, at: { x: number; y: number }): CellPart {
  const rows = zoomSpan(part.rowStart, part.rowEnd, size.rows, factor, at.y);
  const columns = zoomSpan(part.columnStart, part.columnEnd, size.columns, factor, at.x);
  return { rowStart: rows[0], rowEnd: rows[1], columnStart: columns[0], columnEnd: columns[1] };
}

/** A span [start, end) of `count` items, scaled around a share of it. */
export function zoomSpan(
  start: number,
  end: number,
  count: number,
  factor: number,
  share: number,
): readonly [start: number, end: number] {
  const length = Math.max(Math.min(minItems, count), Math.min(count, Math.round((end - start) * factor)));
  const from = Math.round(start + (end - start - length) * share);
  return moveSpan(from, length, count);
}

/** A part moved by rows and columns, at most to the edges of its plane. */
export function movePart(part: CellPart, size: PlaneSize, rows: number, columns: number): CellPart {
  const [rowStart, rowEnd] = moveSpan(part.rowStart + rows, part.rowEnd - part.rowStart, size.rows);
  const [columnStart, columnEnd] = moveSpan(
    part.columnStart + columns,
    part.columnEnd - part.columnStart,
    size.columns,
  );
  return { rowStart, rowEnd, columnStart, columnEnd };
}

function moveSpan(from: number, length: number, count: number): readonly [number, number] {
  const start = Math.max(0, Math.min(count - length, Math.round(from)));
  return [start, start + length];
}

export function isWholePlane(part: CellPart, { rows, columns }: PlaneSize): boolean {
  return part.rowStart === 0 && part.columnStart === 0 && part.rowEnd >= rows && part.columnEnd >= columns;
}

/** Pixels of a heatmap and of a line with their heads and captions, of the histogram with the statistics, and the least of charts. */
const around = { heatmap: 96, line: 66, histogram: 330 } as const;
const minHeight = { heatmap: 276, line: 168 } as const;

/** The heights of heatmap and line: what is there for the heatmap, or for the line when there is none. */
export function plotHeights(shown: ReadonlySet<DataViewName>, height: number) {
  const histogram = shown.has('histogram') ? around.histogram : 0;
  const line = shown.has('line') ? around.line + minHeight.line : 0;
  return {
    heatmap: Math.max(minHeight.heatmap, height - histogram - line - around.heatmap),
    line: shown.has('heatmap') ? minHeight.line : Math.max(minHeight.line, height - histogram - around.line),
  };
}
