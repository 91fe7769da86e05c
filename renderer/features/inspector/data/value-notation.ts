import { formatDatetime } from '../../../../shared/format/numpy/datetime-text.js';
import { type TickTexts, ticksBetween, tickTexts, valueText } from '../../../ui/charts/axis-ticks.js';
import { parseTime, timeTicks, timeTickTexts } from '../../../ui/charts/time-ticks.js';
import { type Limits, parseLimit, printLimit } from './value-scale.js';

/** How values of plots, which are differences from a base, are written: as numbers, or as times. */
export interface ValueNotation {
  /** Whether values have logarithms: times and differences from a large integer have none of their own. */
  readonly hasLogarithms: boolean;
  /** Round values between two, at most `most`. */
  readonly ticks: (low: number, high: number, most: number) => readonly number[];
  readonly tickTexts: (ticks: readonly number[]) => TickTexts;
  /** In as many digits as show a thousandth of a range. */
  readonly text: (value: number, range: number) => string;
  /** For programs, with all its digits. */
  readonly exact: (value: number) => string | number;
  /** As it can be typed, and what was typed. */
  readonly print: (value: number, limits: Limits) => string;
  readonly parse: (text: string) => number | undefined;
}

/** For values of a dtype as numpy names it; `base` is to be added to each. */
export function notationOf(dtype: string, base: bigint): ValueNotation {
  const [, unit] = /^datetime64(\[\d*\w+\])$/.exec(dtype) ?? [];
  return unit === undefined ? numberNotation(base) : timeNotation({ base, unit });
}

function numberNotation(base: bigint): ValueNotation {
  return {
    hasLogarithms: base === 0n,
    ticks: ticksBetween,
    tickTexts: (ticks) => tickTexts(ticks, base),
    text: (value, range) => valueText(value, range, base),
    exact: (value) => exactNumber(value, base),
    print: (value, limits) => printLimit(value, limits, base),
    parse: (text) => parseLimit(text, base),
  };
}

/** Edges of bins of integers are halves: between two integers. */
function exactNumber(value: number, base: bigint): string | number {
  if (base === 0n || !Number.isFinite(value)) return value;
  const whole = Math.floor(value);
  return value - whole === 0.5 ? `${base + BigInt(whole)}.5` : `${base + BigInt(Math.round(value))}`;
}

function timeNotation(axis: { readonly base: bigint; readonly unit: string }): ValueNotation {
  // The first time behind the edge between two bins.
  const text = (value: number) =>
    Number.isFinite(value) ? formatDatetime(axis.base + BigInt(Math.ceil(value)), axis.unit) : 'NaT';
  return {
    hasLogarithms: false,
    ticks: (low, high, most) => timeTicks(low, high, most, axis),
    tickTexts: (ticks) => timeTickTexts(ticks, axis),
    text,
    exact: text,
    print: text,
    parse: (typed) => parseTime(typed, axis),
  };
}
