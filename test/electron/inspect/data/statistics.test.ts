import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GrowingHistogram } from '../../../../electron/inspect/data/statistics/growing-histogram.js';
import { runStatistics, type StatisticsRequest } from '../../../../electron/inspect/data/statistics/statistics.js';
import { ValueStore } from '../../../../electron/inspect/data/statistics/value-store.js';
import type { OpenDocument } from '../../../../electron/inspect/document.js';
import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { python, runPython, withNumpy } from '../../engine/arrays/python.js';
import { memoryDocument, never, npyDocument, quiet } from './documents.js';

const SCRIPT = `
import json, sys
import numpy as np
rng = np.random.default_rng(3)
folder = sys.argv[1]
spiked = rng.normal(5, 2, 30001)
spiked[[3, 77]] = np.nan
spiked[5] = 0
arrays = {
  'f8': spiked,
  'f4': rng.normal(1000, 0.5, (30, 40)).astype('f4'),
  'f8be': rng.exponential(size=2000).astype('>f8'),
  'f2': rng.normal(size=501).astype('f2'),
  'i8': rng.integers(-2**62, 2**62, 999),
  'u8': np.array([0, 2**64 - 1, 2**64 - 2, 7], dtype='u8'),
  'i2be': rng.integers(-300, 300, (7, 9, 11)).astype('>i2'),
  'u1': rng.integers(0, 10, 4001).astype('u1'),
  'bool': rng.integers(0, 2, 1001).astype(bool),
}
print(json.dumps([[name, {
  'nan': int(np.isnan(a).sum()), 'zeros': int((a == 0).sum()), 'values': a.size,
  'min': str(np.nanmin(a)), 'max': str(np.nanmax(a)),
  'mean': float(np.nanmean(a.astype('g'))), 'std': float(np.nanstd(a.astype('g'))), 'median': float(np.nanmedian(a.astype('f8'))),
  'counts': np.histogram(a[~np.isnan(a)].astype('f8'), bins=32)[0].tolist() if a.dtype.kind == 'f' else None,
  'saved': np.save(f'{folder}/{name}.npy', a),
}] for name, a in arrays.items()]))
`;

interface Expected {
  readonly nan: number;
  readonly zeros: number;
  readonly values: number;
  readonly min: string;
  readonly max: string;
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly counts: readonly number[] | null;
}

function whole(document: OpenDocument, change: Partial<StatisticsRequest> = {}): Promise<Statistics> {
  const held = (document.array?.spec.shape ?? []).map(() => 0);
  const ask: StatisticsRequest = {
    document: 'document',
    plane: { held, rowAxis: 0 },
    basis: 'whole',
    bins: 32,
    ...change,
  };
  return runStatistics(document, ask, quiet);
}

