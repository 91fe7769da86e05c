/** Ticks of an axis of times: round dates and times of day, in numpy's proleptic Gregorian calendar without time zones. */
import { formatDatetime } from '../../../shared/format/numpy/datetime-text.js';
import { type TickTexts, ticksBetween, tickTexts } from './axis-ticks.js';

/** Times of a unit of numpy (`[ms]`, `[25s]`), as differences from a base in that unit. */
export interface TimeAxis {
  readonly base: bigint;
  readonly unit: string;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Steps of less than a day that divide one, in milliseconds. */
const clockSteps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
];
const daySteps: readonly number[] = [1, 2, 5, 10, 15];
const monthSteps: readonly number[] = [1, 3, 6];

/** Milliseconds of the units that have a fixed length. */
const unitMs: Readonly<Record<string, number>> = {
  W: 7 * dayMs,
  D: dayMs,
  h: hourMs,
  m: minuteMs,
  s: secondMs,
  ms: 1,
  us: 1e-3,
  ns: 1e-6,
};

/** The length of a unit of numpy in milliseconds; undefined for months, years, and units without a name. */
function lengthMs(unit: string): number | undefined {
  const [, count = '', letters = ''] = /^\[(\d*)(\w+)\]$/.exec(unit) ?? [];
  const one = unitMs[letters];
  return one && one * Number(count || 1);
}

/** Round times between two, at most `most`; round numbers of the unit where the range is too short or too long for a calendar. */
export function timeTicks(low: number, high: number, most: number, { base, unit }: TimeAxis): readonly number[] {
  const oneMs = lengthMs(unit);
  const least = (high - low) / Math.max(1, most - 1);
  if (oneMs === undefined || least * oneMs < secondMs / 2)
    return ticksBetween(low, high, most).filter(isWholeOf(low, high));
  const startMs = Number(base) * oneMs;
  const [from, to] = [startMs + low * oneMs, startMs + high * oneMs];
  // What a Date holds.
  if (Math.max(Math.abs(from), Math.abs(to)) > 8.6e15) return ticksBetween(low, high, most);
  return calendarTicks(from, to, least * oneMs)
    .map((ms) => Math.round((ms - startMs) / oneMs))
    .filter((tick, at, all) => tick >= low && tick <= high && tick !== all[at - 1]);
}

/** Between whole units there is no time. */
function isWholeOf(low: number, high: number): (tick: number) => boolean {
  return high - low < 2 ? () => true : Number.isInteger;
}

/** Milliseconds since 1970, ascending, in steps of about `least` or more. */
function calendarTicks(fromMs: number, toMs: number, leastMs: number): readonly number[] {
  const clock = clockSteps.find((step) => step >= leastMs);
  if (clock !== undefined) return multiples(fromMs, toMs, clock);
  const days = daySteps.find((step) => step * dayMs >= leastMs);
  if (days !== undefined)
    return monthStarts(fromMs, toMs, 1).flatMap((start, at, all) => daysFrom(start, all[at + 1], days));
  const months = monthSteps.find((step) => step * 28 * dayMs >= leastMs);
  if (months !== undefined) return monthStarts(fromMs, toMs, months);
  return monthStarts(fromMs, toMs, 12 * roundYears(leastMs / (365 * dayMs)));
}

/** 1, 2, 5, 10, 20 ... years, at least as many as given. */
function roundYears(years: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, years)));
  return (([1, 2, 5, 10] as const).find((factor) => factor * power >= years) ?? 10) * power;
}

function multiples(fromMs: number, toMs: number, stepMs: number): readonly number[] {
  const first = Math.ceil(fromMs / stepMs);
  return Array.from({ length: Math.floor(toMs / stepMs) - first + 1 }, (_, at) => (first + at) * stepMs);
}

/** The first days of every nth month, counted from January of the year 0, from the one that holds the first time on. */
function monthStarts(fromMs: number, toMs: number, months: number): readonly number[] {
  const date = new Date(fromMs);
  const first = Math.floor((12 * date.getUTCFullYear() + date.getUTCMonth()) / months) * months;
  const starts: number[] = [];
  for (let month = first; ; month += months) {
    const start = new Date(0);
    start.setUTCFullYear(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1);
    if (start.getTime() > toMs) return starts;
    starts.push(start.getTime());
  }
}

/** Every nth day of a month, without one shortly before its end. */
function daysFrom(startMs: number, nextMs: number | undefined, days: number): readonly number[] {
  const count = Math.round(((nextMs ?? startMs + 31 * dayMs) - startMs) / dayMs);
  const all = Array.from({ length: Math.ceil(count / days) }, (_, at) => startMs + at * days * dayMs);
  return all.filter((ms, at) => at === 0 || days === 1 || startMs + count * dayMs - ms >= (days * dayMs) / 2);
}

/** The texts of ascending ticks: years, months, days, or times of day with the day before them in `offset`. */
export function timeTickTexts(ticks: readonly number[], { base, unit }: TimeAxis): TickTexts {
  const full = ticks.map((tick) => formatDatetime(base + BigInt(Math.round(tick)), unit));
  const [first = ''] = full;
  if (lengthMs(unit) === undefined) return { texts: full };
  const [days, clocks] = [full.map((text) => text.split('T')[0] ?? ''), full.map((text) => text.split('T')[1] ?? '')];
  if (clocks.every((clock) => /^[0:.]*$/.test(clock))) return { texts: dateTexts(days) };
  if (clocks.some((clock) => /\.\d*[1-9]/.test(clock))) {
    const { texts } = tickTexts(ticks.map((tick) => tick - (ticks[0] ?? 0)));
    return { texts: texts.map((text) => `+${text}`), offset: `${first} + ${unit.slice(1, -1)}` };
  }
  const isOneDay = new Set(days).size === 1;
  const shown = clocks.every((clock) => /^\d\d(:\d\d(:00(\.0*)?)?)?$/.test(clock)) ? 5 : 8;
  const clockOf = (clock: string) => (clock.length === 2 ? `${clock}:00` : clock.slice(0, shown));
  return isOneDay
    ? { texts: clocks.map(clockOf), offset: `${days[0]}` }
    : {
        texts: clocks.map((clock, at) => `${days[at]?.slice(-2)} ${clockOf(clock)}`),
        offset: `${days[0]?.slice(0, -3)}`,
      };
}

/** `2021`, `2021-03` or `2021-03-01`: as much as tells them apart. */
function dateTexts(days: readonly string[]): readonly string[] {
  if (days.every((day) => day.endsWith('-01-01'))) return days.map((day) => day.slice(0, -6));
  return days.every((day) => day.endsWith('-01')) ? days.map((day) => day.slice(0, -3)) : days;
}

/** The time of a text such as `2021-03-01` or `2021-03-01T12:30`, as a difference from the base; undefined for other texts. */
export function parseTime(text: string, { base, unit }: TimeAxis): number | undefined {
  const plain = text.trim().replace(' ', 'T');
  const ms = /^\d{4,}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?)?)?$/.test(plain)
    ? Date.parse(plain.includes('T') ? `${plain}Z` : plain)
    : Number.NaN;
  const oneMs = lengthMs(unit);
  if (Number.isNaN(ms)) return undefined;
  if (oneMs !== undefined) return Math.round(ms / oneMs - Number(base));
  const months = 12 * (new Date(ms).getUTCFullYear() - 1970) + new Date(ms).getUTCMonth();
  return unit === '[M]' ? months - Number(base) : unit === '[Y]' ? Math.floor(months / 12) - Number(base) : undefined;
}
