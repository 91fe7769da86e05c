import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { decadeTicks, multiplesBetween, wholeStep } from '../../../ui/charts/axis-ticks.js';
import type { Limits } from './ratio-scale.js';

export interface Bar {
  /** Ratios [from, to). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Chunks by ratio, as they are drawn: one bar each for chunks that are not smaller than their data and for chunks above the limits. */
export interface RatioBars {
  readonly bars: readonly Bar[];
  /** Ratios from the first bar to the last. */
  readonly domain: Limits;
  /** Chunks that are no smaller than their data. */
  readonly notSmaller: number;
  /** Chunks beyond the domain. */
  readonly above: number;
  readonly most: number;
}

/** Joins the bins beyond the limits. */
export function ratioBars({ histogram: { edges, counts } }: ChunkSummary, [low, high]: Limits): RatioBars {
  const all = counts.map((count, index): Bar => {
    const [from, to] = [edges[index] ?? low, edges[index + 1] ?? high];
    // When all chunks have the same ratio there is one bin without a width; below the limits it stays what it is.
    return from < to || to < low ? { from, to, count } : { from: low, to: high, count };
  });
  const isBelow = ({ to }: Bar) => to <= low * (1 + 1e-9);
  const isAbove = ({ from }: Bar) => from >= high * (1 - 1e-9);
  const bars = all.filter((bar) => !isBelow(bar) && !isAbove(bar));
  const notSmaller = sum(all.filter(isBelow));
  const above = sum(all.filter((bar) => isAbove(bar) && !isBelow(bar)));
  return {
    bars,
    domain: [bars[0]?.from ?? low, bars.at(-1)?.to ?? high],
    notSmaller,
    above,
    most: Math.max(1, notSmaller, above, ...bars.map(({ count }) => count)),
  };
}

function sum(bars: readonly Bar[]): number {
  return bars.reduce((total, { count }) => total + count, 0);
}

/** Round ratios, for scales that span several of them. */
const ROUND = [1, 1.5, 2, 3, 5, 7] as const;

/** Round ratios within a domain, at most about `most` of them; in even steps of tenths or units where the domain is narrow. */
export function ratioTicks([low, high]: Limits, most: number): readonly number[] {
  const ticks = decadeTicks(low, high, ROUND);
  const round = ticks.length >= 3 ? ticks : multiplesBetween(low, high, wholeStep((high - low) * 2) / 10);
  const everyNth = Math.ceil(round.length / Math.max(1, most));
  return round.filter((_, index) => index % everyNth === 0);
}
