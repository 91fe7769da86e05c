import { type Goal, isEligible, SCORES, type Score, scoreOf } from './goal.js';
import { type CompareResult, type DataFacts, type Measured, measuredOf } from './result.js';
import { type Interval, overlap } from './statistics.js';

/** A setting in its place for a goal. */
export interface Ranked {
  readonly result: Measured;
  readonly score: Score;
  /** Counted from 1; all of a tie have the same. */
  readonly place: number;
  readonly isTied: boolean;
}

/** Nobody can tell two settings apart that differ by less, however small the spread. */
const RESOLUTION = 0.01;

/**
 * The settings that a goal allows, best first. What cannot be told from the best of its group by the spread of the
 * measurements shares its place. What failed is not among them.
 */
export function rank(
  goal: Goal,
  results: readonly CompareResult[],
  data: Pick<DataFacts, 'plainBytes'>,
): readonly Ranked[] {
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
    return group.map((item) => ({ ...item, place: shared, isTied: group.length > 1 }));
  });
}

/** Whether the difference of two scores lies inside their spread. */
export function isTie(a: Score, b: Score): boolean {
  return overlap(widened(a), widened(b));
}

function widened({ value, interval }: Score): Interval {
  const least = (Math.abs(value) * RESOLUTION) / 2;
  return { low: Math.min(interval.low, value - least), high: Math.max(interval.high, value + least) };
}
