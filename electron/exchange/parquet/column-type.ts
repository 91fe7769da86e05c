import type { DecodedArray, LogicalType, ParquetType, SchemaElement, TimeUnit } from 'hyparquet';
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';

/** A column of numbers: its dtype, and how the values that are stored become items. */
export interface ColumnType {
  readonly dtype: ScalarDtype;
  /** Makes room for the items of a page; all are zero. */
  readonly create: (length: number) => Items;
}

export type Items =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Little-endian, as typed arrays are everywhere but on s390x. */
const ITEMS: Readonly<Record<string, (length: number) => Items>> = {
  b1: (length) => new Uint8Array(length),
  i1: (length) => new Int8Array(length),
  u1: (length) => new Uint8Array(length),
  i2: (length) => new Int16Array(length),
  u2: (length) => new Uint16Array(length),
  i4: (length) => new Int32Array(length),
  u4: (length) => new Uint32Array(length),
  i8: (length) => new BigInt64Array(length),
  u8: (length) => new BigUint64Array(length),
  f4: (length) => new Float32Array(length),
  f8: (length) => new Float64Array(length),
  M8: (length) => new BigInt64Array(length),
};

const UNITS: Readonly<Record<TimeUnit, string>> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };

/** The type of a column, or why it is none of numbers, in words for a message. */
export function columnType(element: SchemaElement): ColumnType | string {
  if (element.num_children !== undefined) return 'it is a column of columns';
  if (element.repetition_type === 'REPEATED') return 'its rows are lists';
  const { type } = element;
  const logical = element.logical_type ?? ofConverted(element.converted_type);
  const code = type === undefined ? undefined : codeOf(type, logical);
  const create = ITEMS[code?.slice(0, 2) ?? ''];
  if (code === undefined || create === undefined) {
    return `it is of the type ${logical?.type ?? type ?? 'none'}, and only columns of numbers and dates are read`;
  }
  return { dtype: parseTypeString(`<${code}`), create };
}

function codeOf(type: ParquetType, logical: LogicalType | undefined): string | undefined {
  switch (type) {
    case 'BOOLEAN':
      return logical === undefined ? 'b1' : undefined;
    case 'FLOAT':
      return logical === undefined ? 'f4' : undefined;
    case 'DOUBLE':
      return logical === undefined ? 'f8' : undefined;
    case 'INT32':
      if (logical?.type === 'DATE') return 'M8[D]';
      return integerCode(logical, 32);
    case 'INT64':
      if (logical?.type === 'TIMESTAMP') return `M8[${UNITS[logical.unit]}]`;
      return integerCode(logical, 64);
    default:
      return undefined;
  }
}

function integerCode(logical: LogicalType | undefined, bits: 32 | 64): string | undefined {
  if (logical === undefined) return `i${bits / 8}`;
  if (logical.type !== 'INTEGER' || logical.bitWidth > bits) return undefined;
  return `${logical.isSigned ? 'i' : 'u'}${logical.bitWidth / 8}`;
}

/** The older way to write a logical type. */
function ofConverted(converted: SchemaElement['converted_type']): LogicalType | undefined {
  if (converted === undefined) return undefined;
  const [, sign, bits] = /^(U?)INT_(8|16|32|64)$/.exec(converted) ?? [];
  if (bits !== undefined) return { type: 'INTEGER', bitWidth: Number(bits), isSigned: sign === '' };
  if (converted === 'DATE') return { type: 'DATE' };
  if (converted === 'TIMESTAMP_MILLIS') return { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' };
  if (converted === 'TIMESTAMP_MICROS') return { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' };
  // Anything else is no number.
  return { type: 'STRING' };
}

/** Puts a stored value into its place; the type of the items is that of the column. */
export function setItem(items: Items, index: number, value: DecodedArray[number]): void {
  if (items instanceof BigInt64Array || items instanceof BigUint64Array) items[index] = BigInt(value);
  else items[index] = Number(value);
}
