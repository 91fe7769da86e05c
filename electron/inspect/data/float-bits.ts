import type { CellDetails } from '../../../shared/contract/inspect/data.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { valueBinary } from './byte-text.js';

/** The IEEE 754 fields of a float of so many bytes. */
interface FloatLayout {
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
}

const LAYOUTS: ReadonlyMap<number, FloatLayout> = new Map([
  [2, { exponentBits: 5, fractionBits: 10, bias: 15 }],
  [4, { exponentBits: 8, fractionBits: 23, bias: 127 }],
  [8, { exponentBits: 11, fractionBits: 52, bias: 1023 }],
]);

/** Sign, exponent and fraction of a half, single or double; undefined for other dtypes. `bytes` is the value as stored. */
export function floatBits(dtype: Dtype, bytes: Uint8Array): CellDetails['bits'] {
  const layout = dtype.kind === 'scalar' && dtype.code === 'f' ? LAYOUTS.get(dtype.itemsize) : undefined;
  if (!layout) return undefined;
  const bits = valueBinary(dtype, bytes);
  const exponent = bits.slice(1, 1 + layout.exponentBits);
  const fraction = bits.slice(1 + layout.exponentBits);
  const biased = Number.parseInt(exponent, 2);
  return {
    sign: bits.slice(0, 1),
    exponent,
    fraction,
    // Subnormals have the scale of the smallest exponent.
    exponentValue: Math.max(1, biased) - layout.bias,
    fractionBitsUsed: fraction.replace(/0+$/, '').length,
  };
}
