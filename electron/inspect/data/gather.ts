import type { ByteRun } from '../../engine/container/slice-runs.js';
import type { ArrayAccess } from '../document.js';
import type { Grid } from './grid.js';
import { type ReadOptions, readRuns, splitRuns } from './shared-reads.js';

/** A part of a grid; end-exclusive. */
export interface GridPart {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

/** The packed bytes of the cells of a part. Rows and columns count from the start of the part. */
export interface GatheredCells {
  readonly bytes: Uint8Array;
  /** The start of a cell's value in `bytes`. */
  offsetOf(row: number, column: number): number;
  /** Whether some of the cell's bytes could not be read. */
  isUnreadable(row: number, column: number): boolean;
  /** Row by row without gaps; else column by column. */
  readonly isRowMajor: boolean;
  /** Why the first unreadable cell could not be read. */
  readonly problem?: string;
}

/** Most bytes that are shown of one value: strings and void items can have any length. */
export const MAX_SHOWN_BYTES = 1024;

/** The requested part, limited to the grid. */
export function clipPart(grid: Grid, part: GridPart): GridPart {
  const rowStart = Math.min(part.rowStart, grid.rows);
  const columnStart = Math.min(part.columnStart, grid.columns);
  return {
    rowStart,
    rowEnd: Math.max(rowStart, Math.min(part.rowEnd, grid.rows)),
    columnStart,
    columnEnd: Math.max(columnStart, Math.min(part.columnEnd, grid.columns)),
  };
}

/** Reads the cells of a part, at most `maxBytes` of each value, along the axis that is contiguous in memory. */
export async function gatherCells(
  access: ArrayAccess,
  grid: Grid,
  part: GridPart,
  options: ReadOptions & { readonly maxBytes?: number },
): Promise<GatheredCells> {
  const layout = layOut(grid, part, options.maxBytes ?? MAX_SHOWN_BYTES);
  const bytes = new Uint8Array(layout.totalBytes);
  const unreadable: UnreadableBytes[] = [];
  let problem: string | undefined;
  let filled = 0;
  for await (const piece of readRuns(access, splitRuns(layout.runs()), options)) {
    bytes.set(piece.bytes, filled);
    for (const { startByte, endByte, problem: found } of piece.unreadable) {
      const start = filled + startByte - piece.run.startByte;
      const end = filled + endByte - piece.run.startByte;
      const before = unreadable.at(-1);
      if (before?.end === start) before.end = end;
      else unreadable.push({ start, end });
      problem ??= found;
    }
    filled += piece.bytes.byteLength;
  }
  const { offsetOf } = layout;
  return {
    bytes,
    offsetOf,
    isRowMajor: layout.isRowMajor,
    isUnreadable: (row, column) => {
      const start = offsetOf(row, column);
      const end = start + layout.widthOf(column);
      return (lastUnreadableBefore(unreadable, end)?.end ?? 0) > start;
    },
    ...(problem !== undefined && { problem }),
  };
}

/** Packed bytes that could not be read, end-exclusive. */
interface UnreadableBytes {
  readonly start: number;
  end: number;
}

/** The last of the unreadable bytes, which ascend, that starts before a byte: found by halving, since damage can make thousands. */
function lastUnreadableBefore(parts: readonly UnreadableBytes[], byte: number): UnreadableBytes | undefined {
  let [from, to] = [0, parts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((parts[middle]?.start ?? 0) < byte) from = middle + 1;
    else to = middle;
  }
  return parts[from - 1];
}

interface CellLayout {
  readonly isRowMajor: boolean;
  readonly totalBytes: number;
  runs(): Iterable<ByteRun>;
  offsetOf(row: number, column: number): number;
  widthOf(column: number): number;
}

/** The order in which cells are read and packed: row by row, or column by column if rows are closer in memory. */
function layOut(grid: Grid, part: GridPart, maxBytes: number): CellLayout {
  const rows = part.rowEnd - part.rowStart;
  const columns = part.columnEnd - part.columnStart;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.min(maxBytes, grid.leafOf(part.columnStart + column).dtype.itemsize),
  );
  const before = [0];
  for (const width of widths) before.push((before.at(-1) ?? 0) + width);
  const rowBytes = before.at(-1) ?? 0;
  const widthOf = (column: number): number => widths[column] ?? 0;
  const columnsFirst = Math.abs(grid.columnStrideBytes) > Math.abs(grid.rowStrideBytes) && rows > 1;
  const place = (row: number, column: number): ByteRun => ({
    startByte: grid.rowByte(part.rowStart + row) + grid.columnByte(part.columnStart + column),
    lengthBytes: widthOf(column),
  });
  const shared = { totalBytes: rowBytes * rows, widthOf, isRowMajor: !columnsFirst };
  if (columnsFirst) {
    return {
      ...shared,
      runs: () => joined(columns, rows, (column, row) => place(row, column)),
      offsetOf: (row, column) => (before[column] ?? 0) * rows + row * widthOf(column),
    };
  }
  return {
    ...shared,
    runs: () => joined(rows, columns, place),
    offsetOf: (row, column) => row * rowBytes + (before[column] ?? 0),
  };
}

/** The runs of cells in order; adjacent ones are joined. */
function* joined(outer: number, inner: number, place: (outer: number, inner: number) => ByteRun): Generator<ByteRun> {
  let run: ByteRun | undefined;
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      const next = place(i, j);
      if (run && run.startByte + run.lengthBytes === next.startByte) {
        run = { startByte: run.startByte, lengthBytes: run.lengthBytes + next.lengthBytes };
        continue;
      }
      if (run) yield run;
      run = next;
    }
  }
  if (run) yield run;
}
