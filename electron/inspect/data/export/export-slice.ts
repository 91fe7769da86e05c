import type { Plane } from '../../../../shared/contract/inspect/data.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { type ArraySpec, itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import { type Dtype, structDtype } from '../../../../shared/format/numpy/dtype.js';
import { npyHeaderFor } from '../../../engine/arrays/npy-head.js';
import { type ArrayAccess, requireArray } from '../../document.js';
import type { DocumentExport } from '../../inspect-service.js';
import { columnPlans } from '../column-plans.js';
import { clipPart, type GridPart, gatherCells } from '../gather.js';
import { type Grid, planeGrid } from '../grid.js';
import { type Leaf, leavesOf } from '../leaves.js';
import { thinned, UNTHINNED } from '../thinning.js';
import { exportAnswer, utf8 } from './answer.js';
import { type DelimitedLabels, delimited } from './delimited.js';
import { jsonRows } from './json-rows.js';
import { type RowStyle, rowTexts } from './row-texts.js';

/** Bytes of rows that are read at a time, and of the longest value that is allowed. */
const BAND_BYTES = 2 * 2 ** 20;
const MAX_VALUE_BYTES = 16 * 2 ** 20;

/**
 * Part of a plane, as the grid shows it. With `headers`, tables begin with the columns' names or indices and rows with their
 * index, and JSON has both beside its rows: `{"columns": [..], "rows": [..], "data": [..]}`.
 */
export const exportSlice: DocumentExport<'slice'> = async (document, request, signal) => {
  const access = requireArray(document);
  const { plane } = request;
  const whole = planeGrid(access.spec, leavesOf(access.spec.dtype), plane);
  const part = clipPart(whole, request.part);
  const grid = thinned(whole, part, UNTHINNED);
  const file = { part: '-slice' };
  if (request.as === 'npy') {
    const { spec, grid: packed } = npyParts(access, grid, plane);
    const header = npyHeaderFor(spec);
    const sizeBytes = header.byteLength + itemCount(spec.shape) * spec.dtype.itemsize;
    return exportAnswer(document, 'npy', { ...file, sizeBytes, body: npyBody(access, header, packed, signal) });
  }
  const style: RowStyle = {
    format: request.format,
    plansOf: async (start, end) => {
      const { columnStart } = part;
      const range = { start: start + columnStart, end: end + columnStart };
      const plans = await columnPlans(access, { grid: whole, plane, ...range }, signal);
      return new Map([...plans].map(([column, plan]) => [column - columnStart, plan]));
    },
  };
  const rows = rowTexts(access, grid, style, signal);
  const labels = request.headers ? planeLabels(grid, part, plane) : {};
  const json = request.as === 'json';
  const texts = json
    ? jsonTable(jsonRows(rows, jsonShape(grid)), labels, grid)
    : delimited(rows, separatorOf(request.as), labels);
  return exportAnswer(document, request.as, { ...file, body: utf8(texts) });
};

/** Tabs for `tsv`. */
export function separatorOf(as: 'csv' | 'tsv' | 'json'): ',' | '\t' {
  return as === 'tsv' ? '\t' : ',';
}

function jsonShape(grid: Grid): Parameters<typeof jsonRows>[1] {
  return { rowDimensions: [grid.rows], row: 'list', leafOf: grid.leafOf };
}

function planeLabels(grid: Grid, part: GridPart, { rowAxis, rowStep = 1, columnStep = 1 }: Plane): DelimitedLabels {
  const { columnLeaves } = grid;
  function* columns(): Generator<string> {
    for (let column = 0; column < grid.columns; column++) {
      yield columnLeaves ? columnLeaves[column]?.name || 'value' : String((part.columnStart + column) * columnStep);
    }
  }
  return {
    columns: columns(),
    ...(rowAxis !== undefined && { rowLabel: (row) => String((part.rowStart + row) * rowStep) }),
  };
}

