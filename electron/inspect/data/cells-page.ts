import type { CheckedRequest } from '../../../shared/contract/calls.js';
import type { CellsPage } from '../../../shared/contract/inspect/data.js';
import { type ArrayAccess, requireArray } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import { cellText } from './cell-text.js';
import { columnPlans } from './column-plans.js';
import { clipPart, type GatheredCells, type GridPart, gatherCells, MAX_SHOWN_BYTES } from './gather.js';
import { type Grid, planeGrid } from './grid.js';
import { leavesOf } from './leaves.js';
import type { DigitPlan } from './number-text.js';

/** Most cells of one page; a larger one ends after fewer rows. */
const MAX_CELLS = 20_000;

/** A page of values as text. Values in damaged chunks are marked as unreadable. */
export const cellsPage: DocumentCall<'inspect.cells'> = async (document, request) => {
  const access = requireArray(document);
  const grid = planeGrid(access.spec, leavesOf(access.spec.dtype), request.plane);
  const part = pagePart(grid, request);
  const { plane } = request;
  const plans =
    request.format.kind === 'auto'
      ? await columnPlans(access, { grid, plane, start: part.columnStart, end: part.columnEnd })
      : new Map<number, DigitPlan>();
  const cells = await gatherCells(access, grid, part, { damage: 'report' });
  const rowChunks = chunksOfRows(access, grid, part);
  return {
    rows: part.rowEnd - part.rowStart,
    columns: part.columnEnd - part.columnStart,
    ...texts(grid, part, cells, { format: request.format, plans }),
    ...(cells.problem !== undefined && { problem: cells.problem }),
    ...(rowChunks && { rowChunks }),
  };
};

function pagePart(grid: Grid, request: CheckedRequest<'inspect.cells'>): GridPart {
  const { rowStart, rowCount, columnStart, columnCount } = request;
  const rowEnd = rowStart + rowCount;
  const part = clipPart(grid, { rowStart, rowEnd, columnStart, columnEnd: columnStart + columnCount });
  const maxRows = Math.floor(MAX_CELLS / Math.max(1, part.columnEnd - part.columnStart));
  return { ...part, rowEnd: Math.min(part.rowEnd, part.rowStart + maxRows) };
}

interface PageStyle {
  readonly format: CheckedRequest<'inspect.cells'>['format'];
  readonly plans: ReadonlyMap<number, DigitPlan>;
}

function texts(
  grid: Grid,
  part: GridPart,
  cells: GatheredCells,
  { format, plans }: PageStyle,
): Pick<CellsPage, 'texts' | 'special' | 'unreadable'> {
  const all: string[] = [];
  const special: CellsPage['special'][number][] = [];
  const unreadable: number[] = [];
  const columns = Array.from({ length: part.columnEnd - part.columnStart }, (_, column) => {
    const plan = plans.get(part.columnStart + column);
    const leaf = grid.leafOf(part.columnStart + column);
    return { leaf, style: { format, maxBytes: MAX_SHOWN_BYTES, ...(plan && { plan }) } };
  });
  for (let row = 0; row < part.rowEnd - part.rowStart; row++) {
    columns.forEach(({ leaf, style }, column) => {
      if (cells.isUnreadable(row, column)) {
        unreadable.push(all.push('') - 1);
        return;
      }
      const { text, special: kind } = cellText(leaf, cells.bytes, cells.offsetOf(row, column), style);
      const at = all.push(text) - 1;
      if (kind) special.push({ at, kind });
    });
  }
  return { texts: all, special, unreadable };
}

function chunksOfRows(access: ArrayAccess, grid: Grid, part: GridPart): readonly number[] | undefined {
  if (part.columnStart === part.columnEnd || !access.chunkAt(0)) return undefined;
  return Array.from({ length: part.rowEnd - part.rowStart }, (_, row) => {
    const byte = grid.rowByte(part.rowStart + row) + grid.columnByte(part.columnStart);
    return access.chunkAt(byte)?.chunkIndex ?? 0;
  });
}
