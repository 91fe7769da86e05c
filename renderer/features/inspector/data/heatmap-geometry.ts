import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import type { CellPart } from './cell-range.js';

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of a plane as it is drawn in a box; `flipped` has row 0 at the bottom. */
export interface HeatmapFrame {
  readonly box: Box;
  readonly part: CellPart;
  readonly flipped: boolean;
}

/** The largest box in the middle of another with the proportions of a part, a cell being square. */
export function boxWithRatio(box: Box, { rowStart, rowEnd, columnStart, columnEnd }: CellPart): Box {
  const scale = Math.min(box.width / (columnEnd - columnStart), box.height / (rowEnd - rowStart));
  const width = Math.max(1, Math.round((columnEnd - columnStart) * scale));
  const height = Math.max(1, Math.round((rowEnd - rowStart) * scale));
  return { x: box.x + Math.round((box.width - width) / 2), y: box.y, width, height };
}

/** The middle of a row, in pixels. */
export function rowToY({ box, part, flipped }: HeatmapFrame, row: number): number {
  const share = (row - part.rowStart) / (part.rowEnd - part.rowStart);
  return box.y + (flipped ? 1 - share : share) * box.height;
}

export function columnToX({ box, part }: HeatmapFrame, column: number): number {
  return box.x + ((column - part.columnStart) / (part.columnEnd - part.columnStart)) * box.width;
}

/** Shares of the box at a point, 0 to 1 from the start of rows and columns; undefined outside. */
export function sharesAt({ box, flipped }: HeatmapFrame, x: number, y: number): { x: number; y: number } | undefined {
  const across = (x - box.x) / box.width;
  const down = (y - box.y) / box.height;
  if (across < 0 || across >= 1 || down < 0 || down >= 1) return undefined;
  return { x: across, y: flipped ? 1 - down : down };
}

/** The cell at a point; undefined outside of the box. */
export function placeAtPoint(frame: HeatmapFrame, x: number, y: number): GridPlace | undefined {
  const shares = sharesAt(frame, x, y);
  if (!shares) return undefined;
  const { rowStart, rowEnd, columnStart, columnEnd } = frame.part;
  const at = (share: number, start: number, end: number) =>
    Math.min(end - 1, Math.floor(start + share * (end - start)));
  return { row: at(shares.y, rowStart, rowEnd), column: at(shares.x, columnStart, columnEnd) };
}
