import { endianness } from 'node:os';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { type ElementValue, formatElement, readElement } from '../../../shared/format/numpy/values.js';
import { equalBytes } from '../container/digest.js';

/** When two numbers that are not equal count as the same, as numpy's `isclose` has it: |a - b| <= atol + rtol * |b|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
  /** Whether any two NaN are the same. */
  readonly equalNan: boolean;
}

/** An item of one array and that of the other in the same place. */
export interface ItemPair {
  /** Number of the item in the order in which both arrays are read. */
  readonly item: number;
  /** As numpy prints them. */
  readonly left: string;
  readonly right: string;
}

/** The largest difference of numbers, and its item. */
export interface LargestDifference {
  readonly item: number;
  readonly difference: number | bigint;
}

/**
 * Counts the items that differ between two arrays of the same shape, which are given piece by piece in the same order. Items whose
 * bits are the same are the same, NaN too. Without a tolerance all others of one dtype differ; with one, or between two dtypes, the
 * values are compared. Integers are exact.
 */
export class ItemDifferences {
  readonly #dtypes: readonly [Dtype, Dtype];
  readonly #hasOneDtype: boolean;
  readonly #tolerance: Tolerance | undefined;
  differing = 0;
  /** Items whose bits or dtypes differ, and that count as the same by the tolerance. */
  withinTolerance = 0;
  first: ItemPair | undefined;
  /** |left - right|; undefined when no numbers differ by a finite or infinite amount. */
  largest: LargestDifference | undefined;
  /** |left - right| / |right| of the items whose right number is not 0. */
  largestRelative: LargestDifference | undefined;

  constructor(left: Dtype, right: Dtype, tolerance?: Tolerance) {
    this.#dtypes = [left, right];
    this.#hasOneDtype = JSON.stringify(left) === JSON.stringify(right);
    this.#tolerance = tolerance;
  }

