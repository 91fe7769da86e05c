import type { CellsPage, NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import type { Client } from '../../../data/client.js';
import type { CellPart } from './cell-range.js';

/** One page of cells. */
export function loadCells(
  client: Client,
  document: string,
  plane: Plane,
  format: NumberFormat,
  part: CellPart,
): Promise<CellsPage> {
  return client.call('inspect.cells', {
    document,
    plane,
    format,
    rowStart: part.rowStart,
    rowCount: part.rowEnd - part.rowStart,
    columnStart: part.columnStart,
    columnCount: part.columnEnd - part.columnStart,
  });
}
