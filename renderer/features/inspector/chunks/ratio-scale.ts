import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';

/** Smallest and largest value that have different colours; values beyond have the colour of the limit. */
export type Limits = readonly [low: number, high: number];

/** Before there are values. */
export const NO_LIMITS: Limits = [1, 10];

/** How such chunks are named where ratios are shown. Most are stored uncompressed; very small ones also grow by their header. */
export const NOT_SMALLER = '≤ 1×';

/** Whether a chunk is not smaller than its data. */
export function isNotSmaller(ratio: number): boolean {
  return ratio <= 1;
}

/**
 * The limits for ratios: from the lowest that was compressed at all to where the high outliers begin, so that a few extremes do
 * not flatten the rest. The same in map, histogram, table and streams.
 */
export function ratioLimits(summary: ChunkSummary | undefined): Limits {
  if (!summary || summary.chunks === 0) return NO_LIMITS;
  const low = lowestCompressed(summary);
  const bound = summary.outliers.find(({ kind, count }) => kind === 'high' && count > 0)?.bound;
  const high = bound !== undefined && bound > low ? bound : summary.maxRatio;
  // Chunks that were not compressed are below the limits.
  return high > low * 1.05 ? [low, high] : [Math.max(1, low / 1.05), low * 1.05];
}

function lowestCompressed({ minRatio, maxRatio, histogram: { edges, counts } }: ChunkSummary): number {
  if (minRatio > 1) return minRatio;
  const bin = counts.findIndex((count, index) => count > 0 && (edges[index] ?? 0) > 1);
  return bin < 0 ? Math.max(1, maxRatio) : (edges[bin] ?? 1);
}

/** The position of a value between the limits, 0 to 1, by its logarithm; NaN for NaN. */
export function logShare(value: number, [low, high]: Limits): number {
  const share = (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
  return Number.isNaN(share) ? share : Math.min(1, Math.max(0, share));
}

/** The same by the value itself. */
export function linearShare(value: number, [low, high]: Limits): number {
  const share = (value - low) / (high - low);
  return Number.isNaN(share) ? share : Math.min(1, Math.max(0, share));
}

/** Ratios for ticks and limits, as short as they can be: `2.5×`, `1.08×`, `17×`, `228×`. */
export function shortRatio(ratio: number): string {
  return `${Number(ratio.toPrecision(3))}×`;
}
