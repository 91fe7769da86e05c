import { JsonFloat, type JsonValue } from '../../../../shared/format/json.js';
import { NAT } from '../../../../shared/format/numpy/datetime-text.js';
import type { Dtype, ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { decodeHalf } from '../../../../shared/format/numpy/float-decode.js';
import { jsonInteger } from '../../../../shared/format/numpy/legacy-dtype.js';

const MAX_CODE_POINT = 0x10ffff;

/**
 * The bytes of one item with the fill value of the metadata; undefined for a value that is none of this dtype. Null is zeros. Both
 * versions are read: numbers, `"NaN"`, `"Infinity"`, `"0x7fc00000"` (the bits), `[re, im]`, base64 or a list of bytes, text.
 */
export function parseFill(dtype: Dtype, value: JsonValue | undefined): Uint8Array | undefined {
  const bytes = new Uint8Array(dtype.itemsize);
  if (value === null || value === undefined) return bytes;
  if (dtype.kind !== 'scalar') return value === 0 ? bytes : bytesFill(dtype.itemsize, value);
  return scalarFill(dtype, value, bytes) ? bytes : undefined;
}

/** Writes the value to `bytes`. False for one that the dtype does not have. */
function scalarFill(dtype: ScalarDtype, value: JsonValue, bytes: Uint8Array): boolean {
  switch (dtype.code) {
    case 'b':
      return integerFill(dtype, typeof value === 'boolean' ? Number(value) : value, bytes, 0n, 1n);
    case 'i': {
      const limit = 2n ** BigInt(8 * dtype.itemsize - 1);
      return integerFill(dtype, value, bytes, -limit, limit - 1n);
    }
    case 'u':
      return integerFill(dtype, value, bytes, 0n, 2n ** BigInt(8 * dtype.itemsize) - 1n);
    case 'M':
    case 'm':
      return integerFill(dtype, value === 'NaT' ? NAT : value, bytes, NAT, -NAT - 1n);
    case 'f':
      return floatFill(dtype, value, bytes);
    case 'c':
      return complexFill(dtype, value, bytes);
    case 'U':
      return textFill(dtype, value, bytes);
    case 'S':
    case 'V': {
      const found = value === 0 ? new Uint8Array(0) : bytesFill(dtype.itemsize, value);
      if (!found) return false;
      bytes.set(found);
      return true;
    }
  }
}

function integerFill(dtype: ScalarDtype, value: JsonValue, bytes: Uint8Array, least: bigint, most: bigint): boolean {
  const integer = jsonInteger(value);
  if (integer === undefined || integer < least || integer > most) return false;
  putInteger(dtype, BigInt.asUintN(8 * dtype.itemsize, integer), bytes);
  return true;
}

/** As the dtype's byte order has it. */
function putInteger({ byteOrder }: Pick<ScalarDtype, 'byteOrder'>, bits: bigint, bytes: Uint8Array): void {
  let rest = bits;
  for (let at = 0; at < bytes.byteLength; at++, rest >>= 8n) {
    bytes[byteOrder === '>' ? bytes.byteLength - 1 - at : at] = Number(rest & 0xffn);
  }
}

function floatFill({ byteOrder, itemsize }: ScalarDtype, value: JsonValue, bytes: Uint8Array): boolean {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]+$/.test(value)) {
    if (value.length !== 2 + 2 * itemsize) return false;
    putInteger({ byteOrder }, BigInt(value), bytes);
    return true;
  }
  const number = floatOf(value);
  if (number === undefined) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isLittle = byteOrder !== '>';
  if (itemsize === 8) view.setFloat64(0, number, isLittle);
  else if (itemsize === 4) view.setFloat32(0, number, isLittle);
  else if (itemsize === 2) view.setUint16(0, encodeHalf(number), isLittle);
  // Long doubles of other values depend on the machine that wrote them.
  else return Object.is(number, 0);
  return true;
}

function floatOf(value: JsonValue): number | undefined {
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Number) return Number(value);
  return undefined;
}

/** The nearest binary16, ties to even. */
function encodeHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  // Above it by one for a size just below a power of two, where the logarithm was rounded: the fraction is then half as large.
  const scaled = roundToEven(size * 2 ** (10 - exponent));
  return sign | (scaled + (exponent + 14) * 1024);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function complexFill(dtype: ScalarDtype, value: JsonValue, bytes: Uint8Array): boolean {
  const parts: readonly JsonValue[] = Array.isArray(value) ? value : [value, 0];
  const half = { ...dtype, code: 'f' as const, itemsize: dtype.itemsize / 2 };
  const [re, im] = parts;
  if (parts.length !== 2 || re === undefined || im === undefined) return false;
  return floatFill(half, re, bytes.subarray(0, half.itemsize)) && floatFill(half, im, bytes.subarray(half.itemsize));
}

