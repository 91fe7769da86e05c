/** How many digits the numbers of a column need: decided once from a fixed sample, so that they do not change while scrolling. */
import type { Plane } from '../../../shared/contract/inspect/data.js';
import { type FloatPrecision, floatText } from '../../../shared/format/numpy/float-text.js';
import type { ArrayAccess } from '../document.js';
import { finiteParts, hasDigits, partBytes } from './cell-text.js';
import { gatherCells } from './gather.js';
import type { Grid } from './grid.js';
import type { DigitPlan } from './number-text.js';

/** Places of a column from which the sample is taken, and rows at each. */
const SAMPLE_PLACES = 6;
const SAMPLE_ROWS = 4;
/** Beyond these a column is printed with exponents: digits before the point, its largest value, and that over a usual one. */
const MAX_WHOLE_DIGITS = 10;
const SMALLEST_FIXED = 1e-4;
const WIDEST_RANGE = 1e10;
/** Most significant digits that are shown. */
const SIGNIFICANT_DIGITS = 6;
/** Columns that are cached for one array, so that scrolling along a million of them does not fill the memory. */
const MAX_REMEMBERED = 20_000;

const cache = new WeakMap<ArrayAccess, Map<string, DigitPlan>>();

/** The digits of columns [start, end) of a plane, by column; columns without a choice of digits are left out. */
export async function columnPlans(
  access: ArrayAccess,
  { grid, plane, start, end }: { grid: Grid; plane: Plane; start: number; end: number },
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, DigitPlan>> {
  const known = knownPlans(access);
  const place = JSON.stringify([plane.rowAxis, plane.columnAxis, plane.columnStep, fixedIndices(plane), plane.field]);
  const key = (column: number): string => `${place}:${column}`;
  const wanted = range(start, end).filter((column) => hasDigits(grid.leafOf(column).dtype));
  const missing = wanted.filter((column) => !known.has(key(column)));
  const [first, last] = [missing[0], missing.at(-1)];
  if (first !== undefined && last !== undefined) {
    const found = await samplePlans(access, grid, { start: first, end: last + 1 }, signal);
    if (known.size > MAX_REMEMBERED) known.clear();
    for (const column of missing) known.set(key(column), found[column - first] ?? planOf([], 'f8'));
  }
  return new Map(wanted.flatMap((column) => entry(column, known.get(key(column)))));
}

function entry(column: number, plan: DigitPlan | undefined): readonly (readonly [number, DigitPlan])[] {
  return plan ? [[column, plan]] : [];
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

/** The indices of the fixed axes; 0 for the plane's own. */
function fixedIndices({ held, rowAxis, columnAxis }: Plane): readonly number[] {
  return held.map((index, axis) => (axis === rowAxis || axis === columnAxis ? 0 : index));
}

function knownPlans(access: ArrayAccess): Map<string, DigitPlan> {
  const known = cache.get(access) ?? new Map<string, DigitPlan>();
  cache.set(access, known);
  return known;
}

async function samplePlans(
  access: ArrayAccess,
  grid: Grid,
  { start, end }: { start: number; end: number },
  signal: AbortSignal | undefined,
): Promise<readonly DigitPlan[]> {
  const columns = range(start, end);
  const values = columns.map((): number[] => []);
  await Promise.all(
    samplePlaces(grid.rows).map(async (rowStart) => {
      const rowEnd = Math.min(rowStart + SAMPLE_ROWS, grid.rows);
      const part = { rowStart, rowEnd, columnStart: start, columnEnd: end };
      const cells = await gatherCells(access, grid, part, { damage: 'report', ...(signal && { signal }) });
      for (const row of range(0, rowEnd - rowStart)) {
        columns.forEach((column, index) => {
          if (cells.isUnreadable(row, index)) return;
          values[index]?.push(...finiteParts(grid.leafOf(column), cells.bytes, cells.offsetOf(row, index)));
        });
      }
    }),
  );
  return columns.map((column, index) => planOf(values[index] ?? [], precisionOf(grid, column)));
}

/** The same few rows for every column, evenly over the whole height. */
function samplePlaces(rows: number): readonly number[] {
  const places = Math.min(SAMPLE_PLACES, Math.ceil(rows / SAMPLE_ROWS));
  return range(0, places).map((place) =>
    Math.floor((place * Math.max(0, rows - SAMPLE_ROWS)) / Math.max(1, places - 1)),
  );
}

function precisionOf(grid: Grid, column: number): FloatPrecision {
  const sizeBytes = partBytes(grid.leafOf(column).dtype);
  return sizeBytes === 2 ? 'f2' : sizeBytes === 4 ? 'f4' : 'f8';
}

/** The digits that distinguish values: all they have, unless their differences need fewer. */
export function planOf(values: readonly number[], precision: FloatPrecision): DigitPlan {
  const magnitudes = values.map(Math.abs).filter((magnitude) => magnitude > 0);
  if (magnitudes.length === 0) return { kind: 'fixed', digits: 1 };
  const largest = Math.max(...magnitudes);
  const typical = magnitudes.toSorted((a, b) => a - b)[Math.floor(magnitudes.length / 4)] ?? largest;
  const needed = Math.max(...values.map((value) => fractionDigits(floatText(value, precision))));
  const worth = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(spreadOf(values) || largest));
  const digits = Math.max(1, Math.min(needed, worth));
  const wholeDigits = Math.max(1, Math.floor(Math.log10(largest)) + 1);
  if (wholeDigits > MAX_WHOLE_DIGITS || largest < SMALLEST_FIXED || largest / typical > WIDEST_RANGE) {
    return { kind: 'scientific', digits: Math.min(SIGNIFICANT_DIGITS - 1, significantDigits(values, precision)) };
  }
  return { kind: 'fixed', digits: Math.min(digits, 17 - Math.min(16, wholeDigits)) };
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** Digits after the point of a number in fixed notation. */
function fractionDigits(text: string): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  return Math.max(0, (fraction === '0' ? 0 : fraction.length) - Number(exponent));
}

function significantDigits(values: readonly number[], precision: FloatPrecision): number {
  const digits = values.map(
    (value) =>
      floatText(value, precision)
        .replace(/e.*$|[-.]/g, '')
        .replace(/^0+|0+$/g, '').length - 1,
  );
  return Math.max(1, ...digits);
}
