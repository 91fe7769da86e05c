import { Date as DateType } from 'apache-arrow/fb/date';
import { DateUnit } from 'apache-arrow/fb/date-unit';
import { Duration } from 'apache-arrow/fb/duration';
import type { Field } from 'apache-arrow/fb/field';
import { FloatingPoint } from 'apache-arrow/fb/floating-point';
import { Int } from 'apache-arrow/fb/int';
import { TimeUnit } from 'apache-arrow/fb/time-unit';
import { Timestamp } from 'apache-arrow/fb/timestamp';
import { Type } from 'apache-arrow/fb/type';
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';

/** A column of numbers, and how its items are stored. */
export interface ColumnType {
  /** Little-endian. */
  readonly dtype: ScalarDtype;
  /** As in the dtype, but for booleans, which are bits, and days, which are int32. */
  readonly stored: 'items' | 'bits' | 'days';
}

const STORED_BITS = { bits: 1, days: 32 };

/** Bytes of the items of so many rows, as they are stored without compression. */
export function storedBytes({ dtype, stored }: ColumnType, rows: number): number {
  return stored === 'items' ? rows * dtype.itemsize : Math.ceil((rows * STORED_BITS[stored]) / 8);
}

const PRECISIONS = ['f2', 'f4', 'f8'];
const INT_BITS: ReadonlySet<number> = new Set([8, 16, 32, 64]);
const UNITS: Readonly<Record<TimeUnit, string>> = {
  [TimeUnit.SECOND]: 's',
  [TimeUnit.MILLISECOND]: 'ms',
  [TimeUnit.MICROSECOND]: 'us',
  [TimeUnit.NANOSECOND]: 'ns',
};

/** The type of a column, or why it is none of numbers, in words for a message. */
export function columnType(field: Field): ColumnType | string {
  if (field.dictionary()) return 'its values are in a dictionary, which is not read: write it without one';
  const type = field.typeType();
  if (type === Type.Bool) return { dtype: parseTypeString('|b1'), stored: 'bits' };
  const code = codeOf(field, type);
  if (code === undefined) {
    return `it is of the type ${Type[type]?.replace(/_$/, '') ?? type}, and only columns of numbers and dates are read`;
  }
  return { dtype: parseTypeString(`<${code}`), stored: code === 'M8[D]' ? 'days' : 'items' };
}

function codeOf(field: Field, type: Type): string | undefined {
  switch (type) {
    case Type.Int: {
      const int: Int | null = field.type(new Int());
      const bits = int?.bitWidth() ?? 0;
      return INT_BITS.has(bits) ? `${int?.isSigned() ? 'i' : 'u'}${bits / 8}` : undefined;
    }
    case Type.FloatingPoint: {
      const float: FloatingPoint | null = field.type(new FloatingPoint());
      return PRECISIONS[float?.precision() ?? -1];
    }
    case Type.Date: {
      const date: DateType | null = field.type(new DateType());
      return date?.unit() === DateUnit.DAY ? 'M8[D]' : 'M8[ms]';
    }
    case Type.Timestamp:
      return timeCode('M8', field.type(new Timestamp()));
    case Type.Duration:
      return timeCode('m8', field.type(new Duration()));
    default:
      return undefined;
  }
}

function timeCode(code: 'M8' | 'm8', type: Timestamp | Duration | null): string | undefined {
  const unit = type && UNITS[type.unit()];
  return unit ? `${code}[${unit}]` : undefined;
}
