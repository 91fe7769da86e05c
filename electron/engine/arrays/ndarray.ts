import { endianness } from 'node:os';
import { ArgumentError } from '../../../shared/format/errors.js';
import {
  type ArrayOrder,
  type ArraySpec,
  arrayNbytes,
  itemCount,
} from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText, parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';
import { dtypeStr } from '../../../shared/format/numpy/dtype-print.js';

/** A numpy array in memory: dtype, shape and order, and the bytes in memory order (in F order the first index varies fastest). */
export interface NdArray extends ArraySpec {
  /** Exactly shape x item size bytes. They belong to the caller and are neither copied nor changed. */
  readonly bytes: Uint8Array;
}

export interface NdArrayOptions {
  /** A dtype as numpy spells it (`<f8`, `[('id', '<i4'), ('p', '<f4', (2,))]`). Default: that of the typed array. */
  readonly dtype?: string | Dtype;
  /** Default: one dimension. */
  readonly shape?: readonly number[];
  /** Default `C`. */
  readonly order?: ArrayOrder;
}

/** Byte order of typed arrays on this machine: `<` nearly everywhere, `>` on s390x. */
const HOST_ORDER = endianness() === 'LE' ? '<' : '>';

/** dtypes without byte order, by the name of the view's class; a Buffer is a Uint8Array. */
const TYPED_ARRAY_CODES: Readonly<Record<string, string>> = {
  Int8Array: 'i1',
  Uint8Array: 'u1',
  Uint8ClampedArray: 'u1',
  Int16Array: 'i2',
  Uint16Array: 'u2',
  Int32Array: 'i4',
  Uint32Array: 'u4',
  BigInt64Array: 'i8',
  BigUint64Array: 'u8',
  Float16Array: 'f2',
  Float32Array: 'f4',
  Float64Array: 'f8',
};

/**
 * Describes data in memory as an array, without copying. Throws ArgumentError when dtype and shape do not
 * fit the data, and FormatError('bad-dtype') for a dtype that cannot be stored.
 */
export function ndarray(data: ArrayBufferView, options: NdArrayOptions = {}): NdArray {
  const dtype = typeof options.dtype === 'string' ? dtypeOfText(options.dtype) : (options.dtype ?? inferredDtype(data));
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const shape = options.shape ?? [oneDimension(bytes, dtype)];
  const expected = checkedNbytes(dtype, shape);
  if (expected !== bytes.byteLength) {
    throw new ArgumentError(
      `shape (${shape.join(', ')}) of '${dtypeStr(dtype)}' needs ${expected} bytes, but the data have ${bytes.byteLength}`,
      { expected, found: bytes.byteLength },
    );
  }
  return { bytes, dtype, shape, order: options.order ?? 'C' };
}

function inferredDtype(data: ArrayBufferView): Dtype {
  const name = Object.prototype.toString.call(data).slice('[object '.length, -1);
  const code = TYPED_ARRAY_CODES[name];
  if (code === undefined) throw new ArgumentError(`a ${name} has no dtype of its own: give one, such as '<f8'`);
  return parseTypeString(`${HOST_ORDER}${code}`);
}

function oneDimension(bytes: Uint8Array, dtype: Dtype): number {
  return dtype.itemsize === 0 ? 0 : Math.floor(bytes.byteLength / dtype.itemsize);
}

function checkedNbytes(dtype: Dtype, shape: readonly number[]): number {
  try {
    return arrayNbytes({ dtype, shape });
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), {}, error);
  }
}

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

type TypedArrayMaker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** By dtype code and item size. Booleans are bytes; datetime64 and timedelta64 are ticks, where NaT is the lowest int64. */
const TYPED_ARRAYS: Readonly<Record<string, TypedArrayMaker>> = {
  b1: Uint8Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  M8: BigInt64Array,
  m8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
};

/**
 * The items in memory order as a typed array: a view of the same memory if it is aligned, else a copy. Undefined where JavaScript
 * has no such type: the other byte order, half and long double floats, complex numbers, text, structures.
 */
export function typedArrayOf(array: NdArray): TypedArray | undefined {
  const { bytes, dtype } = array;
  if (dtype.kind !== 'scalar' || (dtype.byteOrder !== '|' && dtype.byteOrder !== HOST_ORDER)) return undefined;
  const TypedArrayClass = TYPED_ARRAYS[`${dtype.code}${dtype.itemsize}`];
  if (TypedArrayClass === undefined) return undefined;
  const aligned = bytes.byteOffset % dtype.itemsize === 0 ? bytes : bytes.slice();
  return new TypedArrayClass(aligned.buffer, aligned.byteOffset, itemCount(array.shape));
}
