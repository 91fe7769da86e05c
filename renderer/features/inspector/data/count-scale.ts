import { wholeTicksBetween } from '../../../ui/charts/axis-ticks.js';

const MAX_TICKS = 4;

/** Height of a bar, 0 to 1, where `most` is 1. The logarithm is of the count plus one, so that no value is 0 and one value is seen. */
export function countShare(count: number, most: number, isLog: boolean): number {
  return isLog ? Math.log1p(count) / Math.log1p(most) : count / most;
}

/** Counts with a line: whole ones, or 0 and powers of ten. */
export function countTicks(most: number, isLog: boolean): readonly number[] {
  if (!isLog) return wholeTicksBetween(0, most, MAX_TICKS);
  const decades = Math.floor(Math.log10(most));
  const step = Math.max(1, Math.ceil((decades + 1) / MAX_TICKS));
  const exponents = Array.from({ length: Math.floor(decades / step) + 1 }, (_, at) => at * step);
  return [0, ...exponents.map((exponent) => 10 ** exponent)];
}
