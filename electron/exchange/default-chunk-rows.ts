import { type ArraySpec, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import { DEFAULT_CHUNK_SIZE } from '../engine/pack/args.js';

/** A row that is larger than so many bytes is cut into several chunks, which are then no blocks of the array. */
const MAX_ROW_BYTES = 16 * DEFAULT_CHUNK_SIZE;

/**
 * As many whole rows as make about 1 MiB, at least 1; undefined where there are no rows, or too large ones. A row is all items with the
 * same index of the slowest axis in memory: of the first axis in C order, of the last one in F order.
 */
export function defaultChunkRows(spec: ArraySpec): number | undefined {
  const rows = spec.shape.at(spec.order === 'C' ? 0 : -1);
  const nbytes = arrayNbytes(spec);
  if (rows === undefined || nbytes === 0 || nbytes / rows > MAX_ROW_BYTES) return undefined;
  return Math.min(rows, Math.max(1, Math.floor(DEFAULT_CHUNK_SIZE / (nbytes / rows))));
}
