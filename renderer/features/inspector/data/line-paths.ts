import type { ValueNotation } from './value-notation.js';

/** The values of a line: all of them, or a low and a high for each of equal ranges. */
export interface LineValues {
  readonly values: Float64Array;
  /** Pairs of min and max. */
  readonly isEnvelope: boolean;
  /** Items of the axis, end-exclusive, that the values are spread over. */
  readonly start: number;
  readonly end: number;
  readonly notation: ValueNotation;
  /** One in so many values was read. */
  readonly sampled: number;
}

export interface LineScales {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** Lowest and highest finite value; undefined when there is none. */
export function lineRange({ values }: LineValues): readonly [low: number, high: number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** A path through every value, interrupted where there is no number. */
export function linePath(line: LineValues, { x, y }: LineScales): string {
  let path = '';
  let isOn = false;
  line.values.forEach((value, at) => {
    const isNumber = Number.isFinite(value);
    if (isNumber) path += `${isOn ? 'L' : 'M'}${round(x(line.start + at))} ${round(y(value))}`;
    // A value between two gaps would be a line of no length.
    if (isNumber && !isOn && !Number.isFinite(line.values[at + 1] ?? Number.NaN)) path += 'h0.5';
    isOn = isNumber;
  });
  return path;
}

/** A shape between the lowest and highest values of the ranges; one for each run of ranges without a gap. */
export function envelopePath(line: LineValues, { x, y }: LineScales): string {
  const ranges = line.values.length / 2;
  const middle = (range: number) => line.start + ((range + 0.5) / ranges) * (line.end - line.start);
  let path = '';
  let run: number[] = [];
  const close = () => {
    const above = run.map((range) => `${round(x(middle(range)))} ${round(y(line.values[2 * range + 1] ?? 0))}`);
    const below = run.map((range) => `${round(x(middle(range)))} ${round(y(line.values[2 * range] ?? 0))}`);
    if (run.length > 0) path += `M${above.join('L')}L${below.toReversed().join('L')}Z`;
    run = [];
  };
  for (let range = 0; range < ranges; range++) {
    if (Number.isFinite(line.values[2 * range]) && Number.isFinite(line.values[2 * range + 1])) run.push(range);
    else close();
  }
  close();
  return path;
}

/** How the values were drawn: `400 values, every one drawn`, or how many of them are no numbers that could be. */
export function lineCaption(line: LineValues, count: (value: number) => string): string {
  const values = line.end - line.start;
  if (!line.isEnvelope) {
    const drawn = line.values.filter((value) => Number.isFinite(value)).length;
    if (drawn < values)
      return `${count(drawn)} of ${count(values)} values drawn; the others are NaN, infinite or damaged`;
    return `${count(values)} ${values === 1 ? 'value' : 'values'}, every one drawn`;
  }
  const ranges = `each of ${count(line.values.length / 2)} equal ranges`;
  const sample = line.sampled > 1 ? `; one in ${count(line.sampled)} values was read` : '';
  return `${count(values)} values, drawn as the lowest and highest of ${ranges}${sample}`;
}

/** The index or range of indices at a share of the line, and its value or values; undefined where there is no number. */
export function lineAt(
  line: LineValues,
  index: number,
): { readonly from: number; readonly to: number; readonly values: readonly number[] } | undefined {
  const { values, isEnvelope, start, end } = line;
  const ranges = isEnvelope ? values.length / 2 : values.length;
  const range = Math.floor(((index - start) * ranges) / (end - start));
  if (range < 0 || range >= ranges) return undefined;
  const [from, to] = [range, range + 1].map((edge) => start + Math.floor((edge * (end - start)) / ranges));
  const found = isEnvelope ? values.subarray(2 * range, 2 * range + 2) : values.subarray(range, range + 1);
  return { from: from ?? start, to: to ?? end, values: [...found] };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** What is drawn, as a table: an index and its value, or ranges (end-exclusive) with their lowest and highest. */
export function lineNumbers({ values, isEnvelope, start, end, notation }: LineValues): {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
} {
  const exact = (value = Number.NaN) => notation.exact(value);
  if (!isEnvelope)
    return { heads: ['index', 'value'], rows: [...values].map((value, at) => [start + at, exact(value)]) };
  const ranges = values.length / 2;
  const edge = (range: number) => start + Math.floor((range * (end - start)) / ranges);
  const rows = Array.from({ length: ranges }, (_, range) => [
    edge(range),
    edge(range + 1),
    exact(values[2 * range]),
    exact(values[2 * range + 1]),
  ]);
  return { heads: ['from', 'to', 'lowest', 'highest'], rows };
}

/** Whether integers of this dtype are among the values that doubles, relative to the base, do not hold. */
export function isRounded(dtype: string, values: Float64Array | undefined): boolean {
  return /^u?int64$/.test(dtype) && values?.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER) === true;
}
