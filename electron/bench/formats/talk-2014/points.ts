import { numpyArgsort } from './numpy-argsort.js';

/** The results of a contestant in one contest, by measure. */
export interface Contestant<Measure extends string> {
  /** The name under which its points of all contests are summed up: `bloscpack_lz4_7`. */
  readonly name: string;
  readonly values: Readonly<Record<Measure, number>>;
  /** False for one that is sorted with the others but gets no rank. */
  readonly counts: boolean;
}

/** Whether high or low values of a measure are better. */
export type Better = 'low' | 'high';

/** How equal values rank: in the order of numpy in 2014, or with the mean of their points. */
export type Ties = 'shared' | 'numpy-2014';

/**
 * The ranking of 2014: in each contest (a size, storage and data set) contestants are sorted by each measure and get points for
 * their place, the worst 1, the next 2 and so on; the sum over all contests is the score.
 */
export function scoresOf<Measure extends string>(
  contests: readonly (readonly Contestant<Measure>[])[],
  measures: Readonly<Partial<Record<Measure, Better>>>,
  ties: Ties,
): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const contest of contests) {
    // The type of Object.entries loses the keys of the type.
    for (const [measure, better] of Object.entries(measures) as [Measure, Better][]) {
      for (const [name, points] of pointsIn(contest, measure, better, ties)) {
        scores.set(name, (scores.get(name) ?? 0) + points);
      }
    }
  }
  return scores;
}

function pointsIn<Measure extends string>(
  contest: readonly Contestant<Measure>[],
  measure: Measure,
  better: Better,
  ties: Ties,
): readonly (readonly [name: string, points: number])[] {
  const ascending = numpyArgsort(contest.map(({ values }) => values[measure])).flatMap((index) => contest[index] ?? []);
  const worstFirst = (better === 'high' ? ascending : ascending.toReversed()).filter(({ counts }) => counts);
  const places = worstFirst.map(({ name }, index) => [name, index + 1] as const);
  if (ties === 'numpy-2014') return places;
  return worstFirst.map(({ name, values }) => {
    const equal = worstFirst.flatMap((other, index) => (other.values[measure] === values[measure] ? [index + 1] : []));
    return [name, equal.reduce((total, points) => total + points, 0) / equal.length];
  });
}

/** Places counted from 1, the highest score; equal scores share a place. */
export function placesOf(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sorted = [...scores.values()].sort((a, b) => b - a);
  return new Map([...scores].map(([name, score]) => [name, sorted.indexOf(score) + 1]));
}

/** Items grouped by key, in the order of the first item of each. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
