import type { DataDiff } from '../../../shared/contract/inspect/change.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { ItemDifferences } from '../../engine/arrays/item-differences.js';
import { indexOfElement } from '../../engine/arrays/strides.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { ArrayAccess, OpenDocument } from '../document.js';
import type { TaskOptions } from '../inspect-service.js';
import { isComparable } from './diff-documents.js';

const COURSE_BINS = 600;
/** Plain bytes of each side that are compared before other tasks run. */
const PIECE_BYTES = 2 ** 20;

export interface DataDiffOptions extends TaskOptions {
  /** Numbers that are no further apart count as equal; undefined compares bits. */
  readonly tolerance?: number | undefined;
}

/** Compares two arrays value by value; NaN equals NaN only when all their bits are the same. */
export async function diffData(left: OpenDocument, right: OpenDocument, options: DataDiffOptions): Promise<DataDiff> {
  const [one, other] = [left.array, right.array];
  if (!one || !other || !isComparable(left, right)) {
    throw new ArgumentError('only arrays of the same shape, dtype and order can be compared value by value');
  }
  const values = itemCount(one.spec.shape);
  const counts = new Float64Array(Math.min(COURSE_BINS, values));
  const found = await compare(one, other, values, counts, options);
  const { differing, withinTolerance, largest, first } = found;
  return {
    same: differing === 0,
    values,
    differing,
    withinTolerance,
    ...(largest && { largest: String(largest.difference) }),
    ...(first && { first: { index: indexOfElement(one.spec, first.item), left: first.left, right: first.right } }),
    course: Array.from(counts, (count, bin) => count / binValues(bin, counts.length, values)),
  };
}

/** Values in a bin of the course. */
function binValues(bin: number, bins: number, values: number): number {
  const start = (at: number): number => Math.ceil((at * values) / bins);
  return start(bin + 1) - start(bin);
}

async function compare(
  left: ArrayAccess,
  right: ArrayAccess,
  values: number,
  counts: Float64Array,
  { signal, onProgress, tolerance }: DataDiffOptions,
): Promise<ItemDifferences> {
  const { dtype } = left.spec;
  const within = tolerance === undefined ? undefined : { rtol: 0, atol: tolerance, equalNan: false };
  const found = new ItemDifferences(dtype, right.spec.dtype, within);
  const countInBin = (item: number): void => {
    const bin = Math.floor((item * counts.length) / values);
    counts[bin] = (counts[bin] ?? 0) + 1;
  };
  const step = Math.max(1, Math.floor(PIECE_BYTES / Math.max(1, dtype.itemsize)));
  for (let item = 0; item < values; item += step) {
    throwIfCancelled(signal);
    const [start, end] = [item * dtype.itemsize, Math.min(values, item + step) * dtype.itemsize];
    const [one, other] = await Promise.all([
      left.readBytes(start, end, { signal }),
      right.readBytes(start, end, { signal }),
    ]);
    found.add(one, other, item, countInBin);
    onProgress(end / Math.max(1, values * dtype.itemsize));
  }
  return found;
}
