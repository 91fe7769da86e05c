import { type Speeds, type Storage, TOTAL_FORMULA, totalSeconds, UNCOMPRESSED } from './formulas.js';
import type { DataFacts, Measured, Series } from './result.js';
import { type Interval, ratioWithUnseen, type SampledChunks, sampledInterval, unseenShare } from './statistics.js';

/** What a setting must reach to be advised. Speeds in plain bytes per second. */
export interface Limits {
  readonly ratio?: number;
  readonly compress?: number;
  readonly decompress?: number;
}

/** What the user wants most. */
export type Goal = { readonly limits?: Limits } & (
  | { readonly kind: 'smallest' }
  | { readonly kind: 'fastest-write' }
  | { readonly kind: 'fastest-read' }
  /** One write and so many reads on a storage take the least time. */
  | ({ readonly kind: 'storage'; readonly readsPerWrite: number } & Storage)
  /** The fastest to compress of those that reach a ratio. */
  | { readonly kind: 'ratio-at-least'; readonly ratio: number }
);

export type GoalKind = Goal['kind'];

/** The number by which a goal ranks. It is shown with every ranking. */
export interface Score {
  readonly value: number;
  /** From the spread of the speeds and of the sampled chunks. */
  readonly interval: Interval;
  /** The value if the data that may be unlike the sample cannot be compressed: the same share of them for every setting. */
  readonly cautious: number;
}

/** The name of each goal's score, and whether higher or lower is better. */
export const SCORES = {
  smallest: { words: 'ratio, uncompressed ÷ stored', better: 'higher' },
  'fastest-write': { words: 'compress, plain bytes per second', better: 'higher' },
  'fastest-read': { words: 'decompress, plain bytes per second', better: 'higher' },
  storage: { words: TOTAL_FORMULA, better: 'lower' },
  'ratio-at-least': { words: 'compress, plain bytes per second', better: 'higher' },
} as const satisfies Record<GoalKind, { readonly words: string; readonly better: 'higher' | 'lower' }>;

/** What a score needs of the data: their size, and how much of them was measured. */
export type ScoredData = Pick<DataFacts, 'plainBytes'> & SampledChunks;

/** A setting's score for a goal; seconds for all of the data where the goal is a storage. */
export function scoreOf(goal: Goal, result: Measured, data: ScoredData): Score {
  const { compress, decompress, ratio } = result;
  const sampled = sampledInterval(result);
  const cautious = ratioWithUnseen(ratio, unseenShare(data));
  switch (goal.kind) {
    case 'smallest':
      return { value: ratio, interval: sampled, cautious };
    case 'fastest-write':
    case 'ratio-at-least':
      return speedScore(compress);
    case 'fastest-read':
      return speedScore(decompress);
    case 'storage': {
      const seconds = (speeds: Speeds): number => totalSeconds(data.plainBytes, goal.readsPerWrite, speeds, goal);
      if (result.setting.codec === 'copy') return exactScore(seconds(UNCOMPRESSED));
      const [write, read] = [speedInterval(compress), speedInterval(decompress)];
      const medians = { compress: compress.median, decompress: decompress.median };
      return {
        value: seconds({ ...medians, ratio }),
        interval: {
          low: seconds({ ratio: sampled.high, compress: write.high, decompress: read.high }),
          high: seconds({ ratio: sampled.low, compress: write.low, decompress: read.low }),
        },
        cautious: seconds({ ...medians, ratio: cautious }),
      };
    }
  }
}

/** With fewer repeats, quartiles say nothing: the speeds may be off by `UNKNOWN_SPREAD`, as a share of the median. */
export const FEWEST_FOR_SPREAD = 3;
export const UNKNOWN_SPREAD = 0.1;

/** Quartiles of the speeds, or a wide interval where there are too few repeats for quartiles. */
export function speedInterval({ repeats, median, q1, q3 }: Series): Interval {
  if (repeats.length >= FEWEST_FOR_SPREAD) return { low: q1, high: q3 };
  return { low: median * (1 - UNKNOWN_SPREAD / 2), high: median * (1 + UNKNOWN_SPREAD / 2) };
}

/** A score that depends on no measurement. */
export function exactScore(value: number): Score {
  return { value, interval: { low: value, high: value }, cautious: value };
}

function speedScore(series: Series): Score {
  return { value: series.median, interval: speedInterval(series), cautious: series.median };
}

/** Lower ratios are not worth compressing. */
export const WORTHWHILE_RATIO = 1.02;

/** Whether a setting may be advised for a goal: it makes the data smaller, and reaches every limit. */
export function isEligible(goal: Goal, { setting, ratio, compress, decompress }: Measured): boolean {
  const { limits = {} } = goal;
  if (setting.codec === 'copy' || ratio < WORTHWHILE_RATIO) return false;
  if (goal.kind === 'ratio-at-least' && ratio < goal.ratio) return false;
  return (
    ratio >= (limits.ratio ?? 0) &&
    compress.median >= (limits.compress ?? 0) &&
    decompress.median >= (limits.decompress ?? 0)
  );
}
