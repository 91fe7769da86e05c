import type { CheckedStream } from '../../../shared/contract/streams.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArrayAccess, requireArray } from '../document.js';
import type { DocumentStream } from '../inspect-service.js';
import { drawnNumbersOf } from './drawn-numbers.js';
import { clipPart, type GatheredCells, type GridPart, gatherCells } from './gather.js';
import { type Grid, planeGrid } from './grid.js';
import { HeatmapPicture } from './heatmap-picture.js';
import { isDrawable, leavesOf } from './leaves.js';
import { MAX_PICTURE_BYTES, readingUnit } from './reading-cost.js';
import { planThinning, type Thinning, thinned, UNTHINNED } from './thinning.js';
import { wholeBase } from './whole-base.js';

/** Most cells that are read at a time, and for one picture. */
const BAND_CELLS = 2 ** 20;
const MAX_CELLS = 2 ** 26;

/** Pixels, each of `binRows` x `binColumns` cells of a grid. */
interface PictureWork {
  readonly access: ArrayAccess;
  readonly grid: Grid;
  readonly binRows: number;
  readonly binColumns: number;
  readonly reduction: CheckedStream<'inspect.heatmap'>['reduction'];
  readonly base: bigint;
  readonly numbers: CheckedStream<'inspect.heatmap'>['numbers'];
  readonly signal: AbortSignal;
}

/**
 * A part of a plane as f64, reduced to at most the requested size: every cell counts, unless the reduction is `nearest`, or reading
 * them all would cost more than `maxBytes`.
 */
export function heatmapStream(maxBytes: number): DocumentStream<'inspect.heatmap'> {
  return async (document, request, signal) => {
    const access = requireArray(document);
    const grid = planeGrid(access.spec, leavesOf(access.spec.dtype), request.plane);
    const part = clipPart(grid, request.part);
    const bins = binsOf(grid, part, request);
    const limits = { unitBytes: await readingUnit(document), maxBytes, maxCells: MAX_CELLS };
    const every = planThinning(grid, part, limits, request.reduction === 'nearest' ? bins : UNTHINNED);
    const thin = thinned(grid, part, every);
    requireNumbers(thin);
    const base = grid.columnLeaves || thin.columns === 0 ? 0n : await wholeBase(access, thin.leafOf(0));
    const binRows = Math.ceil(bins.rowStep / every.rowStep);
    const binColumns = Math.ceil(bins.columnStep / every.columnStep);
    const work = {
      access,
      grid: thin,
      binRows,
      binColumns,
      reduction: request.reduction,
      base,
      numbers: request.numbers,
      signal,
    };
    const { rows, columns } = sizeOf(work);
    return {
      contentType: 'application/octet-stream',
      sizeBytes: rows * columns * Float64Array.BYTES_PER_ELEMENT,
      headers: {
        'x-rows': String(rows),
        'x-columns': String(columns),
        'x-row-step': String(binRows * every.rowStep),
        'x-column-step': String(binColumns * every.columnStep),
        'x-row-every': String(every.rowStep),
        'x-column-every': String(every.columnStep),
        ...(base !== 0n && { 'x-base': String(base) }),
      },
      body: pictureBody(work),
    };
  };
}

export const heatmap = heatmapStream(MAX_PICTURE_BYTES);

function requireNumbers(grid: Grid): void {
  if (grid.columns === 0) return;
  const leaves = grid.columnLeaves ?? [grid.leafOf(0)];
  if (!leaves.some(isDrawable)) throw new ArgumentError('only numbers can be drawn, and these values are not numbers');
}

/** Cells of a pixel; columns that are leaves are never joined. */
function binsOf(grid: Grid, part: GridPart, { height, width }: CheckedStream<'inspect.heatmap'>): Thinning {
  return {
    rowStep: Math.max(1, Math.ceil((part.rowEnd - part.rowStart) / height)),
    columnStep: grid.columnLeaves ? 1 : Math.max(1, Math.ceil((part.columnEnd - part.columnStart) / width)),
  };
}

/** Pixels. */
function sizeOf({ grid, binRows, binColumns }: PictureWork): { readonly rows: number; readonly columns: number } {
  return { rows: Math.ceil(grid.rows / binRows), columns: Math.ceil(grid.columns / binColumns) };
}

async function* pictureBody(work: PictureWork): AsyncGenerator<Uint8Array> {
  const { access, grid, signal } = work;
  const { rows, columns } = sizeOf(work);
  const picture = new HeatmapPicture(rows * columns, work.reduction);
  for (const band of bandsOf(grid)) {
    const cells = await gatherCells(access, grid, band, { signal, damage: 'report' });
    addCells(picture, work, band, cells);
  }
  yield picture.bytes();
}

/** The grid in parts along the axis that is contiguous in memory. */
function* bandsOf({ rows, columns, rowStrideBytes, columnStrideBytes }: Grid): Generator<GridPart> {
  const isByColumns = Math.abs(columnStrideBytes) > Math.abs(rowStrideBytes) && rows > 1;
  const [outer, inner] = isByColumns ? [columns, rows] : [rows, columns];
  const outerStep = Math.max(1, Math.floor(BAND_CELLS / Math.max(1, inner)));
  for (let start = 0; start < outer; start += outerStep) {
    const end = Math.min(outer, start + outerStep);
    for (let from = 0; from < inner; from += BAND_CELLS) {
      const to = Math.min(inner, from + BAND_CELLS);
      yield isByColumns
        ? { rowStart: from, rowEnd: to, columnStart: start, columnEnd: end }
        : { rowStart: start, rowEnd: end, columnStart: from, columnEnd: to };
    }
  }
}

function addCells(picture: HeatmapPicture, work: PictureWork, band: GridPart, cells: GatheredCells): void {
  const { binRows, binColumns } = work;
  const { columns } = sizeOf(work);
  const valueAt = valuesOf(work, band, cells);
  for (let row = band.rowStart; row < band.rowEnd; row++) {
    const firstPixel = Math.floor(row / binRows) * columns;
    for (let column = band.columnStart; column < band.columnEnd; column++) {
      const pixel = firstPixel + Math.floor(column / binColumns);
      const [down, across] = [row - band.rowStart, column - band.columnStart];
      if (cells.problem !== undefined && cells.isUnreadable(down, across)) picture.lose(pixel);
      else picture.add(pixel, valueAt(down, across));
    }
  }
}

/** The values of a band, decoded at once if they have one dtype; NaN for those that are not numbers. */
function valuesOf(
  { grid, base, numbers }: PictureWork,
  band: GridPart,
  cells: GatheredCells,
): (row: number, column: number) => number {
  const columns = band.columnEnd - band.columnStart;
  const rows = band.rowEnd - band.rowStart;
  const { dtype } = grid.leafOf(band.columnStart);
  if (!grid.columnLeaves && dtype.kind === 'scalar') {
    const values = drawnNumbersOf(dtype, numbers, base)(cells.bytes);
    const [down, across] = cells.isRowMajor ? [columns, 1] : [1, rows];
    return (row, column) => values[row * down + column * across] ?? Number.NaN;
  }
  return (row, column) => {
    const leaf = grid.leafOf(band.columnStart + column);
    if (!isDrawable(leaf) || leaf.dtype.kind !== 'scalar') return Number.NaN;
    const offset = cells.offsetOf(row, column);
    const packed = cells.bytes.subarray(offset, offset + leaf.dtype.itemsize);
    return drawnNumbersOf(leaf.dtype, numbers)(packed)[0] ?? Number.NaN;
  };
}
