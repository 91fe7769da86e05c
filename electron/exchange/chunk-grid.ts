import { type ArraySpec, arrayNbytes, itemCount } from '../../shared/format/numpy/array-metadata.js';

/** The chunks of a container as blocks of its array, as Zarr and HDF5 have them. Axes are in the order of the shape. */
export interface ChunkGrid {
  /** Items of a chunk along each axis, at least 1. */
  readonly chunkShape: readonly number[];
  /** Chunks along each axis; 0 where the array has no items. */
  readonly counts: readonly number[];
}

/** The grid of chunks of a given shape over an array. */
export function gridOf(shape: readonly number[], chunkShape: readonly number[]): ChunkGrid {
  return { chunkShape, counts: shape.map((length, axis) => Math.ceil(length / (chunkShape[axis] ?? 1))) };
}

/** Plain bytes of a chunk that does not reach over the edge of the array, and of one that is stored in full there. */
export function gridChunkNbytes({ dtype }: Pick<ArraySpec, 'dtype'>, { chunkShape }: ChunkGrid): number {
  return arrayNbytes({ dtype, shape: chunkShape });
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
 * The grid of an array whose items, in memory order, are cut into runs of `chunkItems`, the last of which may be shorter. Undefined
 * when the runs are not blocks: each must be whole along all axes but one, of which it holds a part, and have one index of the axes
 * that vary slower. `chunkItems` is at least 1, and at most the items of an array that has any.
 */
export function chunkGrid(
  { shape, order }: Pick<ArraySpec, 'shape' | 'order'>,
  chunkItems: number,
): ChunkGrid | undefined {
  const lengths = slowestFirst(shape, order);
  const chunk = lengths.includes(0) ? lengths.map((length) => Math.max(1, length)) : blockShape(lengths, chunkItems);
  return chunk && gridOf(shape, slowestFirst(chunk, order));
}

function blockShape(shape: readonly number[], chunkItems: number): readonly number[] | undefined {
  let fasterItems = 1;
  let axis = shape.length - 1;
  for (; axis > 0 && fasterItems * (shape[axis] ?? 1) < chunkItems; axis--) fasterItems *= shape[axis] ?? 1;
  const length = shape[axis] ?? 1;
  const part = chunkItems / fasterItems;
  const isSlowest = shape.slice(0, Math.max(0, axis)).every((slower) => slower === 1);
  if (!Number.isInteger(part) || (!isSlowest && length % part !== 0)) return undefined;
  return shape.map((whole, at) => (at < axis ? 1 : at === axis ? part : whole));
}

/** How the chunks of a grid follow each other, when each is a run of whole rows: one axis is cut into parts. */
export interface ChunkRuns {
  /** Items of a chunk that does not reach behind the end of the array. */
  readonly fullItems: number;
  /** Items of a chunk inside the array, by its place. */
  readonly itemsOf: (chunkIndex: number) => number;
  /** The chunk that holds an item, by its place in memory order. */
  readonly chunkOf: (item: number) => number;
  readonly count: number;
  /** Whether a chunk other than the last one reaches behind the end of the cut axis. */
  readonly hasInnerEdges: boolean;
}

/**
 * Undefined when the chunks of the grid are no runs of whole rows: they must have one index of the axes that vary slower than the cut
 * one, and be whole along those that vary faster. The array has items.
 */
export function chunkRuns(
  { shape, order }: Pick<ArraySpec, 'shape' | 'order'>,
  { chunkShape }: ChunkGrid,
): ChunkRuns | undefined {
  const [lengths, parts] = [slowestFirst(shape, order), slowestFirst(chunkShape, order)];
  const axis = cutAxis(parts);
  if (lengths.slice(axis + 1).some((length, at) => parts[axis + 1 + at] !== length)) return undefined;
  const fasterItems = itemCount(lengths.slice(axis + 1));
  const [length, part] = [lengths[axis] ?? 1, parts[axis] ?? 1];
  const slower = itemCount(lengths.slice(0, axis));
  const perSlower = Math.ceil(length / part);
  return {
    fullItems: part * fasterItems,
    itemsOf: (chunkIndex) => Math.min(part, length - (chunkIndex % perSlower) * part) * fasterItems,
    chunkOf: (item) =>
      Math.floor(item / (length * fasterItems)) * perSlower +
      Math.floor((item % (length * fasterItems)) / (part * fasterItems)),
    count: slower * perSlower,
    hasInnerEdges: slower > 1 && length % part !== 0,
  };
}

/** The index of a chunk along each axis, by its place in the container. */
export function chunkIndices({ counts }: ChunkGrid, order: ArraySpec['order'], chunkIndex: number): readonly number[] {
  let rest = chunkIndex;
  const fastestFirst = (order === 'C' ? counts.toReversed() : counts).map((count) => {
    const index = rest % count;
    rest = Math.floor(rest / count);
    return index;
  });
  return order === 'C' ? fastestFirst.toReversed() : fastestFirst;
}

/**
 * Why the chunks are not runs of whole rows that follow each other in memory order, in words that complete "because ..."; undefined
 * when they are.
 */
export function notRowsReason(spec: Pick<ArraySpec, 'shape' | 'order'>, grid: ChunkGrid): string | undefined {
  const runs = chunkRuns(spec, grid);
  if (runs && !runs.hasInnerEdges) return undefined;
  return `its chunks of shape (${grid.chunkShape.join(', ')}) are not runs of whole rows`;
}
