import { expect, it } from 'vitest';
import { countShare, countTicks } from '../../../../../renderer/features/inspector/data/count-scale.js';

it('makes bars as high as the counts, or as their logarithms', () => {
  expect([0, 5, 10].map((count) => countShare(count, 10, false))).toEqual([0, 0.5, 1]);
  expect(countShare(0, 999_999, true)).toBe(0);
  expect(countShare(999, 999_999, true)).toBeCloseTo(0.5);
  expect(countShare(1, 999_999, true)).toBeGreaterThan(0.05);
});

it('has a few ticks: whole counts, or powers of ten', () => {
  expect(countTicks(1, true)).toEqual([0, 1]);
  expect(countTicks(2500, true)).toEqual([0, 1, 10, 100, 1000]);
  expect(countTicks(3e9, true)).toEqual([0, 1, 1000, 1e6, 1e9]);
});
