import { wholeStep } from '../../../../ui/charts/axis-ticks.js';

/** Chunks [start, end) that the map shows. */
export interface ChunkWindow {
  readonly start: number;
  readonly end: number;
}

/** How chunks are arranged on the map: in rows of cells. Each cell has the same number of chunks, the last may have fewer. */
export interface MapLayout extends ChunkWindow {
  readonly chunksPerCell: number;
  readonly cells: number;
  readonly columns: number;
  readonly rows: number;
  /** Pixels, gap included. A cell's width may be a fraction. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

interface Room extends ChunkWindow {
  /** Available pixels. */
  readonly width: number;
  readonly height: number;
  /** Few cells of many chunks each, also where one cell a chunk would fit. */
  readonly binned: boolean;
}

/** Smaller cells cannot be distinguished or clicked. */
const MIN_CELL = 3;
const MAX_CELL_HEIGHT = 12;
const MAX_CELL_WIDTH = 24;
/** Round, so that the index of a cell is the sum of the labels of its row and column. */
const COLUMN_CHOICES = [100, 200, 500] as const;
/** Cells of a binned map of chunks that would fit one by one. */
const FEW_CELLS = 500;

/** Arranges chunks, with as few chunks a cell as the room allows. */
export function layoutMap({ start, end, width, height, binned }: Room): MapLayout {
  const count = Math.max(0, end - start);
  const choices = columnChoices(width);
  const maxRows = Math.max(1, Math.floor(height / MIN_CELL));
  let chunksPerCell = binned ? wholeStep(count / FEW_CELLS) : 1;
  for (;;) {
    const cells = Math.ceil(count / chunksPerCell);
    const columns = choices.find((choice) => cells <= choice * maxRows);
    if (columns !== undefined) return { start, end, chunksPerCell, ...inRows(cells, columns, width, height) };
    chunksPerCell = wholeStep(chunksPerCell + 1);
  }
}

function columnChoices(width: number): readonly number[] {
  const fitting = COLUMN_CHOICES.filter((columns) => width / columns >= MIN_CELL);
  return fitting.length > 0 ? fitting : [Math.max(10, Math.floor(width / MIN_CELL / 10) * 10)];
}

function inRows(cells: number, maxColumns: number, width: number, height: number) {
  const columns = Math.max(1, Math.min(cells, maxColumns));
  const rows = Math.max(1, Math.ceil(cells / columns));
  const cellHeight = Math.min(MAX_CELL_HEIGHT, Math.max(MIN_CELL, Math.floor(height / rows)));
  return { cells, columns, rows, cellWidth: Math.min(MAX_CELL_WIDTH, width / columns), cellHeight };
}

/** The cell at a place on the map in pixels; undefined beside the cells. */
export function cellAt(layout: MapLayout, x: number, y: number): number | undefined {
  const column = Math.floor(x / layout.cellWidth);
  const row = Math.floor(y / layout.cellHeight);
  if (column < 0 || row < 0 || column >= layout.columns) return undefined;
  const cell = row * layout.columns + column;
  return cell < layout.cells ? cell : undefined;
}

/** Chunks [start, end) of a cell. */
export function chunksOfCell(layout: MapLayout, cell: number): ChunkWindow {
  const start = layout.start + cell * layout.chunksPerCell;
  return { start, end: Math.min(layout.end, start + layout.chunksPerCell) };
}

/** The cell of a chunk; undefined for chunks outside of what is shown. */
export function cellOfChunk(layout: MapLayout, chunkIndex: number): number | undefined {
  if (chunkIndex < layout.start || chunkIndex >= layout.end) return undefined;
  return Math.floor((chunkIndex - layout.start) / layout.chunksPerCell);
}

/** Where a cell is drawn, in pixels. */
export function placeOfCell({ columns, cellWidth, cellHeight }: MapLayout, cell: number) {
  const column = cell % columns;
  return { x: column * cellWidth, y: Math.floor(cell / columns) * cellHeight, width: cellWidth, height: cellHeight };
}

export interface AxisLabel {
  /** Pixels from the start of the axis. */
  readonly at: number;
  /** Chunks to add up. */
  readonly chunks: number;
}

const COLUMN_LABEL_ROOM = 44;
const ROW_LABEL_ROOM = 16;

/** What a column adds to the index of its row. */
export function columnLabels({ columns, cellWidth, chunksPerCell }: MapLayout): readonly AxisLabel[] {
  const step = wholeStep(Math.max(COLUMN_LABEL_ROOM / cellWidth, columns > 20 ? columns / 10 : 1));
  return labels(columns, step, (column) => ({ at: column * cellWidth, chunks: column * chunksPerCell }));
}

/** The index of the first chunk of a row. */
export function rowLabels({ start, rows, columns, cellHeight, chunksPerCell }: MapLayout): readonly AxisLabel[] {
  const step = wholeStep(ROW_LABEL_ROOM / cellHeight);
  return labels(rows, step, (row) => ({ at: row * cellHeight, chunks: start + row * columns * chunksPerCell }));
}

function labels(count: number, step: number, label: (index: number) => AxisLabel): readonly AxisLabel[] {
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => label(index * step));
}

/** A zoom shows at least as many chunks. */
const MIN_CHUNKS = 200;

/** A window of `factor` times as many chunks, with the chunk `anchor` at its place as far as the ends allow. */
export function zoomWindow(shown: ChunkWindow, total: number, anchor: number, factor: number): ChunkWindow {
  const count = shown.end - shown.start;
  const wanted = Math.round(count * factor);
  const newCount = Math.min(total, Math.max(Math.min(MIN_CHUNKS, total), roundTo(wanted, wholeStep(wanted / 100))));
  const share = count === 0 ? 0 : (anchor - shown.start) / count;
  const zoomed = windowFrom(anchor - share * newCount, newCount, total);
  const unit = roundness(newCount);
  // Rounding the start may have moved the chunk out of the window.
  if (anchor < zoomed.start) return windowFrom(zoomed.start - unit, newCount, total);
  return anchor < zoomed.end ? zoomed : windowFrom(zoomed.start + unit, newCount, total);
}

/** The same count of chunks, moved by a share of it. */
export function panWindow(shown: ChunkWindow, total: number, share: number): ChunkWindow {
  const count = shown.end - shown.start;
  return windowFrom(shown.start + share * count, count, total);
}

/** The window moved by whole windows so that it contains a chunk; the same window when it does already. */
export function windowWith(shown: ChunkWindow, total: number, chunkIndex: number): ChunkWindow {
  if (chunkIndex >= shown.start && chunkIndex < shown.end) return shown;
  const count = shown.end - shown.start;
  return windowFrom(Math.floor(chunkIndex / count) * count, count, total);
}

/** Starts are round, so that the labels of the rows are. */
function windowFrom(start: number, count: number, total: number): ChunkWindow {
  const unit = roundness(count);
  const latest = Math.ceil(Math.max(0, total - count) / unit) * unit;
  const from = Math.min(Math.max(0, roundTo(start, unit)), latest);
  return { start: from, end: Math.min(total, from + count) };
}

function roundness(count: number): number {
  return wholeStep(count / 20);
}

function roundTo(value: number, unit: number): number {
  return Math.round(value / unit) * unit;
}
