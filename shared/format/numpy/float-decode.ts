/** Floating point encodings that DataView does not read on every host. */

/** IEEE 754 binary16 from its bits. Exact. */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * x87 extended precision, the long double of numpy on x86, as the nearest double: 64-bit significand with explicit
 * integer bit at byte 0, sign and 15-bit exponent at byte 8, both little-endian; bytes from 10 on are padding.
 * Long doubles of other machines (IEEE quad, double-double) have the same dtype and cannot be distinguished.
 */
export function decodeExtended(view: DataView, offset: number): number {
  const significand = view.getBigUint64(offset, true);
  const signAndExponent = view.getUint16(offset + 8, true);
  const sign = signAndExponent & 0x8000 ? -1 : 1;
  const exponent = signAndExponent & 0x7fff;
  if (exponent === 0x7fff) {
    return BigInt.asUintN(63, significand) === 0n ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  }
  const scale = exponent - 16383 - 63;
  // In two steps: 2 ** scale can be outside the range of doubles although the product is inside.
  const half = Math.trunc(scale / 2);
  return sign * (Number(significand) * 2 ** half) * 2 ** (scale - half);
}
