import type { DataDiff } from '../../../shared/contract/inspect/change.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { type ElementValue, formatElement, readElement } from '../../../shared/format/numpy/values.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { ArrayAccess, OpenDocument } from '../document.js';
import type { TaskOptions } from '../inspect-service.js';
import { isComparable } from './diff-documents.js';

const COURSE_BINS = 600;
/** Plain bytes of each side that are compared before other tasks run. */
const PIECE_BYTES = 2 ** 20;

interface Found {
  differing: number;
  /** Magnitude of the largest difference, and its item. */
  largest: number;
  largestText: string | undefined;
  firstItem: number | undefined;
  first: DataDiff['first'];
  readonly counts: Float64Array;
}

/** Compares two arrays value by value; NaN equals NaN only when all their bits are the same. */
export async function diffData(left: OpenDocument, right: OpenDocument, options: TaskOptions): Promise<DataDiff> {
  const [one, other] = [left.array, right.array];
  if (!one || !other || !isComparable(left, right)) {
    throw new ArgumentError('only arrays of the same shape, dtype and order can be compared value by value');
  }
  const values = itemCount(one.spec.shape);
  const bins = Math.min(COURSE_BINS, values);
  const found: Found = {
    differing: 0,
    largest: 0,
    largestText: undefined,
    firstItem: undefined,
    first: undefined,
    counts: new Float64Array(bins),
  };
  await compare(one, other, values, found, options);
  const { differing, largestText, first, counts } = found;
  return {
    same: differing === 0,
    values,
    differing,
    ...(largestText !== undefined && { largest: largestText }),
    ...(first && { first }),
    course: Array.from(counts, (count, bin) => count / (binStart(bin + 1, bins, values) - binStart(bin, bins, values))),
  };
}

function binStart(bin: number, bins: number, values: number): number {
  return Math.ceil((bin * values) / bins);
}

async function compare(
  left: ArrayAccess,
  right: ArrayAccess,
  values: number,
  found: Found,
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const { itemsize } = left.spec.dtype;
  const step = Math.max(1, Math.floor(PIECE_BYTES / Math.max(1, itemsize)));
  for (let item = 0; item < values; item += step) {
    throwIfCancelled(signal);
    const [start, end] = [item * itemsize, Math.min(values, item + step) * itemsize];
    const [one, other] = await Promise.all([
      left.readBytes(start, end, { signal }),
      right.readBytes(start, end, { signal }),
    ]);
    if (Buffer.compare(one, other) !== 0) comparePiece({ one, other, spec: left.spec, firstItem: item, values }, found);
    onProgress(end / Math.max(1, values * itemsize));
  }
}

interface Piece {
  readonly one: Uint8Array;
  readonly other: Uint8Array;
  readonly spec: ArraySpec;
  readonly firstItem: number;
  readonly values: number;
}

function comparePiece({ one, other, spec, firstItem, values }: Piece, found: Found): void {
  const { itemsize } = spec.dtype;
  const bins = found.counts.length;
  for (let at = 0; at < one.byteLength; at += itemsize) {
    const [a, b] = [one.subarray(at, at + itemsize), other.subarray(at, at + itemsize)];
    if (a.every((byte, index) => byte === b[index])) continue;
    const item = firstItem + at / itemsize;
    found.differing++;
    const bin = Math.floor((item * bins) / values);
    found.counts[bin] = (found.counts[bin] ?? 0) + 1;
    found.first ??= { index: indexOf(item, spec), left: text(spec.dtype, a), right: text(spec.dtype, b) };
    noteDifference(spec.dtype, a, b, found);
  }
}

function noteDifference(dtype: Dtype, a: Uint8Array, b: Uint8Array, found: Found): void {
  const [left, right] = [readElement(dtype, a, 0), readElement(dtype, b, 0)];
  if (!isNumber(left) || !isNumber(right)) return;
  const difference =
    typeof left === 'bigint' && typeof right === 'bigint' ? left - right : Number(left) - Number(right);
  const magnitude = Math.abs(Number(difference));
  if (!(magnitude > found.largest)) return;
  found.largest = magnitude;
  found.largestText = String(difference).replace(/^-/, '');
}

function isNumber(value: ElementValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function text(dtype: Dtype, bytes: Uint8Array): string {
  return formatElement(dtype, readElement(dtype, bytes, 0));
}

/** The index on every axis of the item at a position in memory order. */
function indexOf(item: number, { shape, order }: ArraySpec): readonly number[] {
  const index = new Array<number>(shape.length).fill(0);
  let rest = item;
  for (let step = 0; step < shape.length; step++) {
    const axis = order === 'C' ? shape.length - 1 - step : step;
    const length = shape[axis] ?? 1;
    index[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return index;
}
