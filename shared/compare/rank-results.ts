import { type Goal, isEligible, SCORES, type Score, type ScoredData, scoreOf } from './goal.js';
import { type CompareResult, type Measured, measuredOf } from './result.js';
import { type Interval, overlap } from './statistics.js';

/** A setting and its rank for a goal. */
export interface Ranked {
  readonly result: Measured;
  readonly score: Score;
  /** Counted from 1; ties have the same place. */
  readonly place: number;
  readonly isTied: boolean;
}

/** Settings that differ by less always count as a tie, even if the spread is smaller. */
const RESOLUTION = 0.01;

/**
 * The settings that a goal allows, best first, without failed ones. Settings whose difference from the best of their group is within
 * the spread of the measurements have the same place; among them the one with the highest ratio is first, since the order of their
 * times is chance and a ratio is not.
 */
export function rank(goal: Goal, results: readonly CompareResult[], data: ScoredData): readonly Ranked[] {
  const sign = SCORES[goal.kind].better === 'lower' ? 1 : -1;
  const scored = measuredOf(results)
    .filter((result) => isEligible(goal, result))
    .map((result) => ({ result, score: scoreOf(goal, result, data) }))
    .toSorted((a, b) => sign * (a.score.value - b.score.value));
  const groups: (typeof scored)[] = [];
  for (const item of scored) {
    const group = groups.at(-1);
    const leader = group?.[0];
    if (group && leader && isTie(leader.score, item.score)) group.push(item);
    else groups.push([item]);
  }
  let place = 1;
  return groups.flatMap((group) => {
    const shared = place;
    place += group.length;
    return group
      .toSorted((a, b) => b.result.ratio - a.result.ratio)
      .map((item) => ({ ...item, place: shared, isTied: group.length > 1 }));
  });
}

/** Whether the difference of two scores is within their spread, or disappears if what was not sampled cannot be compressed. */
export function isTie(a: Score, b: Score): boolean {
  return overlap(widened(a), widened(b)) || Math.abs(a.cautious / b.cautious - 1) < RESOLUTION;
}

function widened({ value, interval }: Score): Interval {
  const least = (Math.abs(value) * RESOLUTION) / 2;
  return { low: Math.min(interval.low, value - least), high: Math.max(interval.high, value + least) };
}
