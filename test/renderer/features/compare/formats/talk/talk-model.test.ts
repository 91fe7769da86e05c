import { describe, expect, it } from 'vitest';
import {
  scoreRows,
  speedUp,
  talkAxes,
  talkRows,
  talkTable,
} from '../../../../../../renderer/features/compare/formats/talk/talk-model.js';
import type { FormatResult, TalkPage } from '../../../../../../shared/contract/compare.js';

function result(contender: string, level: number, dataset: string, write: number, failed?: string): FormatResult {
  const figures = { plainBytes: 1000, storedBytes: 100, ratio: 10, verified: failed === undefined };
  return {
    contender,
    level,
    dataset,
    ...figures,
    writeSeconds: failed === undefined ? [write] : [],
    readSeconds: failed === undefined ? [write / 10] : [],
    ...(failed !== undefined && { failed }),
  };
}

const page: TalkPage = {
  published: [
    result('npy', 0, 'arange, large, ephemeral', 0.8),
    result('bloscpack_lz4', 7, 'arange, large, ephemeral', 0.08),
    result('bloscpack_lz4', 7, 'arange, large, esb', 5),
    result('npy', 0, 'poisson, small, ephemeral', 0.1),
  ],
  measured: [
    result('bloscpack_lz4', 7, 'arange, large', 0.04),
    result('zarr_zstd', 1, 'arange, large', 0.2),
    result('npy', 0, 'arange, large', 0, 'No space is left.'),
  ],
  scores: [
    { contender: 'npy_0', publishedWithoutRatio: 5 },
    { contender: 'bloscpack_lz4_7', publishedWithRatio: 9, publishedWithoutRatio: 8, measuredWithRatio: 3 },
    { contender: 'npz_1', publishedWithRatio: 9, measuredWithRatio: 4 },
  ],
  method: 'Points for places.',
};
const filter = { size: 'large', storage: 'ephemeral', dataset: 'arange', text: '' };

describe('talkRows', () => {
  it('has published and measured figures of a format in one row, the fastest of 2014 first', () => {
    const rows = talkRows(page, filter);
    expect(rows.map(({ key }) => key)).toEqual(['bloscpack_lz4_7', 'zarr_zstd_1', 'npy_0']);
    expect(rows[0]).toMatchObject({ published: { write: 0.08 }, measured: { write: 0.04 } });
    expect(rows[1]?.published).toBeUndefined();
    expect(rows[2]).toMatchObject({ published: { write: 0.8 }, measured: undefined, failed: 'No space is left.' });
  });

  it('has the published figures of the chosen storage only', () => {
    const rows = talkRows(page, { ...filter, storage: 'esb' });
    expect(rows.find(({ key }) => key === 'bloscpack_lz4_7')?.published?.write).toBe(5);
  });

  it('filters by words of format and level', () => {
    expect(talkRows(page, { ...filter, text: 'LZ4 7' })).toHaveLength(1);
  });

  it('has as many fields in every row of the CSV as column headers', () => {
    const { heads, rows } = talkTable(talkRows(page, filter));
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([heads.length]));
  });
});

describe('talkAxes', () => {
  it('lists the values of the filters, sizes from small to large', () => {
    expect(talkAxes(page)).toEqual({
      datasets: ['arange', 'poisson'],
      sizes: ['small', 'large'],
      storages: ['ephemeral', 'esb'],
    });
  });
});

describe('scoreRows', () => {
  it('ranks with the ratio and leaves out formats without a score', () => {
    expect(scoreRows(page, true)).toEqual([
      { contender: 'npz_1', published: 9, publishedPlace: 1, measured: 4, measuredPlace: 1 },
      { contender: 'bloscpack_lz4_7', published: 9, publishedPlace: 1, measured: 3, measuredPlace: 2 },
    ]);
  });

  it('ranks without the ratio', () => {
    expect(scoreRows(page, false).map(({ contender }) => contender)).toEqual(['bloscpack_lz4_7', 'npy_0']);
  });
});

describe('speedUp', () => {
  it('is above one where the measured time is shorter, and undefined without both figures', () => {
    expect(speedUp(2, 1)).toBe(2);
    expect(speedUp(undefined, 1)).toBeUndefined();
  });
});
