import { flagsOf, seriesOf } from '../../../shared/compare/statistics.js';
import type { Timing } from './types.js';

export function timingOf(repeatsMs: readonly number[]): Timing {
  const series = seriesOf(repeatsMs);
  return {
    repeatsMs,
    medianMs: series.median,
    q1Ms: series.q1,
    q3Ms: series.q3,
    minMs: series.min,
    maxMs: series.max,
    flags: flagsOf([series], false),
  };
}

/** Runs `work`; returns its time and result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly elapsedMs: number; readonly value: T }> {
  const startMs = performance.now();
  const value = await work();
  return { elapsedMs: performance.now() - startMs, value };
}
