/** A table of values of an array: a plane through it, or the rows of a slice. Pure arithmetic, nothing is read. */
import type { Plane } from '../../../shared/contract/inspect/data.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { axisStrides } from '../../engine/arrays/strides.js';
import type { AxisSelection } from '../../engine/container/slices.js';
import { chosenLeaf, type Leaf } from './leaves.js';

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** A cell's value begins at `rowByte(row) + columnByte(column)` of the array. */
  rowByte(row: number): number;
  columnByte(column: number): number;
  leafOf(column: number): Leaf;
  /** Bytes from one row to the next, and from one column to the next; 0 where there is only one, or columns are leaves. */
  readonly rowStrideBytes: number;
  readonly columnStrideBytes: number;
  /** The leaves that are the columns; undefined if the columns run along an axis. */
  readonly columnLeaves?: readonly Leaf[];
}

interface AxisRun {
  readonly count: number;
  readonly strideBytes: number;
}

const ONE: AxisRun = { count: 1, strideBytes: 0 };

/** The plane as a table. Throws ArgumentError when its axes are not those of the array. */
export function planeGrid(spec: ArraySpec, leaves: readonly Leaf[], plane: Plane): Grid {
  requirePlane(spec, plane);
  const strides = axisStrides(spec);
  const run = (axis: number | undefined, step = 1): AxisRun => {
    if (axis === undefined) return ONE;
    return { count: Math.ceil((spec.shape[axis] ?? 0) / step), strideBytes: (strides[axis] ?? 0) * step };
  };
  const { rowAxis, columnAxis } = plane;
  const baseByte = strides.reduce(
    (byte, stride, axis) => (axis === rowAxis || axis === columnAxis ? byte : byte + stride * (plane.held[axis] ?? 0)),
    0,
  );
  const rows = run(rowAxis, plane.rowStep);
  // An array without items has no cells on any plane.
  const isFixedAxisEmpty = spec.shape.some((length, axis) => length === 0 && axis !== rowAxis && axis !== columnAxis);
  const counted = isFixedAxisEmpty ? { ...rows, count: 0 } : rows;
  if (columnAxis !== undefined) {
    return axisGrid(baseByte, counted, run(columnAxis, plane.columnStep), chosenLeaf(leaves, plane.field));
  }
  return leafGrid(baseByte, counted, plane.field === undefined ? leaves : [chosenLeaf(leaves, plane.field)]);
}

function axisGrid(baseByte: number, rows: AxisRun, columns: AxisRun, leaf: Leaf): Grid {
  return {
    rows: rows.count,
    columns: columns.count,
    rowByte: (row) => baseByte + row * rows.strideBytes,
    columnByte: (column) => column * columns.strideBytes + leaf.offset,
    leafOf: () => leaf,
    rowStrideBytes: rows.strideBytes,
    columnStrideBytes: columns.strideBytes,
  };
}

function leafGrid(baseByte: number, rows: AxisRun, leaves: readonly Leaf[]): Grid {
  return {
    rows: rows.count,
    columns: leaves.length,
    rowByte: (row) => baseByte + row * rows.strideBytes,
    columnByte: (column) => leaves[column]?.offset ?? 0,
    leafOf: (column) => chosenLeaf(leaves, column),
    rowStrideBytes: rows.strideBytes,
    columnStrideBytes: 0,
    columnLeaves: leaves,
  };
}

/** A slice as rows in C order: the last kept axis gives the columns, the others the rows. For records, leaves are the columns. */
export function sliceGrid(spec: ArraySpec, leaves: readonly Leaf[], selection: readonly AxisSelection[]): Grid {
  const strides = axisStrides(spec);
  const baseByte = strides.reduce((byte, stride, axis) => byte + stride * (selection[axis]?.start ?? 0), 0);
  const kept = selection.flatMap(({ kept, count, step }, axis) =>
    kept ? [{ count, strideBytes: (strides[axis] ?? 0) * step }] : [],
  );
  const structured = leaves.length > 1;
  const columns = structured || kept.length < 2 ? undefined : kept.at(-1);
  const down = columns ? kept.slice(0, -1) : kept;
  const rows = { count: itemCount(down.map(({ count }) => count)), strideBytes: down.at(-1)?.strideBytes ?? 0 };
  const grid = columns
    ? axisGrid(baseByte, rows, columns, chosenLeaf(leaves, undefined))
    : leafGrid(baseByte, rows, leaves);
  return { ...grid, rowByte: (row) => baseByte + unravel(row, down) };
}

/** Bytes from the slice's first item to the row with this index. */
function unravel(row: number, axes: readonly AxisRun[]): number {
  let rest = row;
  let byte = 0;
  for (const { count, strideBytes } of axes.toReversed()) {
    byte += (rest % count) * strideBytes;
    rest = Math.floor(rest / count);
  }
  return byte;
}

function requirePlane({ shape }: ArraySpec, { rowAxis, columnAxis, held }: Plane): void {
  const axes = [rowAxis, columnAxis].filter((axis) => axis !== undefined);
  const wrong = axes.find((axis) => axis >= shape.length);
  if (wrong !== undefined) throw new ArgumentError(`there is no axis ${wrong}: the array has ${shape.length} axes`);
  if (axes.length === 2 && rowAxis === columnAxis) {
    throw new ArgumentError(`axis ${rowAxis} cannot be both rows and columns`);
  }
  if (held.length !== shape.length) {
    throw new ArgumentError(`expected an index for each of the ${shape.length} axes, but found ${held.length}`, {
      expected: shape.length,
      found: held.length,
    });
  }
  held.forEach((index, axis) => {
    const length = shape[axis] ?? 0;
    if (axes.includes(axis) || index < length || length === 0) return;
    throw new ArgumentError(`index ${index} is out of bounds for axis ${axis} with ${length} items`);
  });
}
