import { describe, expect, it } from 'vitest';
import { predictionOf, predictionWords, sampleOf } from '../../../../renderer/features/home/estimate.js';
import { makeFormats } from '../../../../renderer/format/formats.js';
import type { BatchPlan, BatchRequest } from '../../../../shared/contract/intake.js';

type Sizes = readonly (number | 'decompress')[];

/** A plan with one output of each size. */
function planOf(sizes: Sizes): readonly [BatchPlan, BatchRequest] {
  const items = sizes.map((size, item) => ({
    id: `f${item}`,
    action: size === 'decompress' ? ('decompress' as const) : ('compress' as const),
  }));
  const outputs = sizes.map((size, item) => ({
    item,
    name: `f${item}.blp`,
    folder: '~',
    sourceBytes: size === 'decompress' ? 5 : size,
  }));
  // Only these fields are read.
  return [{ outputs } as unknown as BatchPlan, { items } as unknown as BatchRequest];
}

const estimateOf = (source: number, plainBytes: number, storedBytes: number, sampledBytes = plainBytes) => ({
  source,
  plainBytes,
  storedBytes,
  sampledBytes,
});

describe('the sample of a batch', () => {
  it('is of all that is compressed, where that is not too much, and the sum is exact', () => {
    const sample = sampleOf(...planOf([1000, 'decompress', 3000]));
    expect(sample?.sources.map(({ id }) => id)).toEqual(['f0', 'f2']);
    const prediction = sample && predictionOf(sample, [estimateOf(0, 900, 100), estimateOf(1, 2900, 700)]);
    expect(prediction).toEqual({ sourceBytes: 4000, storedBytes: 800, sampledBytes: 3800, isExact: true });
  });

  it('is spread over the bytes of many files, so that a large one counts for what it is', () => {
    const sizes = [...Array.from({ length: 50 }, () => 1), 99_950];
    const sample = sampleOf(...planOf(sizes));
    expect(sample?.sources.map(({ id }) => id)).toEqual(['f50']);
    const prediction = sample && predictionOf(sample, [estimateOf(0, 99_950, 9995, 5000)]);
    expect(prediction).toMatchObject({ sourceBytes: 100_000, storedBytes: 10_000, isExact: false });
  });

  it('takes one in n of many equal files', () => {
    const sample = sampleOf(...planOf(Array.from({ length: 160 }, () => 10)));
    expect(sample?.sources.map(({ id }) => id)).toEqual(Array.from({ length: 16 }, (_, k) => `f${5 + 10 * k}`));
  });

  it('assumes of files that cannot be read what the others show; without any there is no prediction', () => {
    const sample = sampleOf(...planOf([1000, 1000]));
    expect(sample && predictionOf(sample, [estimateOf(1, 1000, 250)])).toMatchObject({
      storedBytes: 500,
      isExact: false,
    });
    expect(sample && predictionOf(sample, [])).toBeUndefined();
    expect(sampleOf(...planOf(['decompress']))).toBeUndefined();
  });
});

it('says "about" only of a sample', () => {
  const format = makeFormats('iec');
  const whole = { sourceBytes: 4 * 2 ** 20, storedBytes: 2 ** 20, sampledBytes: 4 * 2 ** 20, isExact: true };
  expect(predictionWords(whole, format)).toBe('compressed to 1.0 MiB (4.00×)');
  const part = { ...whole, sampledBytes: 2 ** 20, isExact: false };
  expect(predictionWords(part, format)).toBe('compressed to about 1.0 MiB (4.00×) by a sample of 1.0 MiB');
});
