import { ArgumentError } from '../../../../shared/format/errors.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { DEFAULT_CHUNK_SIZE, requireInteger } from '../../../engine/pack/args.js';
import type { ChunkGrid } from '../../chunk-grid.js';
import { defaultChunkRows } from '../../default-chunk-rows.js';

/** Larger ones are held in memory whole, by every program that reads the file. */
export const MAX_CHUNK_NBYTES = 2 ** 30;

/** How an array is cut into chunks that are runs of its items in C order, padded where the cut axis ends. */
export interface ChunkPlan {
  readonly grid: ChunkGrid;
  readonly chunkNbytes: number;
  /** The axis of which a chunk has a part. */
  readonly cutAxis: number;
}

/**
 * Whole rows: as many as are wanted, else as make about 1 MiB. A row that is larger is cut along its own axes. Only for arrays that
 * have an axis and items. Throws ArgumentError for rows that no chunk can hold.
 */
export function planChunks(spec: ArraySpec, wantedRows: number | undefined): ChunkPlan {
  if (wantedRows !== undefined) requireInteger('chunk rows', wantedRows, 1, Number.MAX_SAFE_INTEGER);
  const { dtype, shape } = spec;
  const chunkRows = wantedRows ?? defaultChunkRows(spec);
  let cutAxis = chunkRows === undefined ? shape.length - 1 : 0;
  let stepBytes = bytesBehind(shape, cutAxis, dtype.itemsize);
  while (chunkRows === undefined && cutAxis > 0 && stepBytes * (shape[cutAxis] ?? 1) <= DEFAULT_CHUNK_SIZE) {
    stepBytes *= shape[cutAxis] ?? 1;
    cutAxis--;
  }
  const wanted = chunkRows ?? Math.max(1, Math.floor(DEFAULT_CHUNK_SIZE / stepBytes));
  const length = Math.min(wanted, shape[cutAxis] ?? 1);
  const chunkNbytes = length * stepBytes;
  if (chunkNbytes > MAX_CHUNK_NBYTES) {
    const message = `${length} rows have ${chunkNbytes} bytes, and a chunk holds at most ${MAX_CHUNK_NBYTES}`;
    throw new ArgumentError(`${message}: give fewer rows in a chunk, or none`);
  }
  const chunkShape = shape.map((whole, axis) => (axis < cutAxis ? 1 : axis === cutAxis ? length : whole));
  const counts = shape.map((whole, axis) => Math.ceil(whole / (chunkShape[axis] ?? 1)));
  return { grid: { chunkShape, counts }, chunkNbytes, cutAxis };
}

function bytesBehind(shape: readonly number[], axis: number, itemsize: number): number {
  return shape.slice(axis + 1).reduce((product, length) => product * length, itemsize);
}

/** The bytes that each chunk in turn takes from the array; fewer than its own where the cut axis ends. */
export function* takenBytes(
  { grid, chunkNbytes, cutAxis }: ChunkPlan,
  shape: readonly number[],
): Generator<number, void, undefined> {
  const length = grid.chunkShape[cutAxis] ?? 1;
  const runs = grid.counts.slice(0, cutAxis).reduce((product, count) => product * count, 1);
  const inRun = grid.counts[cutAxis] ?? 1;
  const lastBytes = (((shape[cutAxis] ?? 1) - (inRun - 1) * length) * chunkNbytes) / length;
  for (let run = 0; run < runs; run++) {
    for (let chunk = 1; chunk <= inRun; chunk++) yield chunk === inRun ? lastBytes : chunkNbytes;
  }
}
