import {
  type Goal,
  SCORES,
  type Score,
  type ScoredData,
  scoreOf,
  speedInterval,
} from '../../../../shared/compare/goal.js';
import { isTie } from '../../../../shared/compare/rank-results.js';
import type { Series } from '../../../../shared/compare/result.js';
import { overlap } from '../../../../shared/compare/statistics.js';
import type { ReadRow } from '../model/read-model.js';

/** B relative to A in one measure. */
export interface Factor {
  readonly label: string;
  /** B divided by A, as sizes and times: above 1 is larger or slower. */
  readonly factor: number;
  readonly words: string;
}

/** B relative to A: sizes and times as factors. Differences within the spread count as none. */
export function factorsOf(a: ReadRow, b: ReadRow, goal: Goal, data: ScoredData): readonly Factor[] {
  const ratios = (row: ReadRow) => ({ low: row.result.ratioLow, high: row.result.ratioHigh });
  return [
    factor('Size', a.result.ratio / b.result.ratio, ['smaller', 'larger'], overlap(ratios(a), ratios(b))),
    speed('Write', a.result.compress, b.result.compress),
    speed('Read', a.result.decompress, b.result.decompress),
    factor(
      'Memory',
      b.result.memoryBytes / a.result.memoryBytes,
      ['less', 'more'],
      a.result.memoryBytes === b.result.memoryBytes,
    ),
    goalFactor(goal, scoreOf(goal, a.result, data), scoreOf(goal, b.result, data)),
  ];
}

/** By the score of the goal: times for a storage, sizes for the smallest, speeds for the others. Ties as in the ranking. */
function goalFactor({ kind }: Goal, a: Score, b: Score): Factor {
  const value = SCORES[kind].better === 'lower' ? b.value / a.value : a.value / b.value;
  return factor('This goal', value, GOAL_WORDS[kind], isTie(a, b));
}

const GOAL_WORDS = {
  smallest: ['smaller', 'larger'],
  'fastest-write': ['faster', 'slower'],
  'fastest-read': ['faster', 'slower'],
  storage: ['shorter', 'longer'],
  'ratio-at-least': ['faster', 'slower'],
} as const satisfies Record<Goal['kind'], readonly [string, string]>;

function speed(label: string, a: Series, b: Series): Factor {
  return factor(label, a.median / b.median, ['faster', 'slower'], overlap(speedInterval(a), speedInterval(b)));
}

/** Factors below this are shown as no difference. */
const RESOLUTION = 1.005;

function factor(label: string, value: number, [less, more]: readonly [string, string], isTie: boolean): Factor {
  const size = Math.max(value, 1 / value);
  if (isTie || size < RESOLUTION) return { label, factor: 1, words: 'no clear difference' };
  const digits = size >= 10 ? 0 : size >= 3 ? 1 : 2;
  return { label, factor: value, words: `${size.toFixed(digits)}× ${value < 1 ? less : more}` };
}

/** Length of a bar as a fraction of its half: logarithmic, 8× is full length. */
export function barShare(factorValue: number): number {
  return Math.min(1, Math.abs(Math.log2(factorValue)) / 3);
}
