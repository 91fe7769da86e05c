import { DataType } from 'apache-arrow/type';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { NAT } from '../../../../shared/format/numpy/datetime-text.js';

/** A column of one record batch, as it is stored. */
export interface ColumnBuffers {
  readonly nulls: number;
  /** A bit for each row; empty when none is null. */
  readonly validity: Uint8Array;
  readonly items: Uint8Array;
}

/** Items that are little-endian as Arrow stores them: NaT of times are nulls. Throws ArgumentError for days that Arrow does not have. */
export function columnBuffers(type: DataType, items: Uint8Array): ColumnBuffers {
  const none = { nulls: 0, validity: new Uint8Array(0) };
  if (DataType.isBool(type)) return { ...none, items: packedBits(items, (item) => item !== 0) };
  if (!DataType.isDate(type) && !DataType.isTimestamp(type) && !DataType.isDuration(type)) return { ...none, items };
  const ticks = new BigInt64Array(items.slice().buffer);
  const nulls = ticks.reduce((count, tick) => count + Number(tick === NAT), 0);
  return {
    nulls,
    validity: nulls === 0 ? none.validity : packedBits(ticks, (tick) => tick !== NAT),
    items: DataType.isDate(type) ? daysOf(ticks) : items,
  };
}

function packedBits<Item>(items: ArrayLike<Item>, isSet: (item: Item) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(items.length / 8));
  for (let row = 0; row < items.length; row++) {
    if (isSet(items[row] as Item)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7)); // the row is inside
  }
  return bits;
}

/** As int32; 0 for NaT. */
function daysOf(ticks: BigInt64Array): Uint8Array {
  const days = Buffer.alloc(4 * ticks.length);
  for (const [row, tick] of ticks.entries()) {
    if (tick !== NAT && tick !== BigInt.asIntN(32, tick)) {
      throw new ArgumentError(`the date ${tick} days from 1970 cannot be written as Arrow, which has days of 32 bits`);
    }
    days.writeInt32LE(tick === NAT ? 0 : Number(tick), 4 * row);
  }
  return days;
}