function textFill({ byteOrder }: ScalarDtype, value: JsonValue, bytes: Uint8Array): boolean {
  if (value === 0) return true;
  if (typeof value !== 'string' || value.length > bytes.byteLength) return false;
  const points = [...value].map((character) => character.codePointAt(0) ?? 0);
  if (points.length * 4 > bytes.byteLength) return false;
  for (const [at, point] of points.entries()) {
    putInteger({ byteOrder }, BigInt(point), bytes.subarray(4 * at, 4 * at + 4));
  }
  return true;
}

/** Bytes as base64, or as a list of numbers; padded with zeros. */
function bytesFill(itemsize: number, value: JsonValue): Uint8Array | undefined {
  const found = Array.isArray(value) ? listedBytes(value) : base64Bytes(value);
  if (!found || found.byteLength > itemsize) return undefined;
  const bytes = new Uint8Array(itemsize);
  bytes.set(found);
  return bytes;
}

function base64Bytes(value: JsonValue): Uint8Array | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) return undefined;
  return Buffer.from(value, 'base64');
}

function listedBytes(values: readonly JsonValue[]): Uint8Array | undefined {
  const isByte = (value: JsonValue): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
  return values.every(isByte) ? Uint8Array.from(values) : undefined;
}

/**
 * The fill value for metadata; undefined for one that JSON cannot say: a long double, text that is not Unicode. `hasHex`: NaNs of
 * other bits than numpy's are written as their bits, which version 2 does not have.
 */
export function printFill(dtype: Dtype, item: Uint8Array, hasHex: boolean): JsonValue | undefined {
  if (dtype.kind !== 'scalar') return Buffer.from(item).toString('base64');
  const { code, byteOrder, itemsize } = dtype;
  switch (code) {
    case 'b':
      return item[0] !== 0;
    case 'i':
    case 'M':
    case 'm':
      return BigInt.asIntN(8 * itemsize, integerOf(byteOrder, item));
    case 'u':
      return integerOf(byteOrder, item);
    case 'f':
      return printFloat(byteOrder, item, hasHex);
    case 'c': {
      const parts = [item.subarray(0, itemsize / 2), item.subarray(itemsize / 2)];
      const [re, im] = parts.map((part) => printFloat(byteOrder, part, hasHex));
      return re === undefined || im === undefined ? undefined : [re, im];
    }
    case 'U':
      return printText(byteOrder, item);
    case 'S':
    case 'V':
      return Buffer.from(item).toString('base64');
  }
}

function integerOf(byteOrder: ScalarDtype['byteOrder'], bytes: Uint8Array): bigint {
  const bigEndian = byteOrder === '>' ? bytes : bytes.toReversed();
  return bytes.byteLength === 0 ? 0n : BigInt(`0x${Buffer.from(bigEndian).toString('hex')}`);
}

function printFloat(byteOrder: ScalarDtype['byteOrder'], bytes: Uint8Array, hasHex: boolean): JsonValue | undefined {
  const bits = integerOf(byteOrder, bytes);
  const number = floatFromBits(bytes.byteLength, bits);
  if (number === undefined) return bits === 0n ? new JsonFloat(0) : undefined;
  if (Number.isNaN(number)) {
    const usual = { 2: 0x7e00n, 4: 0x7fc00000n, 8: 0x7ff8000000000000n }[bytes.byteLength];
    return hasHex && bits !== usual ? `0x${bits.toString(16).padStart(2 * bytes.byteLength, '0')}` : 'NaN';
  }
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity';
  return new JsonFloat(number);
}

/** Undefined for a long double. */
function floatFromBits(sizeBytes: number, bits: bigint): number | undefined {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits & 0xffff_ffff_ffff_ffffn);
  if (sizeBytes === 8) return view.getFloat64(0);
  if (sizeBytes === 4) return view.getFloat32(4);
  return sizeBytes === 2 ? decodeHalf(Number(bits)) : undefined;
}

function printText(byteOrder: ScalarDtype['byteOrder'], item: Uint8Array): string | undefined {
  let text = '';
  for (let at = 0; at < item.byteLength; at += 4) {
    const point = Number(integerOf(byteOrder, item.subarray(at, at + 4)));
    if (point > MAX_CODE_POINT) return undefined;
    text += String.fromCodePoint(point);
  }
  return text.replace(/\0+$/, '');
}
