import type { CheckedStream } from '../../../shared/contract/streams.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArrayAccess, requireArray } from '../document.js';
import type { DocumentStream } from '../inspect-service.js';
import { clipPart, type GatheredCells, type GridPart, gatherCells } from './gather.js';
import { type Grid, planeGrid } from './grid.js';
import { isNumeric, leavesOf } from './leaves.js';
import { MAX_PICTURE_BYTES, readingCost, readingUnit } from './reading-cost.js';
import { float64s } from './typed-numbers.js';

/** Most cells that are read before they are sent. */
const BAND_CELLS = 2 ** 20;

export interface Thinning {
  readonly rowStep: number;
  readonly columnStep: number;
}

/** A part of a plane as f32, thinned evenly to the requested size, and further if reading it would cost more than `mostBytes`. */
export function heatmapStream(mostBytes: number): DocumentStream<'inspect.heatmap'> {
  return async (document, request, signal) => {
    const access = requireArray(document);
    const grid = planeGrid(access.spec, leavesOf(access.spec.dtype), request.plane);
    const part = clipPart(grid, request.part);
    const thinning = planThinning(grid, part, request, { unitBytes: await readingUnit(document), mostBytes });
    const thin = thinned(grid, part, thinning);
    requireNumbers(thin);
    return {
      contentType: 'application/octet-stream',
      sizeBytes: thin.rows * thin.columns * 4,
      headers: {
        'x-rows': String(thin.rows),
        'x-columns': String(thin.columns),
        'x-row-step': String(thinning.rowStep),
        'x-column-step': String(thinning.columnStep),
      },
      body: heatmapBody(access, thin, signal),
    };
  };
}

export const heatmap = heatmapStream(MAX_PICTURE_BYTES);

function requireNumbers(grid: Grid): void {
  if (grid.columns === 0) return;
  const leaves = grid.columnLeaves ?? [grid.leafOf(0)];
  if (!leaves.some(isNumeric)) throw new ArgumentError('only numbers can be drawn, and these values are not numbers');
}

/** The smallest steps within the size and the cost. */
export function planThinning(
  grid: Grid,
  part: GridPart,
  { height, width }: Pick<CheckedStream<'inspect.heatmap'>, 'height' | 'width'>,
  { unitBytes, mostBytes }: { unitBytes: number; mostBytes: number },
): Thinning {
  const rows = part.rowEnd - part.rowStart;
  const columns = part.columnEnd - part.columnStart;
  let rowStep = Math.max(1, Math.ceil(rows / height));
  let columnStep = grid.columnLeaves ? 1 : Math.max(1, Math.ceil(columns / width));
  const cost = (): number =>
    readingCost(
      [
        { count: Math.ceil(rows / rowStep), strideBytes: grid.rowStrideBytes * rowStep },
        {
          count: grid.columnLeaves ? 1 : Math.ceil(columns / columnStep),
          strideBytes: grid.columnStrideBytes * columnStep,
        },
      ],
      unitBytes,
    );
  while (cost() > mostBytes && (rowStep < rows || columnStep < columns)) {
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

async function* heatmapBody(access: ArrayAccess, grid: Grid, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const bandRows = Math.max(1, Math.floor(BAND_CELLS / Math.max(1, grid.columns)));
  for (let rowStart = 0; rowStart < grid.rows; rowStart += bandRows) {
    const rowEnd = Math.min(rowStart + bandRows, grid.rows);
    const part = { rowStart, rowEnd, columnStart: 0, columnEnd: grid.columns };
    const cells = await gatherCells(access, grid, part, { signal, damage: 'report' });
    yield new Uint8Array(numbersOf(grid, part, cells).buffer);
  }
}

/** The cells as f32, row by row; NaN for cells that are not numbers or could not be read. */
function numbersOf(grid: Grid, part: GridPart, cells: GatheredCells): Float32Array {
  const rows = part.rowEnd - part.rowStart;
  const numbers = new Float32Array(rows * grid.columns).fill(Number.NaN);
  const single = grid.columnLeaves ? undefined : decoded(grid, cells.bytes, 0);
  for (let column = 0; column < grid.columns; column++) {
    const leaf = grid.leafOf(column);
    const { dtype } = leaf;
    if (!isNumeric(leaf) || dtype.kind !== 'scalar') continue;
    for (let row = 0; row < rows; row++) {
      if (cells.problem !== undefined && cells.isUnreadable(row, column)) continue;
      const offset = cells.offsetOf(row, column);
      const value = single
        ? single[offset / dtype.itemsize]
        : float64s(dtype, cells.bytes.subarray(offset, offset + dtype.itemsize))[0];
      numbers[row * grid.columns + column] = value ?? Number.NaN;
    }
  }
  return numbers;
}

/** All cells with one conversion, if they have one dtype. */
function decoded(grid: Grid, bytes: Uint8Array, column: number): Float64Array | undefined {
  if (grid.columns === 0) return undefined;
  const { dtype } = grid.leafOf(column);
  return dtype.kind === 'scalar' ? float64s(dtype, bytes) : undefined;
}
