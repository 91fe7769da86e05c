import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { rowIndex } from './plane-model.js';

/** The chunk of a row's first cell; undefined where there are none or it is not known yet. */
export type ChunkOfRow = (row: number) => number | undefined;

/** From arithmetic where chunks hold whole rows of the first axis and that is the one that runs down; else from what was loaded. */
export function chunkOfRow(data: DataShape, plane: Plane, loaded: ChunkOfRow): ChunkOfRow {
  const { rowsPerChunk } = data;
  if (rowsPerChunk === undefined || plane.rowAxis !== 0) return loaded;
  return (row) => Math.floor(rowIndex(plane, row) / rowsPerChunk);
}

/** The chunk that begins at a row, seen from the row above; undefined where none does. */
export function chunkStartingAt(chunkOf: ChunkOfRow, row: number): number | undefined {
  const chunk = chunkOf(row);
  if (chunk === undefined || row === 0) return chunk;
  const above = chunkOf(row - 1);
  return above === undefined || above === chunk ? undefined : chunk;
}
