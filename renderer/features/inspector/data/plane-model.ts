import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';

/** A cell of the array: an index for every axis, and the field of a structured dtype. */
export interface CellAddress {
  readonly index: readonly number[];
  readonly field?: number;
}

/** Whether the dtype has named fields; they are the columns of planes without a column axis. */
export function isStructured({ fields }: DataShape): boolean {
  return fields.length > 1 || (fields[0]?.name ?? '') !== '';
}

/** Rows and columns of a plane. A 0-d array is one row. */
export function planeSize(data: DataShape, plane: Plane): { readonly rows: number; readonly columns: number } {
  const { shape, fields } = data;
  const isEmpty = shape.some((length) => length === 0);
  const along = (axis: number | undefined, step = 1) => (axis === undefined ? 1 : Math.ceil((shape[axis] ?? 0) / step));
  const leaves = plane.field === undefined ? Math.max(1, fields.length) : 1;
  return {
    rows: isEmpty ? 0 : along(plane.rowAxis, plane.rowStep),
    columns: plane.columnAxis === undefined ? leaves : along(plane.columnAxis, plane.columnStep),
  };
}

/** The field that a column shows. */
export function fieldOfColumn(plane: Plane, column: number): number {
  return plane.columnAxis === undefined && plane.field === undefined ? column : (plane.field ?? 0);
}

/** The index of a row along the row axis, which its head shows. */
export function rowIndex(plane: Plane, row: number): number {
  return row * (plane.rowStep ?? 1);
}

/** Index along the column axis of a column. */
export function columnIndex(plane: Plane, column: number): number {
  return column * (plane.columnStep ?? 1);
}

/** The cell of the array at a place of the plane. */
export function addressOf(data: DataShape, plane: Plane, { row, column }: GridPlace): CellAddress {
  const index = plane.held.map((held, axis) => {
    if (axis === plane.rowAxis) return rowIndex(plane, row);
    return axis === plane.columnAxis ? columnIndex(plane, column) : held;
  });
  return isStructured(data) ? { index, field: fieldOfColumn(plane, column) } : { index };
}

/** The place of a cell on a plane that contains it; on a thinned plane the nearest place before it. */
export function placeOf(plane: Plane, { index, field }: CellAddress): GridPlace {
  const at = (axis: number | undefined, step = 1) => (axis === undefined ? 0 : Math.floor((index[axis] ?? 0) / step));
  const columns = plane.columnAxis === undefined && plane.field === undefined ? (field ?? 0) : undefined;
  return { row: at(plane.rowAxis, plane.rowStep), column: columns ?? at(plane.columnAxis, plane.columnStep) };
}

/** The plane moved so that it contains a cell; the first two of `freeAxes` become its row and column axis. */
export function planeWith(plane: Plane, { index, field }: CellAddress, freeAxes: readonly number[] = []): Plane {
  const [rows, columns] = freeAxes;
  const turned =
    columns !== undefined && rows !== undefined
      ? { ...plane, rowAxis: rows, columnAxis: columns }
      : rows !== undefined && rows !== plane.columnAxis
        ? { ...plane, rowAxis: rows }
        : plane;
  const held = turned.held.map((before, axis) =>
    axis === turned.rowAxis || axis === turned.columnAxis ? before : (index[axis] ?? before),
  );
  const isOneField = turned.field !== undefined || turned.columnAxis !== undefined;
  return { ...turned, held, ...(isOneField && field !== undefined && { field }) };
}

/** The plane with rows and columns swapped; unchanged without a column axis. */
export function swapAxes(plane: Plane): Plane {
  const { rowAxis, columnAxis, rowStep, columnStep, ...rest } = plane;
  if (rowAxis === undefined || columnAxis === undefined) return plane;
  return {
    ...rest,
    rowAxis: columnAxis,
    columnAxis: rowAxis,
    ...(columnStep !== undefined && { rowStep: columnStep }),
    ...(rowStep !== undefined && { columnStep: rowStep }),
  };
}

/** The plane with another row axis; when that is the column axis, the two are swapped. */
export function withRowAxis(plane: Plane, axis: number): Plane {
  if (axis === plane.columnAxis) return swapAxes(plane);
  const { rowStep: _step, ...rest } = plane;
  return { ...rest, rowAxis: axis };
}

/** The plane with another column axis, or with none: then the fields of a structured dtype are the columns, or there is one. */
export function withColumnAxis(plane: Plane, axis: number | undefined): Plane {
  if (axis !== undefined && axis === plane.rowAxis) return swapAxes(plane);
  const { columnAxis: _axis, columnStep: _step, field: _field, ...rest } = plane;
  return axis === undefined ? rest : { ...rest, columnAxis: axis };
}

/** The plane at another index of an axis that is held. */
export function withHeld(plane: Plane, axis: number, index: number): Plane {
  return { ...plane, held: plane.held.map((before, at) => (at === axis ? index : before)) };
}

/** The axes that are neither rows nor columns, outermost first. */
export function heldAxes({ held, rowAxis, columnAxis }: Plane): readonly number[] {
  return held.flatMap((_, axis) => (axis === rowAxis || axis === columnAxis ? [] : [axis]));
}

/** A key that is the same for planes which differ only in the indices of their held axes. */
export function layoutKey({ rowAxis, columnAxis, rowStep, columnStep, field }: Plane): string {
  return JSON.stringify([rowAxis, columnAxis, rowStep, columnStep, field]);
}

/** `[26600, 3785]`, as it is typed in numpy. */
export function addressText({ index, field }: CellAddress, { fields }: DataShape): string {
  const name = field === undefined ? '' : (fields[field]?.name ?? '');
  return name ? `[${index.join(', ')}] ${name}` : `[${index.join(', ')}]`;
}
