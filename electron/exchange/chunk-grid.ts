import { type ArraySpec, itemCount } from '../../shared/format/numpy/array-metadata.js';

/** The chunks of a container as blocks of its array, as Zarr and HDF5 have them. Axes are in the order of the shape. */
export interface ChunkGrid {
  /** Items of a chunk along each axis, at least 1. */
  readonly chunkShape: readonly number[];
  /** Chunks along each axis; 0 where the array has no items. */
  readonly counts: readonly number[];
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
  const slowestFirst = order === 'C' ? shape : shape.toReversed();
  const chunkShape = slowestFirst.includes(0)
    ? slowestFirst.map((length) => Math.max(1, length))
    : blockShape(slowestFirst, chunkItems);
  if (!chunkShape) return undefined;
  const counts = slowestFirst.map((length, axis) => Math.ceil(length / (chunkShape[axis] ?? 1)));
  return order === 'C' ? { chunkShape, counts } : { chunkShape: chunkShape.toReversed(), counts: counts.toReversed() };
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
  const [lengths, parts] = order === 'C' ? [shape, chunkShape] : [shape.toReversed(), chunkShape.toReversed()];
  const found = parts.findIndex((part) => part !== 1);
  const axis = found < 0 ? Math.max(0, parts.length - 1) : found;
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
