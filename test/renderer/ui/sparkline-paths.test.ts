import { expect, it } from 'vitest';
import { sparklinePaths } from '../../../renderer/ui/sparkline-paths.js';

it('draws from the lowest value near the bottom to the highest near the top', () => {
  const { line, area } = sparklinePaths([1, 3, 2], 100, 50);
  expect(line).toBe('M0 44L50 6L100 25');
  expect(area).toBe('M0 44L50 6L100 25L100 50L0 50Z');
});

it('draws one value and equal values in the middle', () => {
  expect(sparklinePaths([5], 100, 50).line).toBe('M50 25');
  expect(sparklinePaths([5, 5], 100, 50).line).toBe('M0 25L100 25');
});

it('draws values that print alike nearly level', () => {
  expect(sparklinePaths([1.2501, 1.2499], 100, 50).line).toBe('M0 24.85L100 25.15');
});

it('leaves out values that are not finite, and draws nothing without values', () => {
  expect(sparklinePaths([Number.NaN, 1, Number.POSITIVE_INFINITY], 100, 50).line).toBe('M50 25');
  expect(sparklinePaths([], 100, 50)).toEqual({ line: '', area: '' });
});
