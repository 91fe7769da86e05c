import type { DataShape, NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import type { Client } from '../../../data/client.js';
import { type CellPart, cellsIn } from './cell-range.js';
import { loadCells } from './cell-tiles.js';
import type { CopiedCells } from './copy-text.js';
import { columnIndex, rowIndex } from './plane-model.js';

/** Cells that can be copied; more must be exported to a file. */
export const mostCopied = 200_000;

const maxCells = 20_000;
const maxRows = 1000;
const maxColumns = 500;

/** Where the cells are. */
export interface PartSource {
  readonly client: Client;
  readonly document: string;
  readonly data: DataShape;
  readonly plane: Plane;
}

/** The cells of a part, and how many of them are in damaged chunks. */
interface LoadedPart extends CopiedCells {
  readonly unreadable: number;
}

/** All cells of a part with their heads, page by page. Throws CallError, and for parts beyond `mostCopied` a plain Error. */
export async function loadPart(source: PartSource, part: CellPart, format: NumberFormat): Promise<LoadedPart> {
  if (cellsIn(part) > mostCopied) throw new Error('These are too many cells to copy.');
  const { client, document, data, plane } = source;
  const width = part.columnEnd - part.columnStart;
  const texts = new Array<string>(cellsIn(part)).fill('');
  let unreadable = 0;
  for (const page of pagesOf(part)) {
    const cells = await loadCells(client, document, plane, format, page);
    unreadable += cells.unreadable.length;
    cells.texts.forEach((text, at) => {
      const row = page.rowStart - part.rowStart + Math.floor(at / cells.columns);
      texts[row * width + page.columnStart - part.columnStart + (at % cells.columns)] = text;
    });
  }
  const isField = plane.columnAxis === undefined && plane.field === undefined;
  return {
    texts,
    unreadable,
    rowHeads: indices(part.rowStart, part.rowEnd).map((row) => `${rowIndex(plane, row)}`),
    columnHeads: indices(part.columnStart, part.columnEnd).map((column) =>
      isField ? (data.fields[column]?.name ?? '') : `${columnIndex(plane, column)}`,
    ),
  };
}

/** The part in pieces that one call can load. */
export function pagesOf({ rowStart, rowEnd, columnStart, columnEnd }: CellPart): readonly CellPart[] {
  const pages: CellPart[] = [];
  for (let column = columnStart; column < columnEnd; column += maxColumns) {
    const end = Math.min(columnEnd, column + maxColumns);
    const rows = Math.min(maxRows, Math.floor(maxCells / (end - column)));
    for (let row = rowStart; row < rowEnd; row += rows) {
      pages.push({ rowStart: row, rowEnd: Math.min(rowEnd, row + rows), columnStart: column, columnEnd: end });
    }
  }
  return pages;
}

function indices(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, at) => start + at);
}
