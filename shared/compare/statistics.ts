import type { ResultFlag, Series } from './result.js';

/** An interval that is assumed to contain the true value. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The middle value or the mean of the two middle ones; NaN for no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Interpolates linearly between the ranks, as numpy does by default (type 7 of Hyndman and Fan); `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Median of the distances from the median. */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

export function seriesOf(repeats: readonly number[]): Series {
  return {
    repeats,
    median: median(repeats),
    q1: quantile(repeats, 0.25),
    q3: quantile(repeats, 0.75),
    min: quantile(repeats, 0),
    max: quantile(repeats, 1),
    mad: medianDeviation(repeats),
  };
}

const LARGEST_TO_MEDIAN = 1.3;
const LARGEST_IQR_SHARE = 0.05;

/** Whether the repeats vary too much: max > 1.3 x median, or an interquartile range over 5 % of the median. */
export function isUnstable({ median: middle, q1, q3, max }: Series): boolean {
  return max > LARGEST_TO_MEDIAN * middle || q3 - q1 > LARGEST_IQR_SHARE * middle;
}

/** With fewer repeats, a trend cannot be distinguished from chance. */
const FEWEST_FOR_TREND = 5;
/** Two-sided 5 % of the normal distribution. */
const TREND_Z = 1.96;
/** A smaller change of the speed from the first to the last repeat is ignored. */
const MIN_DRIFT_SHARE = 0.05;

/**
 * Whether the repeats rise or fall steadily: the Mann-Kendall test for a trend at 5 %, and a Theil-Sen slope that adds up
 * to more than 5 % of the median from the first repeat to the last.
 */
export function drifts({ repeats, median: middle }: Series): boolean {
  if (repeats.length < FEWEST_FOR_TREND) return false;
  const pairs = repeats.flatMap((value, index) =>
    repeats.slice(index + 1).map((later, gap) => ({ rise: later - value, gap: gap + 1 })),
  );
  const count = repeats.length;
  const score = pairs.reduce((total, { rise }) => total + Math.sign(rise), 0);
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  // Minus one: the usual continuity correction of the test.
  const z = Math.max(0, Math.abs(score) - 1) / deviation;
  const slope = median(pairs.map(({ rise, gap }) => rise / gap));
  return z > TREND_Z && Math.abs(slope) * (count - 1) > MIN_DRIFT_SHARE * middle;
}

/** The flags of a setting's measurements in both directions. `isTiny`: the data are under 1 MiB; `isBusy`: see `ResultFlag`. */
export function flagsOf(
  series: readonly Series[],
  { isTiny = false, isBusy = false }: { readonly isTiny?: boolean; readonly isBusy?: boolean } = {},
): readonly ResultFlag[] {
  return [
    ...(series.some(isUnstable) ? (['unstable'] as const) : []),
    ...(series.some(drifts) ? (['drift'] as const) : []),
    ...(isBusy ? (['busy'] as const) : []),
    ...(isTiny ? (['tiny'] as const) : []),
  ];
}

/** Whether two intervals overlap, so that their values count as a tie. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}

/** z of a 95 % interval. */
const CONFIDENCE_Z = 1.96;

/**
 * 95 % interval of the ratio of the whole data from some of its chunks, by the ratio estimator of survey sampling with its
 * correction for a finite population. `plain` and `stored` are bytes of the same chunks; `chunksTotal` is the number of
 * chunks of the data. With all chunks, or with only one, both ends are the ratio itself. It knows nothing of chunks that are unlike
 * all sampled ones: see `unseenShare`.
 */
export function ratioInterval(plain: readonly number[], stored: readonly number[], chunksTotal: number): Interval {
  const count = plain.length;
  const plainBytes = plain.reduce((total, value) => total + value, 0);
  const storedBytes = stored.reduce((total, value) => total + value, 0);
  const ratio = plainBytes / storedBytes;
  if (count < 2 || count >= chunksTotal) return { low: ratio, high: ratio };
  // Estimated as stored / plain, whose denominator is known for all data, and inverted at the end.
  const fraction = storedBytes / plainBytes;
  const squares = stored.reduce((total, value, index) => total + (value - fraction * (plain[index] ?? 0)) ** 2, 0);
  const unsampled = 1 - count / chunksTotal;
  const error = (CONFIDENCE_Z * Math.sqrt((unsampled * squares) / (count * (count - 1)))) / (plainBytes / count);
  return { low: 1 / (fraction + error), high: 1 / Math.max(fraction - error, fraction / 10) };
}

/** Probability with which data that are unlike the sample are missed. */
const MISS_CHANCE = 0.05;

/** Chunks of the data, and how many of them were sampled. */
export interface SampledChunks {
  readonly chunksSampled: number;
  readonly chunksTotal: number;
}

/**
 * The largest share of the data that can be unlike every sampled chunk, with 95 % confidence: the rule of three (about 3 / n),
 * for a finite number of chunks. 0 when every chunk was sampled.
 */
export function unseenShare({ chunksSampled: count, chunksTotal }: SampledChunks): number {
  if (count >= chunksTotal) return 0;
  if (count < 1) return 1;
  const chunks = (1 - MISS_CHANCE ** (1 / count)) * (chunksTotal - (count - 1) / 2);
  return Math.min(chunks, chunksTotal - count) / chunksTotal;
}

/** The 95 % interval of the ratio by the spread of the sampled chunks alone; its low end mirrors the high one, in stored bytes. */
export function sampledInterval({
  ratio,
  ratioHigh,
}: {
  readonly ratio: number;
  readonly ratioHigh: number;
}): Interval {
  return { low: 1 / (2 / ratio - 1 / ratioHigh), high: ratioHigh };
}

/** The ratio of all data if this share of them cannot be compressed, and the rest has `ratio`. */
export function ratioWithUnseen(ratio: number, share: number): number {
  return Math.min(ratio, 1 / ((1 - share) / ratio + share));
}