describe.skipIf(python === undefined)(withNumpy('statistics of a whole array'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'blpk-statistics-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const cases = python === undefined ? [] : (JSON.parse(runPython(SCRIPT, folder)) as [string, Expected][]); // as printed

  it.each(cases)('%s has the extremes, mean, spread, median and histogram of numpy', async (name, expected) => {
    const found = await whole(npyDocument(join(folder, `${name}.npy`), { chunkBytes: 4096 }));
    const { nan, zeros, values, min, max } = expected;
    expect(found).toMatchObject({ nan, zeros, values, of: values, min, max });
    expect(Number(found.mean) / expected.mean).toBeCloseTo(1, 12);
    expect(Number(found.standardDeviation) / expected.std).toBeCloseTo(1, 12);
    expect(Number(found.median)).toBe(expected.median);
    expect(found.basis).toBe('whole array');
    if (expected.counts) expect(found.histogram?.counts).toEqual(expected.counts);
    expect(found.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(values - nan);
  });
});

const f8 = parseTypeString('<f8');

function doubles(values: readonly number[], shape = [values.length]) {
  return [{ dtype: f8, shape, order: 'C' as const }, new Uint8Array(Float64Array.from(values).buffer)] as const;
}

describe('statistics', () => {
  it('leave out chunks that cannot be read, and say so', async () => {
    const document = memoryDocument(...doubles(Array.from({ length: 64 }, (_, i) => i)), {
      chunkBytes: 128,
      badChunks: [1],
    });
    const found = await whole(document);
    expect(found).toMatchObject({ values: 48, of: 64, chunksRead: 3, min: '0.0', max: '63.0' });
    expect(found.basis).toBe('whole array, without 1 chunk that cannot be read');
  });

  it('keep infinities apart from finite values', async () => {
    const found = await whole(memoryDocument(...doubles([Number.POSITIVE_INFINITY, 1, 2, Number.NaN])));
    expect(found).toMatchObject({ inf: 1, nan: 1, min: '1.0', max: 'inf', mean: 'inf', median: '2.0' });
    expect(found.histogram?.edges.at(-1)).toBe(2);
    expect(found.finite).toEqual({ min: '1.0', max: '2.0', mean: '1.5', standardDeviation: '0.5' });
  });

  it('are empty for an array of NaN, and for an empty array', async () => {
    expect(await whole(memoryDocument(...doubles([Number.NaN])))).not.toHaveProperty('min');
    const empty = await whole(memoryDocument(...doubles([], [0, 3])));
    expect(empty).toMatchObject({ values: 0, of: 0, nan: 0 });
    expect(empty).not.toHaveProperty('mean');
  });

  it('sum up the part of a plane, and name it', async () => {
    const document = memoryDocument(
      ...doubles(
        Array.from({ length: 60 }, (_, i) => i),
        [3, 4, 5],
      ),
    );
    const found = await whole(document, {
      basis: 'sample',
      plane: { held: [0, 2, 0], rowAxis: 2, columnAxis: 0 },
      part: { rowStart: 1, rowEnd: 3, columnStart: 0, columnEnd: 3 },
    });
    expect(found).toMatchObject({ values: 6, min: '11.0', max: '52.0', basis: 'rows 1 to 2' });
  });

  it('sample chunks evenly if the array is large', async () => {
    const bytes = new Uint8Array(128 * 2 ** 20);
    const document = memoryDocument({ dtype: f8, shape: [2 ** 24], order: 'C' }, bytes, { chunkBytes: 2 ** 20 });
    const found = await whole(document, { basis: 'sample' });
    expect(found).toMatchObject({
      basis: 'sample of 40 of 128 chunks',
      chunksRead: 40,
      values: 40 * 2 ** 17,
      zeros: 40 * 2 ** 17,
    });
  });

  it('print times as times', async () => {
    const days = BigInt64Array.from([0n, 3n, -(2n ** 63n), 6n]);
    const spec = { dtype: parseTypeString('<M8[D]'), shape: [4], order: 'C' as const };
    expect(await whole(memoryDocument(spec, new Uint8Array(days.buffer)))).toMatchObject({
      nan: 1,
      min: '1970-01-01',
      max: '1970-01-07',
      mean: '1970-01-04',
      median: '1970-01-04',
    });
  });

  it('have equally many integers in each bin of the histogram', async () => {
    const values = Int32Array.from({ length: 10_000 }, (_, i) => i % 100);
    const spec = { dtype: parseTypeString('<i4'), shape: [10_000], order: 'C' as const };
    const { histogram } = await whole(memoryDocument(spec, new Uint8Array(values.buffer)), { bins: 64 });
    expect(histogram?.counts).toEqual(Array(50).fill(200));
    expect(histogram?.edges.slice(0, 3)).toEqual([-0.5, 1.5, 3.5]);
  });

  it('of integers beyond 2^53 are exact when these are near each other, and marked as rounded when not', async () => {
    const base = 2n ** 62n;
    const spec = { dtype: parseTypeString('<i8'), shape: [5], order: 'C' as const };
    const of = (offsets: readonly bigint[]) =>
      whole(memoryDocument(spec, new Uint8Array(BigInt64Array.from(offsets, (offset) => base + offset).buffer)));
    const near = await of([1n, 2n, 3n, 4n, 100n]);
    expect(near).toMatchObject({ min: `${base + 1n}`, max: `${base + 100n}`, median: `${base + 3n}.0`, zeros: 0 });
    expect(near).not.toHaveProperty('isRounded');
    expect(near.histogram).toMatchObject({ base: `${base + 3n}` });
    expect(near.histogram?.counts).toEqual([4, ...Array(23).fill(0), 1]);
    const constant = await of([0n, 0n, 0n, 0n, 0n]);
    expect(constant).toMatchObject({ standardDeviation: '0.0', median: `${base}.0`, histogram: { counts: [5] } });
    expect(await of([0n, -base, -base - base, -1n, -2n])).toMatchObject({ isRounded: true });
  });

  it('have a spread of 0 and the value itself as mean when all values are equal', async () => {
    const found = await whole(memoryDocument(...doubles(Array(10_001).fill(0.1))));
    expect(found).toMatchObject({ mean: '0.1', median: '0.1', standardDeviation: '0.0' });
    const huge = await whole(memoryDocument(...doubles([1e300, 1e300])), { bins: 2 });
    expect(huge.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('leave out long doubles that no double can hold, and say so', async () => {
    const bytes = new Uint8Array(3 * 16);
    const view = new DataView(bytes.buffer);
    // 1.0, 2^16000 and 2^-16000: significand with its integer bit, then the biased exponent.
    [16383, 16383 + 16000, 383].forEach((exponent, item) => {
      view.setBigUint64(16 * item, 2n ** 63n, true);
      view.setUint16(16 * item + 8, exponent, true);
    });
    const spec = { dtype: parseTypeString('<f16'), shape: [3], order: 'C' as const };
    const found = await whole(memoryDocument(spec, bytes));
    expect(found).toMatchObject({ inf: 0, zeros: 0, min: '1.0', max: '1.0' });
    expect(found.basis).toBe('whole array, without 2 values outside the range of a double');
  });

  it('stop when they are cancelled', async () => {
    const document = memoryDocument(...doubles(Array.from({ length: 64 }, (_, i) => i)));
    const ask: StatisticsRequest = { document: 'document', plane: { held: [0] }, basis: 'whole', bins: 8 };
    await expect(runStatistics(document, ask, { ...quiet, signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});

describe('a histogram that grows', () => {
  it('counts every value in equal bins, whatever the later values are', () => {
    const histogram = new GrowingHistogram(false);
    const values = Float64Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? i : -i * 100));
    for (let start = 0; start < values.length; start += 100) histogram.add(values.subarray(start, start + 100));
    const { edges = [], counts = [] } = histogram.histogram(50) ?? {};
    expect(counts.length).toBeLessThanOrEqual(50);
    counts.forEach((count, bin) => {
      const [low = 0, high = 0] = edges.slice(bin, bin + 2);
      expect(count).toBe(values.filter((value) => value >= low && value < high).length);
    });
  });

  it('has as many integers in each bin', () => {
    const histogram = new GrowingHistogram(true);
    for (const step of [1, 1000]) histogram.add(Float64Array.from({ length: 100_000 }, (_, i) => i * step));
    const edges = histogram.histogram(64)?.edges ?? [];
    expect(edges.every((edge) => Math.abs(edge % 1) === 0.5)).toBe(true);
  });
});

describe('the median of many values', () => {
  it('is exact, also for skewed values', async () => {
    const values = Float64Array.from(
      { length: 300_001 },
      (_, i) => ((i * 7919) % 300_001) ** 5 * (i % 3 === 0 ? 1e-300 : 1),
    );
    const store = new ValueStore(values.length, false);
    store.add(values);
    const sorted = values.toSorted();
    expect(await store.median(0, 0, never)).toBe(sorted[150_000]);
    expect(await store.middle(never)).toEqual([sorted[1500], sorted[298_500]]);
  });

  it('of one in so many is near in rank, whatever the values are', async () => {
    const values = Float64Array.from({ length: 400_000 }, (_, i) => (i === 7 ? 1e9 : ((i * 7919) % 400_000) ** 3));
    const store = new ValueStore(100_000, false, 4);
    for (let start = 0; start < values.length; start += 1000) store.add(values.subarray(start, start + 1000));
    const median = (await store.median(0, 0, never)) ?? 0;
    const below = values.filter((value) => value < median).length;
    // Four standard deviations of a random sample of 100,000.
    expect(Math.abs(below / values.length - 0.5)).toBeLessThan(0.0064);
  });
});
