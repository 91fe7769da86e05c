/** The bytes of a value as hex or binary digits. */
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { CUT } from './exact-text.js';

/** Most bytes that are shown in binary. */
const MAX_BINARY_BYTES = 16;

/** Hex of bytes in the order given, nothing between them. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `0x3ff8…`: the most significant byte first, whatever the byte order; strings and records in memory order. */
export function valueHex(dtype: Dtype, bytes: Uint8Array): string {
  const text = valueParts(dtype, bytes)
    .map((part) => `0x${hexText(part)}`)
    .join(' ');
  return bytes.byteLength < dtype.itemsize ? text + CUT : text;
}

/** As `valueHex`, in binary digits without a prefix. */
export function valueBinary(dtype: Dtype, bytes: Uint8Array): string {
  const shown = dtype.itemsize > MAX_BINARY_BYTES && !isNumber(dtype) ? bytes.subarray(0, MAX_BINARY_BYTES) : bytes;
  const text = valueParts(dtype, shown)
    .map((part) => Array.from(part, (byte) => byte.toString(2).padStart(8, '0')).join(''))
    .join(' ');
  return shown.byteLength < dtype.itemsize ? text + CUT : text;
}

function isNumber(dtype: Dtype): boolean {
  return dtype.kind === 'scalar' && !'SUV'.includes(dtype.code);
}

/** The numbers in an item, each with its most significant byte first: two for complex ones. */
function valueParts(dtype: Dtype, bytes: Uint8Array): readonly Uint8Array[] {
  if (dtype.kind !== 'scalar' || !isNumber(dtype)) return [bytes];
  const half = dtype.itemsize / 2;
  const parts = dtype.code === 'c' ? [bytes.slice(0, half), bytes.slice(half)] : [bytes.slice()];
  return dtype.byteOrder === '>' ? parts : parts.map((part) => part.reverse());
}
