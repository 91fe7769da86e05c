/** Reads single items of an array, exactly, and prints them as numpy's `str` of the scalar does. */
import { ArgumentError } from '../errors.js';
import { reprBytes } from '../python-repr.js';
import { formatDatetime, formatTimedelta } from './datetime-text.js';
import type { Dtype, ScalarCode, ScalarDtype, StructDtype } from './dtype.js';
import { decodeExtended, decodeHalf } from './float-decode.js';
import { type FloatPrecision, floatText } from './float-text.js';
import { reprStr, voidText } from './python-string.js';

export interface ComplexValue {
  readonly kind: 'complex';
  readonly re: number;
  readonly im: number;
}

export interface TimeValue {
  readonly kind: 'datetime' | 'timedelta';
  /** The stored integer; -2^63 is NaT. */
  readonly ticks: bigint;
  /** As in the dtype, `[ms]`; absent for generic units. */
  readonly unit?: string;
}

export interface RecordValue {
  readonly kind: 'record';
  /** In the dtype's order, without padding. */
  readonly fields: readonly { readonly name: string; readonly value: ElementValue }[];
}

/**
 * bool -> boolean; integers of up to 4 bytes -> number, of 8 -> bigint; floats -> number (long double rounded to double);
 * U -> string; S -> bytes without trailing NULs, V -> bytes (copies); sub-array -> nested arrays.
 */
export type ElementValue =
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | ComplexValue
  | TimeValue
  | RecordValue
  | readonly ElementValue[];

/** One little-endian scalar starting at byte 0 of a view as long as the item. */
type ScalarReader = (view: DataView, dtype: ScalarDtype, littleEndian: boolean) => ElementValue;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function readInt(view: DataView, { itemsize }: ScalarDtype, littleEndian: boolean): number | bigint {
  if (itemsize === 1) return view.getInt8(0);
  if (itemsize === 2) return view.getInt16(0, littleEndian);
  return itemsize === 4 ? view.getInt32(0, littleEndian) : view.getBigInt64(0, littleEndian);
}

function readUint(view: DataView, { itemsize }: ScalarDtype, littleEndian: boolean): number | bigint {
  if (itemsize === 1) return view.getUint8(0);
  if (itemsize === 2) return view.getUint16(0, littleEndian);
  return itemsize === 4 ? view.getUint32(0, littleEndian) : view.getBigUint64(0, littleEndian);
}

/** A float of `sizeBytes` at `offset`. */
function readFloatAt(view: DataView, offset: number, sizeBytes: number, littleEndian: boolean): number {
  if (sizeBytes === 2) return decodeHalf(view.getUint16(offset, littleEndian));
  if (sizeBytes === 4) return view.getFloat32(offset, littleEndian);
  if (sizeBytes === 8) return view.getFloat64(offset, littleEndian);
  if (littleEndian) return decodeExtended(view, offset);
  const reversed = bytesOf(view)
    .slice(offset, offset + sizeBytes)
    .reverse();
  return decodeExtended(viewOf(reversed), 0);
}

function readComplex(view: DataView, { itemsize }: ScalarDtype, littleEndian: boolean): ComplexValue {
  const half = itemsize / 2;
  const re = readFloatAt(view, 0, half, littleEndian);
  return { kind: 'complex', re, im: readFloatAt(view, half, half, littleEndian) };
}

function trimNuls(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}

/** UCS-4; trailing NULs are padding. Invalid code points become U+FFFD. */
function readText(view: DataView, littleEndian: boolean): string {
  let text = '';
  for (let offset = 0; offset < view.byteLength; offset += 4) {
    const codePoint = view.getUint32(offset, littleEndian);
    text += String.fromCodePoint(codePoint <= 0x10ffff ? codePoint : 0xfffd);
  }
  return text.replace(/\0+$/, '');
}

function readTime(view: DataView, { code, unit }: ScalarDtype, littleEndian: boolean): TimeValue {
  const ticks = view.getBigInt64(0, littleEndian);
  return { kind: code === 'M' ? 'datetime' : 'timedelta', ticks, ...(unit === undefined ? {} : { unit }) };
}

const READERS = {
  b: (view) => view.getUint8(0) !== 0,
  i: readInt,
  u: readUint,
  f: (view, { itemsize }, littleEndian) => readFloatAt(view, 0, itemsize, littleEndian),
  c: readComplex,
  S: (view) => trimNuls(bytesOf(view)),
  U: (view, _dtype, littleEndian) => readText(view, littleEndian),
  V: (view) => bytesOf(view).slice(),
  M: readTime,
  m: readTime,
} satisfies Record<ScalarCode, ScalarReader>;

