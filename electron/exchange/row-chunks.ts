import type { ArraySpec } from '../../shared/format/numpy/array-metadata.js';
import type { ChunkGrid } from './chunk-grid.js';

/** The grid of chunks of a given shape over an array. */
export function gridOf(shape: readonly number[], chunkShape: readonly number[]): ChunkGrid {
  return { chunkShape, counts: shape.map((length, axis) => Math.ceil(length / (chunkShape[axis] ?? 1))) };
}

/** Axes in the order in which they vary in memory, the slowest first: turns F order into C order, and back. */
export function slowestFirst<T>(axes: readonly T[], order: ArraySpec['order']): readonly T[] {
  return order === 'C' ? axes : axes.toReversed();
}

/**
 * The axis (the slowest is 0) along which chunks cut the array: they hold one index of each slower axis. 0 for an array without
 * axes.
 */
export function cutAxis(chunkShape: readonly number[]): number {
  const first = chunkShape.findIndex((length) => length !== 1);
  return first === -1 ? Math.max(0, chunkShape.length - 1) : first;
}

/**
 * Why the chunks are not runs of whole rows that follow each other in memory order, in words that complete "because ..."; undefined
 * when they are.
 */
export function notRowsReason(
  { shape, order }: Pick<ArraySpec, 'shape' | 'order'>,
  { chunkShape }: ChunkGrid,
): string | undefined {
  const [lengths, chunk] = [slowestFirst(shape, order), slowestFirst(chunkShape, order)];
  const cut = cutAxis(chunk);
  const isWhole = lengths.every((length, axis) => axis <= cut || chunk[axis] === length);
  const isOne = lengths.slice(0, cut).every((length) => length === 1);
  const divides = (lengths[cut] ?? 1) % (chunk[cut] ?? 1) === 0;
  if (isWhole && (isOne || divides)) return undefined;
  return `its chunks of shape (${chunkShape.join(', ')}) are not runs of whole rows`;
}
