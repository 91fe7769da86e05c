import { ArgumentError } from '../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes, itemCount } from '../../shared/format/numpy/array-metadata.js';
import { formatElement, readElement } from '../../shared/format/numpy/values.js';
import { prettySize } from '../../shared/format/sizes.js';
import type { ArraySlice } from '../engine/container/container.js';

/** Most bytes that are decoded to print a slice in Fortran order, whose first values are stored far apart. */
const MAX_BYTES = 64 * 2 ** 20;

/** The first `most` values of a slice in C order, as text. */
export async function firstValues(slice: ArraySlice, most: number, signal: AbortSignal): Promise<readonly string[]> {
  const { spec } = slice;
  const shown = Math.min(most, itemCount(spec.shape));
  const bytes = await firstBytes(slice, bytesNeeded(spec, shown), signal);
  return Array.from({ length: shown }, (_, item) => {
    const element = readElement(spec.dtype, bytes, memoryIndex(spec, item) * spec.dtype.itemsize);
    return formatElement(spec.dtype, element);
  });
}

function bytesNeeded(spec: ArraySpec, shown: number): number {
  if (spec.order === 'C' || spec.shape.length < 2) return shown * spec.dtype.itemsize;
  const allBytes = arrayNbytes(spec);
  if (allBytes <= MAX_BYTES) return allBytes;
  throw new ArgumentError(
    `the slice has ${prettySize(allBytes)} in Fortran order, too much to print: take a smaller one, or name a .npy to write`,
  );
}

/** The position in memory, in items, of the item with this index in C order. */
function memoryIndex({ shape, order }: ArraySpec, item: number): number {
  if (order === 'C') return item;
  let rest = item;
  let index = 0;
  let stride = itemCount(shape);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    stride /= length;
    index += (rest % length) * stride;
    rest = Math.floor(rest / length);
  }
  return index;
}

async function firstBytes({ pieces }: ArraySlice, neededBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = new Uint8Array(neededBytes);
  let filled = 0;
  if (neededBytes === 0) return bytes;
  for await (const piece of pieces({ signal })) {
    const part = piece.subarray(0, neededBytes - filled);
    bytes.set(part, filled);
    filled += part.byteLength;
    if (filled === neededBytes) break;
  }
  return bytes;
}
