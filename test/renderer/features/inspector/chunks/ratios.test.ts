import { describe, expect, it } from 'vitest';
import { groupWords, placeWords } from '../../../../../renderer/features/inspector/chunks/chunk-words.js';
import { ratioBars, ratioTicks } from '../../../../../renderer/features/inspector/chunks/histogram-model.js';
import { logShare, ratioLimits, shortRatio } from '../../../../../renderer/features/inspector/chunks/ratio-scale.js';
import { countTicks } from '../../../../../renderer/ui/charts/axis-ticks.js';
import type { ChunkSummary } from '../../../../../shared/contract/inspect/chunks.js';

const summary: ChunkSummary = {
  chunks: 111,
  basis: { kind: 'all', chunks: 111 },
  storedBytes: 0,
  minRatio: 0.99998,
  maxRatio: 227,
  medianRatio: 4,
  quartiles: [3, 8],
  histogram: { edges: [0.9, 1.5, 2.5, 5, 10, 20, 100, 228], counts: [8, 0, 40, 50, 10, 0, 3] },
  outliers: [{ kind: 'high', count: 3, bound: 17, ranges: [[1130, 1133]], filter: 'ratio > 17' }],
  course: { chunksPerBin: 1, min: [], mean: [], max: [] },
  checked: { match: 0, mismatch: 0, unreadable: 0, unchecked: 111 },
};

describe('the scale of ratios', () => {
  it('leaves out chunks that are stored uncompressed and extreme ones', () => {
    expect(ratioLimits(summary)).toEqual([2.5, 17]);
  });

  it('has different limits even when all chunks have the same ratio', () => {
    const alike = { ...summary, minRatio: 3, maxRatio: 3, outliers: [] };
    const [low, high] = ratioLimits(alike);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
    expect(logShare(3, [low, high])).toBeCloseTo(0.5);
  });

  it('gives values beyond a limit the colour of the limit, and NaN none', () => {
    expect(logShare(300, [2.5, 17])).toBe(1);
    expect(logShare(0.5, [2.5, 17])).toBe(0);
    expect(logShare(Number.NaN, [2.5, 17])).toBeNaN();
  });

  it('prints short ratios', () => {
    expect([2.5, 3, 17, 9.96, 227.6].map(shortRatio)).toEqual(['2.5×', '3×', '17×', '9.96×', '228×']);
  });
});

describe('the histogram of ratios', () => {
  it('counts every chunk once, those beyond its limits separately', () => {
    const { bars, notSmaller, above, domain, most } = ratioBars(summary, [2.5, 17]);
    expect(bars.map(({ count }) => count)).toEqual([40, 50, 10]);
    expect({ notSmaller, above, domain, most }).toEqual({ notSmaller: 8, above: 3, domain: [2.5, 20], most: 50 });
  });

  it('has one bar for chunks that are all alike', () => {
    const { bars, domain } = ratioBars({ ...summary, histogram: { edges: [3, 3], counts: [5] } }, [2.8, 3.2]);
    expect(bars).toEqual([{ from: 2.8, to: 3.2, count: 5 }]);
    expect(domain).toEqual([2.8, 3.2]);
    const grown = { ...summary, histogram: { edges: [0.33, 0.33], counts: [5] } };
    expect(ratioBars(grown, [1, 1.05])).toMatchObject({ bars: [], notSmaller: 5 });
  });

  it('has round ticks', () => {
    expect(countTicks(440, 2.5)).toEqual([0, 200, 400]);
    expect(countTicks(1, 2.5)).toEqual([0, 1]);
    expect(ratioTicks([2.5, 20], 9)).toEqual([3, 5, 7, 10, 15, 20]);
  });
});

describe('outliers', () => {
  it('are listed with their bound and their place', () => {
    const [high] = summary.outliers;
    if (!high) throw new Error('the summary has no outliers');
    expect(groupWords(high)).toBe('3 above 17×');
    expect(placeWords(high)).toBe('1,130 to 1,132');
    expect(placeWords({ ...high, count: 586, ranges: [[1663, 1700]] })).toBe('from 1,663');
  });
});
