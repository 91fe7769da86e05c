import { DateUnit, Precision, TimeUnit } from 'apache-arrow/enum';
import { Bool, type DataType, Date_, Duration, Float, Int, Timestamp } from 'apache-arrow/type';
import type { ColumnTypes } from '../../kept-columns.js';

const UNITS = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
};

const INTEGERS = ([1, 2, 4, 8] as const).flatMap((bytes): [string, DataType][] => {
  const bits = (8 * bytes) as 8 | 16 | 32 | 64; // the multiplication loses it
  return [
    [`i${bytes}`, new Int(true, bits)],
    [`u${bytes}`, new Int(false, bits)],
  ];
});

const TIMES = Object.entries(UNITS).flatMap(([unit, timeUnit]): [string, DataType][] => [
  [`M8[${unit}]`, new Timestamp(timeUnit)],
  [`m8[${unit}]`, new Duration(timeUnit)],
]);

/** Arrow's types by numpy's. */
export const ARROW_TYPES: ColumnTypes<DataType> = {
  label: 'Arrow',
  types: Object.fromEntries([
    ['b1', new Bool()],
    ...INTEGERS,
    ['f2', new Float(Precision.HALF)],
    ['f4', new Float(Precision.SINGLE)],
    ['f8', new Float(Precision.DOUBLE)],
    ['M8[D]', new Date_(DateUnit.DAY)],
    ...TIMES,
  ]),
  inWords: 'integers, booleans, floats of at most 64 bits, or times in days, seconds, ms, us or ns',
};
