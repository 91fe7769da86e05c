import { describe, expect, it } from 'vitest';
import {
  binX,
  coursePaths,
  extremes,
  ratioSpan,
  ratioTicks,
} from '../../../../../renderer/features/inspector/overview/course-paths.js';
import { countTicks } from '../../../../../renderer/ui/charts/axis-ticks.js';

const box = { left: 0, right: 100, top: 0, bottom: 50 };

describe('the chart of the ratio along the file', () => {
  it.each([
    [1, [0]],
    [3, [0, 1, 2]],
    [8, [0, 2, 4, 6]],
    [2283, [0, 500, 1000, 1500, 2000]],
    [1_000_000, [0, 200_000, 400_000, 600_000, 800_000]],
  ])('names round chunks of %i', (chunks, ticks) => {
    expect(countTicks(chunks - 1, 5)).toEqual(ticks);
  });

  it('spans 1 and leaves room above the highest', () => {
    const [low, high] = ratioSpan({ chunksPerBin: 1, min: [2], mean: [4], max: [10] });
    expect(low).toBe(1);
    expect(high).toBeGreaterThan(10);
    expect(ratioTicks(low, 100)).toEqual([1, 10, 100]);
  });

  it('labels the lowest and the highest, unless all are alike', () => {
    expect(extremes({ chunksPerBin: 1, min: [2, 1, 3], mean: [2, 2, 3], max: [2, 2, 9] })).toEqual([
      { bin: 1, ratio: 1, isMost: false },
      { bin: 2, ratio: 9, isMost: true },
    ]);
    expect(extremes({ chunksPerBin: 1, min: [2, 2], mean: [2, 2], max: [2, 2] })).toEqual([]);
  });

  it('leaves out bins that are not known', () => {
    const course = { chunksPerBin: 1, min: [1, 0, 1], mean: [1, 0, 1], max: [1, 0, 1] };
    expect(coursePaths(course, [1, 10], box).line).toBe('M16.7 50.0L83.3 50.0');
    expect(binX(0, 1, box)).toBe(50);
  });

  it('tells where the only known bin is, which makes no line', () => {
    const course = { chunksPerBin: 1, min: [0, 10], mean: [0, 10], max: [0, 10] };
    const { only } = coursePaths(course, [1, 10], box);
    expect(only).toEqual({ x: binX(1, 2, box), y: box.top });
  });
});
