import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';

/** Bytes from one item to the next along each axis, in the order of the shape. */
export function axisStrides({ shape, order, dtype }: ArraySpec): readonly number[] {
  const strides = new Array<number>(shape.length).fill(0);
  let strideBytes = dtype.itemsize;
  const fastestFirst = order === 'C' ? [...shape.keys()].reverse() : [...shape.keys()];
  for (const axis of fastestFirst) {
    strides[axis] = strideBytes;
    strideBytes *= shape[axis] ?? 1;
  }
  return strides;
}

/** The byte at which the item with this index begins. */
export function byteOfIndex(spec: ArraySpec, index: readonly number[]): number {
  return axisStrides(spec).reduce((byte, strideBytes, axis) => byte + strideBytes * (index[axis] ?? 0), 0);
}

/** The index of the item at this position in memory order. */
export function indexOfElement(
  { shape, order }: Pick<ArraySpec, 'shape' | 'order'>,
  element: number,
): readonly number[] {
  const index = new Array<number>(shape.length).fill(0);
  let rest = element;
  const fastestFirst = order === 'C' ? [...shape.keys()].reverse() : [...shape.keys()];
  for (const axis of fastestFirst) {
    const length = Math.max(1, shape[axis] ?? 1);
    index[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return index;
}
