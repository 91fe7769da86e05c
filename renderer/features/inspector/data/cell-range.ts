import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';

/** Cells between two corners, both included. The selection began at `anchor`; `active` has the focus. */
export interface CellRange {
  readonly anchor: GridPlace;
  readonly active: GridPlace;
}

/** Rows and columns, end-exclusive: a `PlanePart` of the contract. */
export interface CellPart {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

export function partOf({ anchor, active }: CellRange): CellPart {
  return {
    rowStart: Math.min(anchor.row, active.row),
    rowEnd: Math.max(anchor.row, active.row) + 1,
    columnStart: Math.min(anchor.column, active.column),
    columnEnd: Math.max(anchor.column, active.column) + 1,
  };
}

export function cellsIn({ rowStart, rowEnd, columnStart, columnEnd }: CellPart): number {
  return (rowEnd - rowStart) * (columnEnd - columnStart);
}

export function isInPart(part: CellPart, row: number, column: number): boolean {
  return row >= part.rowStart && row < part.rowEnd && column >= part.columnStart && column < part.columnEnd;
}

/** A place, moved into a plane of another size. */
export function clampPlace({ row, column }: GridPlace, size: { rows: number; columns: number }): GridPlace {
  return { row: Math.max(0, Math.min(size.rows - 1, row)), column: Math.max(0, Math.min(size.columns - 1, column)) };
}
