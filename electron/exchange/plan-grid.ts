import { ArgumentError } from '../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../shared/format/header.js';
import { type ArraySpec, arrayMetadata } from '../../shared/format/numpy/array-metadata.js';
import { DEFAULT_CHUNK_SIZE } from '../engine/pack/args.js';
import { chunkSizeOf } from '../engine/pack/chunk-rows.js';
import { type ChunkGrid, gridOf, slowestFirst } from './chunk-grid.js';
import { defaultChunkRows } from './default-chunk-rows.js';

/**
 * The grid for a new array: chunks of `chunkRows` whole rows, by default as many as make about 1 MiB. By default rows that are too
 * large for that are cut, into equal parts where their length allows it. Throws ArgumentError for items or rows that are too large.
 */
export function planGrid(spec: ArraySpec, chunkRows: number | undefined, name: string): ChunkGrid {
  const lengths = slowestFirst(spec.shape, spec.order);
  if (lengths.length === 0 || lengths.includes(0)) {
    return gridOf(
      spec.shape,
      spec.shape.map((length) => Math.max(1, length)),
    );
  }
  if (chunkRows !== undefined) chunkSizeOf({ chunkRows }, { ...arrayMetadata(spec) }, name); // refuses what is out of range
  const rows = chunkRows ?? defaultChunkRows(spec);
  const chunk =
    rows === undefined
      ? cutRows(lengths, spec.dtype.itemsize, name)
      : [Math.min(rows, lengths[0] ?? 1), ...lengths.slice(1)];
  return gridOf(spec.shape, slowestFirst(chunk, spec.order));
}

/** `lengths`: the slowest axis first. */
function cutRows(lengths: readonly number[], itemsize: number, name: string): readonly number[] {
  if (itemsize > MAX_CHUNK_SIZE) {
    throw new ArgumentError(`one item of '${name}' has ${itemsize} bytes, more than a chunk can hold`, { file: name });
  }
  const stepOf = (axis: number): number => lengths.slice(axis + 1).reduce((bytes, length) => bytes * length, itemsize);
  const found = lengths.findIndex((_, axis) => stepOf(axis) <= DEFAULT_CHUNK_SIZE);
  const axis = found === -1 ? lengths.length - 1 : found;
  const length = lengths[axis] ?? 1;
  const wanted = Math.min(length, Math.max(1, Math.floor(DEFAULT_CHUNK_SIZE / stepOf(axis))));
  return lengths.map((whole, at) => (at < axis ? 1 : at === axis ? equalPart(length, wanted) : whole));
}

/** The largest divisor of `length` from half of `wanted` to `wanted`, so that no part is shorter; else `wanted`. */
function equalPart(length: number, wanted: number): number {
  for (let part = wanted; 2 * part >= wanted && part > 0; part--) if (length % part === 0) return part;
  return wanted;
}
