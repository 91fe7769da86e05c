import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Estimate,
  nextEstimate,
  roundRemaining,
  steady,
} from '../../../../electron/jobs/report/progress-estimate.js';
import { ThinnedSeries } from '../../../../electron/jobs/report/thinned-series.js';

const MINUTE_MS = 60_000;

/** Samples at a steady speed, one a chunk. */
function run(chunks: number, { chunkBytes = 1000, everyMs = 1000, totalBytes = 100_000 } = {}): Estimate | undefined {
  let estimate: Estimate | undefined;
  for (let n = 1; n <= chunks; n++) {
    const sample = { elapsedMs: n * everyMs, doneBytes: n * chunkBytes, chunksDone: n };
    estimate = nextEstimate(estimate, sample, totalBytes);
  }
  return estimate;
}

describe('an estimate', () => {
  test('gives a steady speed as it is', () => {
    expect(run(20)?.bytesPerSecond).toBeCloseTo(1000);
  });

  test.each([
    ['2 chunks in 10 s', 2, 5000, false],
    ['3 chunks in 1.5 s', 3, 500, false],
    ['3 chunks in 3 s', 3, 1000, true],
  ])('has a remaining time after %s: %s', (_, chunks, everyMs, estimated) => {
    expect(run(chunks, { everyMs })?.remainingMs !== undefined).toBe(estimated);
  });

  test('follows a change of speed within some 8 s', () => {
    let estimate = run(20);
    for (let n = 1; n <= 16; n++) {
      const sample = { elapsedMs: 20_000 + n * 1000, doneBytes: 20_000 + n * 3000, chunksDone: 20 + n };
      estimate = nextEstimate(estimate, sample, 100_000);
    }
    expect(estimate?.bytesPerSecond).toBeGreaterThan(2500);
    expect(estimate?.bytesPerSecond).toBeLessThan(3000);
  });

  test('counts bytes of the same time with the next sample', () => {
    const first = nextEstimate(undefined, { elapsedMs: 1000, doneBytes: 1000, chunksDone: 1 }, 10_000);
    const same = nextEstimate(first, { elapsedMs: 1000, doneBytes: 3000, chunksDone: 3 }, 10_000);
    expect(same).toBe(first);
    expect(nextEstimate(same, { elapsedMs: 2000, doneBytes: 4000, chunksDone: 4 }, 10_000).bytesPerSecond).toBe(2000);
  });

  test.each([
    [0, 0],
    [1, 5000],
    [58_000, MINUTE_MS],
    [61_000, 1.5 * MINUTE_MS],
    [8.2 * MINUTE_MS, 8.5 * MINUTE_MS],
    [42.1 * MINUTE_MS, 43 * MINUTE_MS],
    [61 * MINUTE_MS, 70 * MINUTE_MS],
    [11.5 * 60 * MINUTE_MS, 12 * 60 * MINUTE_MS],
  ])('rounds %d ms up to %d ms', (ms, rounded) => {
    expect(roundRemaining(ms)).toBe(rounded);
  });

  test.each<[number | undefined, number | undefined, number | undefined]>([
    [undefined, 5000, 5000],
    [5000, undefined, undefined],
    [9 * MINUTE_MS, 8 * MINUTE_MS, 8 * MINUTE_MS],
    [9 * MINUTE_MS, 9.5 * MINUTE_MS, 9 * MINUTE_MS],
    [8 * MINUTE_MS, 9.5 * MINUTE_MS, 9.5 * MINUTE_MS],
  ])('shown %s, new estimate %s: shows %s', (shown, estimated, shows) => {
    expect(steady(shown, estimated)).toBe(shows);
  });
});

describe('a thinned series', () => {
  test('keeps all values until it is full', () => {
    const series = new ThinnedSeries(8);
    for (const value of [1, 2, 3]) series.add(value);
    expect(series.points()).toEqual([1, 2, 3]);
  });

  test('never exceeds its limit, and stays in the range of its values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 3000 }), (values) => {
        const series = new ThinnedSeries(400);
        for (const value of values) series.add(value);
        expect(series.points().length).toBeLessThanOrEqual(400);
        for (const point of series.points()) expect(point >= 0 && point <= 100.000001).toBe(true);
      }),
    );
  });
});
