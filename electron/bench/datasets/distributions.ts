import { exactExp, exactLog } from './exact-math.js';
import type { Random } from './random.js';

/** A waiting time, exponentially distributed. */
export function exponential(random: Random, mean: number): number {
  // Never the logarithm of 0.
  return -mean * exactLog(1 - random.fraction());
}

const SUMMED = 12;

/** About normal: the sum of twelve fractions, whose variance is 1. It never leaves [-6, 6]. */
export function normal(random: Random, mean: number, deviation: number): number {
  let sum = -SUMMED / 2;
  for (let count = 0; count < SUMMED; count++) sum += random.fraction();
  return mean + deviation * sum;
}

/** Its logarithm is normally distributed. */
export function logNormal(random: Random, mean: number, deviation: number): number {
  return exactExp(normal(random, mean, deviation));
}

/** Number of trials until an event of probability 1 / `mean` occurs: 1 or more. */
export function geometric(random: Random, mean: number): number {
  let tries = 1;
  while (tries < MAX_TRIES && !random.chance(1 / mean)) tries++;
  return tries;
}

const MAX_TRIES = 10_000;

/** Draws of a Poisson distribution, by inversion of its sum function. */
export function poissonDraws(random: Random, mean: number): () => number {
  const sums: number[] = [];
  let probability = exactExp(-mean);
  for (let count = 1, sum = probability; sum < 1 && count < MAX_EVENTS; count++) {
    sums.push(sum);
    probability *= mean / count;
    sum += probability;
  }
  return () => {
    const drawn = random.fraction();
    let events = 0;
    while (events < sums.length && drawn >= (sums[events] ?? 1)) events++;
    return events;
  };
}

/** Beyond this the sum is 1 in a double for every mean used here. */
const MAX_EVENTS = 64;
