import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';

/** Items from one index to the next along each axis, in the order of the shape. */
export function axisSteps({ shape, order }: Pick<ArraySpec, 'shape' | 'order'>): readonly number[] {
  const steps = new Array<number>(shape.length).fill(0);
  let items = 1;
  const fastestFirst = order === 'C' ? [...shape.keys()].reverse() : [...shape.keys()];
  for (const axis of fastestFirst) {
    steps[axis] = items;
    items *= shape[axis] ?? 1;
  }
  return steps;
}

/** The same in bytes. */
export function axisStrides(spec: ArraySpec): readonly number[] {
  return axisSteps(spec).map((items) => items * spec.dtype.itemsize);
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