function readScalar(dtype: ScalarDtype, bytes: Uint8Array, offset: number): ElementValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, dtype.itemsize);
  const read: ScalarReader = READERS[dtype.code];
  return read(view, dtype, dtype.byteOrder !== '>');
}

/** A sub-array without bytes is empty, so that a shape with huge axes and one of length 0 takes no memory. */
function readNested(base: Dtype, shape: readonly number[], bytes: Uint8Array, offset: number): readonly ElementValue[] {
  const [length = 0, ...inner] = shape;
  const stepBytes = inner.reduce((product, dimension) => product * dimension, base.itemsize);
  if (stepBytes === 0) return [];
  return Array.from({ length }, (_, index) => {
    const at = offset + index * stepBytes;
    return inner.length === 0 ? readAt(base, bytes, at) : readNested(base, inner, bytes, at);
  });
}

function realFields(dtype: StructDtype): StructDtype['fields'] {
  return dtype.fields.filter((field) => !field.padding);
}

function readAt(dtype: Dtype, bytes: Uint8Array, offset: number): ElementValue {
  switch (dtype.kind) {
    case 'scalar':
      return readScalar(dtype, bytes, offset);
    case 'struct': {
      const fields = realFields(dtype).map((field) => ({
        name: field.name,
        value: readAt(field.dtype, bytes, offset + field.offset),
      }));
      return { kind: 'record', fields };
    }
    case 'subarray':
      return readNested(dtype.base, dtype.shape, bytes, offset);
  }
}

/** The item at `offset` bytes. Throws ArgumentError when it is not inside `bytes`. */
export function readElement(dtype: Dtype, bytes: Uint8Array, offset: number): ElementValue {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + dtype.itemsize > bytes.length) {
    const message = `an item of ${dtype.itemsize} bytes at byte ${offset} is not within the ${bytes.length} bytes given`;
    throw new ArgumentError(message, { expected: offset + dtype.itemsize, found: bytes.length });
  }
  return readAt(dtype, bytes, offset);
}

function floatPrecision(sizeBytes: number): FloatPrecision {
  return sizeBytes === 2 ? 'f2' : sizeBytes === 4 ? 'f4' : 'f8';
}

/** `(1+2j)`, and `2j` when the real part is a positive zero; whole parts have no `.0`. */
function formatComplex({ re, im }: ComplexValue, precision: FloatPrecision): string {
  const part = (value: number) => floatText(value, precision).replace(/\.0$/, '');
  if (Object.is(re, 0)) return `${part(im)}j`;
  const imaginary = part(im);
  return `(${part(re)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`;
}

function formatRecord(dtype: StructDtype, { fields }: RecordValue): string {
  const parts = realFields(dtype).map((field, index) => formatNested(field.dtype, fields[index]?.value ?? ''));
  return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`;
}

/** Inside a record or list text is quoted, as in Python. */
function formatNested(dtype: Dtype, value: ElementValue): string {
  if (typeof value === 'string') return reprStr(value);
  const text = formatElement(dtype, value);
  return dtype.kind === 'scalar' && dtype.code === 'M' ? `'${text}'` : text;
}

/** The dtype of the items of a list: one axis fewer, then the base. */
function formatList(dtype: Dtype, values: readonly ElementValue[], depth = 1): string {
  if (dtype.kind !== 'subarray') return '[]';
  const parts = values.map((value) =>
    depth < dtype.shape.length && Array.isArray(value)
      ? formatList(dtype, value, depth + 1)
      : formatNested(dtype.base, value),
  );
  return `[${parts.join(', ')}]`;
}

function formatNumber(dtype: Dtype, value: number): string {
  return dtype.kind === 'scalar' && dtype.code === 'f' ? floatText(value, floatPrecision(dtype.itemsize)) : `${value}`;
}

/**
 * `str` of the numpy scalar: `1.0`, `(1+2j)`, `2014-07-19T10:30`, `b'ab'`, `True`. `value` must have been read with `dtype`.
 * Records print as Python tuples and sub-arrays as lists, with every number in full (numpy shortens those to 8 digits).
 */
export function formatElement(dtype: Dtype, value: ElementValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return formatNumber(dtype, value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) {
    return dtype.kind === 'scalar' && dtype.code === 'S' ? reprBytes(value) : voidText(value);
  }
  if (!('kind' in value)) return formatList(dtype, value);
  switch (value.kind) {
    case 'complex':
      return formatComplex(value, floatPrecision(dtype.itemsize / 2));
    case 'datetime':
      return formatDatetime(value.ticks, value.unit);
    case 'timedelta':
      return formatTimedelta(value.ticks, value.unit);
    case 'record':
      return dtype.kind === 'struct' ? formatRecord(dtype, value) : '()';
  }
}