  /** The same whole items of both, the first of which is number `firstItem`. */
  add(left: Uint8Array, right: Uint8Array, firstItem: number, onDifferent?: (item: number) => void): void {
    if (this.#hasOneDtype && equalBytes(left, right)) return;
    const [leftType, rightType] = this.#dtypes;
    const [leftValue, rightValue] = [valuesOf(leftType, left), valuesOf(rightType, right)];
    const count = left.byteLength / leftType.itemsize;
    for (let index = 0; index < count; index++) {
      if (this.#hasOneDtype && haveSameBits(left, right, index, leftType.itemsize)) continue;
      const [one, other] = [leftValue(index), rightValue(index)];
      if (this.#areSame(one, other)) {
        if (this.#tolerance) this.withinTolerance++;
        continue;
      }
      const item = firstItem + index;
      this.differing++;
      this.first ??= { item, left: formatElement(leftType, one), right: formatElement(rightType, other) };
      this.#noteSize(item, one, other);
      onDifferent?.(item);
    }
  }

  /** Of two items with other bits, or of two dtypes. */
  #areSame(left: ElementValue, right: ElementValue): boolean {
    if (this.#tolerance) return isClose(left, right, this.#tolerance);
    return !this.#hasOneDtype && isClose(left, right, EXACTLY);
  }

  #noteSize(item: number, left: ElementValue, right: ElementValue): void {
    const difference = differenceOf(left, right);
    if (difference === undefined) return;
    if (difference > (this.largest?.difference ?? 0)) this.largest = { item, difference };
    const relative = Number(difference) / magnitude(right);
    if (Number.isFinite(relative) && relative > (this.largestRelative?.difference ?? 0)) {
      this.largestRelative = { item, difference: relative };
    }
  }
}

const EXACTLY: Tolerance = { rtol: 0, atol: 0, equalNan: true };

function haveSameBits(left: Uint8Array, right: Uint8Array, index: number, itemsize: number): boolean {
  const endByte = (index + 1) * itemsize;
  for (let at = index * itemsize; at < endByte; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** Reads single items; numbers that typed arrays have are read by one. */
function valuesOf(dtype: Dtype, bytes: Uint8Array): (index: number) => ElementValue {
  const numbers = typedArrayOf(dtype, bytes);
  if (numbers) return (index) => numbers[index] ?? 0;
  return (index) => readElement(dtype, bytes, index * dtype.itemsize);
}

type NumbersView = new (buffer: ArrayBufferLike, startByte: number, count: number) => ArrayLike<number | bigint>;

const NUMBERS_VIEWS: Readonly<Record<string, NumbersView>> = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** Undefined for other dtypes, and where this machine has another byte order. */
function typedArrayOf(dtype: Dtype, bytes: Uint8Array): ArrayLike<number | bigint> | undefined {
  if (dtype.kind !== 'scalar' || dtype.byteOrder === '>' || endianness() !== 'LE') return undefined;
  const View = NUMBERS_VIEWS[`${dtype.code}${dtype.itemsize}`];
  const aligned = bytes.byteOffset % dtype.itemsize === 0 ? bytes : new Uint8Array(bytes);
  return View && new View(aligned.buffer, aligned.byteOffset, aligned.byteLength / dtype.itemsize);
}

/** Whether two values are the same within a tolerance, which holds for numbers, also inside structures. */
function isClose(left: ElementValue, right: ElementValue, tolerance: Tolerance): boolean {
  const difference = differenceOf(left, right);
  if (difference !== undefined) return isWithin(left, right, difference, tolerance);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return equalBytes(left, right);
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((one, at) => isClose(one, right[at] ?? false, tolerance));
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  if (left.kind === 'record' && right.kind === 'record') {
    const others = right.fields;
    return left.fields.every(({ value }, at) => isClose(value, others[at]?.value ?? false, tolerance));
  }
  return 'ticks' in left && 'ticks' in right && left.ticks === right.ticks && left.unit === right.unit;
}

function isWithin(
  left: ElementValue,
  right: ElementValue,
  difference: number | bigint,
  { rtol, atol, equalNan }: Tolerance,
): boolean {
  // Infinities of one sign have a difference that is NaN.
  if (left === right || difference === 0 || difference === 0n) return true;
  if (Number.isNaN(magnitude(left)) || Number.isNaN(magnitude(right))) {
    return equalNan && Number.isNaN(magnitude(left)) && Number.isNaN(magnitude(right));
  }
  return Number.isFinite(magnitude(right)) && Number(difference) <= atol + rtol * magnitude(right);
}

/** |left - right|, exact for integers; undefined unless both are numbers. */
function differenceOf(left: ElementValue, right: ElementValue): number | bigint | undefined {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined && other !== undefined) {
    if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other);
    if (!isInteger(one) || !isInteger(other)) return Math.abs(Number(one) - Number(other));
    const difference = BigInt(one) - BigInt(other);
    return difference < 0n ? -difference : difference;
  }
  const [a, b] = [complexOf(left), complexOf(right)];
  return a && b && Math.hypot(a.re - b.re, a.im - b.im);
}

function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function numberOf(value: ElementValue): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

function complexOf(value: ElementValue): { readonly re: number; readonly im: number } | undefined {
  if (isObject(value)) return value.kind === 'complex' ? value : undefined;
  const real = numberOf(value);
  return real === undefined ? undefined : { re: Number(real), im: 0 };
}

/** NaN when a part of it is. */
function magnitude(value: ElementValue): number {
  const complex = complexOf(value);
  if (!complex || Number.isNaN(complex.re) || Number.isNaN(complex.im)) return Number.NaN;
  return Math.hypot(complex.re, complex.im);
}

type ObjectValue = Extract<ElementValue, { readonly kind: string }>;

function isObject(value: ElementValue): value is ObjectValue {
  return typeof value === 'object' && 'kind' in value;
}

function isList(value: ElementValue): value is readonly ElementValue[] {
  return Array.isArray(value);
}