async function* jsonTable(
  rows: AsyncIterable<string>,
  { columns, rowLabel }: DelimitedLabels,
  grid: Grid,
): AsyncGenerator<string> {
  if (columns) {
    yield '{"columns":[';
    let comma = '';
    for (const column of columns) {
      yield comma + (grid.columnLeaves ? JSON.stringify(column) : column);
      comma = ',';
    }
    yield '],"rows":[';
    for (let row = 0; rowLabel && row < grid.rows; row++) yield `${row > 0 ? ',' : ''}${rowLabel(row)}`;
    yield '],"data":\n';
  }
  yield* rows;
  yield columns ? '}\n' : '\n';
}

/** The part of the plane as an array: its dtype and shape, and the grid whose cells in order are its items. */
function npyParts({ spec }: ArrayAccess, grid: Grid, { columnAxis }: Plane): { spec: ArraySpec; grid: Grid } {
  const { columnLeaves } = grid;
  const rowShape = grid.rowStrideBytes > 0 || grid.rows !== 1 ? [grid.rows] : [];
  const isWhole = columnLeaves?.length === leavesOf(spec.dtype).length;
  if (columnAxis === undefined && isWhole) {
    const item: Leaf = { name: '', dtype: spec.dtype, offset: 0 };
    return {
      spec: { dtype: spec.dtype, shape: rowShape, order: 'C' },
      grid: { ...grid, columns: 1, leafOf: () => item, columnByte: () => 0 },
    };
  }
  const leaves = columnLeaves ?? (grid.columns > 0 ? [grid.leafOf(0)] : []);
  const dtype = columnLeaves && columnLeaves.length !== 1 ? structDtype(leaves) : plainDtype(leaves, spec.dtype);
  return {
    spec: { dtype, shape: columnAxis === undefined ? rowShape : [...rowShape, grid.columns], order: 'C' },
    grid,
  };
}

/** A list cannot be the dtype of an array by itself. */
function plainDtype([leaf]: readonly Leaf[], whole: Dtype): Dtype {
  if (!leaf) return whole.kind === 'struct' ? structDtype([]) : whole;
  return leaf.dtype.kind === 'subarray' ? structDtype([leaf]) : leaf.dtype;
}

async function* npyBody(
  access: ArrayAccess,
  header: Uint8Array,
  grid: Grid,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield header;
  const widths = Array.from({ length: grid.columns }, (_, column) => grid.leafOf(column).dtype.itemsize);
  const rowBytes = widths.reduce((sum, width) => sum + width, 0);
  requireShort(Math.max(0, ...(grid.columnLeaves ? widths : widths.slice(0, 1))));
  const bandColumns =
    rowBytes > BAND_BYTES ? Math.max(1, Math.floor((grid.columns * BAND_BYTES) / rowBytes)) : grid.columns;
  const bandRows = Math.max(1, Math.floor(BAND_BYTES / Math.max(1, rowBytes)));
  for (let rowStart = 0; rowStart < grid.rows; rowStart += bandRows) {
    const rowEnd = Math.min(grid.rows, rowStart + bandRows);
    for (let columnStart = 0; columnStart < grid.columns; columnStart += bandColumns) {
      const columnEnd = Math.min(grid.columns, columnStart + bandColumns);
      yield await bandBytes(access, grid, { rowStart, rowEnd, columnStart, columnEnd }, signal);
    }
  }
}

function requireShort(itemBytes: number): void {
  if (itemBytes <= MAX_VALUE_BYTES) return;
  throw new ArgumentError(`values of ${itemBytes} bytes are too long for this export: export the whole array instead`);
}

/** The band's values row by row, without gaps. */
async function bandBytes(access: ArrayAccess, grid: Grid, part: GridPart, signal: AbortSignal): Promise<Uint8Array> {
  const cells = await gatherCells(access, grid, part, { signal, damage: 'fail', maxBytes: MAX_VALUE_BYTES });
  if (cells.isRowMajor) return cells.bytes;
  const bytes = new Uint8Array(cells.bytes.byteLength);
  let filled = 0;
  for (let row = 0; row < part.rowEnd - part.rowStart; row++) {
    for (let column = 0; column < part.columnEnd - part.columnStart; column++) {
      const { itemsize } = grid.leafOf(part.columnStart + column).dtype;
      const offset = cells.offsetOf(row, column);
      bytes.set(cells.bytes.subarray(offset, offset + itemsize), filled);
      filled += itemsize;
    }
  }
  return bytes;
}
