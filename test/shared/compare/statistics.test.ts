import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFrontier, stepCorners } from '../../../shared/compare/pareto.js';
import {
  drifts,
  flagsOf,
  isUnstable,
  median,
  quantile,
  ratioInterval,
  ratioWithUnseen,
  seriesOf,
  unseenShare,
} from '../../../shared/compare/statistics.js';

describe('seriesOf', () => {
  it('returns the same quartiles as numpy', () => {
    // numpy.percentile([7, 1, 3, 2, 10, 4], [25, 50, 75]) and the median of |x - 3.5|
    const { q1, median: middle, q3, min, max, mad } = seriesOf([7, 1, 3, 2, 10, 4]);
    expect([q1, middle, q3, min, max, mad]).toEqual([2.25, 3.5, 6.25, 1, 10, 2]);
  });

  it('keeps the repeats in their order', () => {
    expect(seriesOf([3, 1, 2]).repeats).toEqual([3, 1, 2]);
  });

  it('orders minimum, quartiles and maximum', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, (repeats) => {
        const { min, q1, median: middle, q3, max } = seriesOf(repeats);
        expect([min, q1, middle, q3, max]).toEqual([min, q1, middle, q3, max].toSorted((a, b) => a - b));
      }),
    );
  });

  it('has no median of no values', () => {
    expect(median([])).toBeNaN();
    expect(quantile([5], 0.9)).toBe(5);
  });
});

describe('flags', () => {
  it('calls a series unstable when its largest exceeds 1.3 medians or its middle half spans over 5 %', () => {
    expect(isUnstable(seriesOf([100, 100, 100, 100, 131]))).toBe(true);
    expect(isUnstable(seriesOf([100, 100, 100, 100, 129]))).toBe(false);
    expect(isUnstable(seriesOf([96, 97, 100, 103, 104]))).toBe(true);
    expect(isUnstable(seriesOf([98, 99, 100, 101, 102]))).toBe(false);
  });

  it('detects a steady fall or rise, but neither noise nor a small change', () => {
    expect(drifts(seriesOf([100, 97, 95, 92, 90, 88, 85]))).toBe(true);
    expect(drifts(seriesOf([85, 88, 90, 92, 95, 97, 100]))).toBe(true);
    expect(drifts(seriesOf([100, 99.9, 99.8, 99.7, 99.6, 99.5, 99.4]))).toBe(false);
    expect(drifts(seriesOf([100, 92, 101, 90, 99, 93, 100]))).toBe(false);
    expect(drifts(seriesOf([100, 90]))).toBe(false);
  });

  it('lists what applies', () => {
    expect(flagsOf([seriesOf([1, 1, 1]), seriesOf([1, 2, 1])], { isTiny: true, isBusy: true })).toEqual([
      'unstable',
      'busy',
      'tiny',
    ]);
    expect(flagsOf([seriesOf([1, 1, 1])])).toEqual([]);
  });
});

describe('ratioInterval', () => {
  it('is a point when every chunk was sampled, or only one', () => {
    expect(ratioInterval([100, 100], [50, 25], 2)).toEqual({ low: 200 / 75, high: 200 / 75 });
    expect(ratioInterval([100], [50], 9)).toEqual({ low: 2, high: 2 });
  });

  it('contains the true ratio of a population about as often as stated', () => {
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state / 2 ** 32;
    };
    const stored = Array.from({ length: 1000 }, () => 20 + 60 * random());
    const truth = 100_000 / stored.reduce((total, value) => total + value, 0);
    const hits = Array.from({ length: 400 }, () => {
      const picked = Array.from({ length: 64 }, () => stored[Math.floor(random() * 1000)] ?? 0);
      const { low, high } = ratioInterval(
        picked.map(() => 100),
        picked,
        1000,
      );
      return low <= truth && truth <= high;
    });
    const share = hits.filter(Boolean).length / hits.length;
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.99);
  });
});

describe('unseenShare', () => {
  it('is about three in n, and nothing when every chunk was sampled', () => {
    expect(unseenShare({ chunksSampled: 64, chunksTotal: 20_480 })).toBeCloseTo(3 / 64, 2);
    expect(unseenShare({ chunksSampled: 9, chunksTotal: 9 })).toBe(0);
    expect(unseenShare({ chunksSampled: 8, chunksTotal: 9 })).toBeCloseTo(1 / 9, 10);
  });

  it('is missed with the stated probability', () => {
    // 30 of 1,000 chunks are unlike the others: the chance that 64 draws without replacement meet none of them.
    const unlike = Math.round(unseenShare({ chunksSampled: 64, chunksTotal: 1000 }) * 1000);
    const chance = Array.from({ length: 64 }, (_, draw) => (1000 - unlike - draw) / (1000 - draw)).reduce(
      (a, b) => a * b,
    );
    expect(chance).toBeGreaterThan(0.03);
    expect(chance).toBeLessThan(0.06);
  });

  it('bounds the ratio of a sparse file by what may be noise', () => {
    expect(ratioWithUnseen(4369, 0.046)).toBeCloseTo(1 / (0.954 / 4369 + 0.046), 10);
    expect(ratioWithUnseen(0.9, 0.5)).toBe(0.9);
  });
});

describe('the Pareto frontier', () => {
  const point = fc.record({ ratio: fc.integer({ min: 1, max: 20 }), speed: fc.integer({ min: 1, max: 20 }) });

  it('contains exactly the points that no other beats', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (points) => {
        const frontier = paretoFrontier(points, (item) => item);
        for (const item of points) {
          const beaten = frontier.some((other) => other.ratio >= item.ratio && other.speed >= item.speed);
          expect(beaten).toBe(true);
        }
        for (const [index, item] of frontier.entries()) {
          const next = frontier[index + 1];
          if (next) expect(next.ratio > item.ratio && next.speed < item.speed).toBe(true);
        }
      }),
    );
  });

  it('steps down at a point and then over to the next', () => {
    const corners = stepCorners([
      { ratio: 1, speed: 9 },
      { ratio: 4, speed: 5 },
    ]);
    expect(corners).toEqual([
      { ratio: 1, speed: 9 },
      { ratio: 1, speed: 5 },
      { ratio: 4, speed: 5 },
    ]);
  });
});
