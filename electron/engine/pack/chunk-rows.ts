import { ArgumentError } from '../../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { requireInteger } from './args.js';

/** The size of every chunk but the last, in bytes or, for an array, in rows. */
export interface ChunkSizing {
  /** Plain bytes. Default 1 MiB; rounded down to a multiple of the item size for arrays. */
  readonly chunkSize?: number;
  /**
   * Whole rows, at most the whole array. A row is all items with the same index of the slowest axis in memory: of the first axis in C
   * order, of the last one in F order.
   */
  readonly chunkRows?: number | undefined;
}

/**
 * The wanted plain bytes of a chunk of the data that `metadata` describe; undefined when neither size is given. Throws ArgumentError
 * when both are given, and for rows when there is no array, when it has no axis, or when a chunk cannot hold so many.
 */
export function chunkSizeOf(
  { chunkSize, chunkRows }: ChunkSizing,
  metadata: JsonValue | undefined,
  name: string,
): number | undefined {
  if (chunkRows === undefined) return chunkSize;
  if (chunkSize !== undefined) throw new ArgumentError('give the size of a chunk in bytes or in rows, not both');
  requireInteger('chunk rows', chunkRows, 1, Number.MAX_SAFE_INTEGER);
  const spec = parseArrayMetadata(metadata);
  if (spec === undefined) throw noRows(name, 'no array');
  const rowCount = spec.shape.at(spec.order === 'C' ? 0 : -1);
  if (rowCount === undefined) throw noRows(name, 'a single item');
  const rows = Math.min(chunkRows, rowCount);
  const rowBytes = rowCount === 0 ? 0 : arrayNbytes(spec) / rowCount;
  requireRoom(rows, rowBytes, name);
  return Math.max(1, rows * rowBytes);
}

function noRows(name: string, content: string): ArgumentError {
  return new ArgumentError(`'${name}' holds ${content}, and thus no rows: give the chunk size in bytes`, {
    file: name,
  });
}

function requireRoom(rows: number, rowBytes: number, name: string): void {
  if (rows * rowBytes <= MAX_CHUNK_SIZE) return;
  const most = Math.floor(MAX_CHUNK_SIZE / rowBytes);
  const remedy = most === 0 ? 'give the chunk size in bytes' : `give fewer rows, at most ${most}`;
  throw new ArgumentError(
    `a row of '${name}' has ${rowBytes} bytes, and a chunk holds at most ${MAX_CHUNK_SIZE}: ${remedy}`,
    { file: name, expected: MAX_CHUNK_SIZE, found: rows * rowBytes },
  );
}
