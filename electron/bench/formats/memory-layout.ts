import { ArgumentError } from '../../../shared/format/errors.js';
import { dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { type NdArray, type TypedArray, typedArrayOf } from '../../engine/arrays/ndarray.js';

/** An array in the form that other libraries need: numbers in C order. */
export interface NumberBlock {
  readonly values: TypedArray;
  /** At least one dimension; reversed for an F-ordered array, whose memory is not changed. */
  readonly shape: readonly number[];
  /** numpy's code and item size: `f8`. */
  readonly code: string;
}

/** Throws ArgumentError for dtypes without a typed array: strings, structures, complex numbers, the other byte order. */
export function numberBlock(array: NdArray, format: string): NumberBlock {
  const values = typedArrayOf(array);
  if (values === undefined || array.dtype.kind !== 'scalar') {
    throw new ArgumentError(
      `${format} is not measured with items of type ${dtypeStr(array.dtype)}: only real numbers in this machine's byte order`,
    );
  }
  const shape = array.order === 'F' ? array.shape.toReversed() : array.shape;
  return { values, shape: shape.length === 0 ? [1] : shape, code: `${array.dtype.code}${array.dtype.itemsize}` };
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
