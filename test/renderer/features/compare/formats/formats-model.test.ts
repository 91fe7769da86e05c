import { describe, expect, it } from 'vitest';
import {
  formatAxes,
  formatPoints,
  formatsModel,
  formatsTable,
  sortedRows,
} from '../../../../../renderer/features/compare/formats/formats-model.js';
import { logTicks } from '../../../../../renderer/ui/charts/axis-ticks.js';
import type { ContenderFacts, FormatResult } from '../../../../../shared/contract/compare.js';

const contenders: readonly ContenderFacts[] = [
  { id: 'npy', label: 'NPY', library: 'own', levels: [0] },
  { id: 'bloscpack_lz4', label: 'Bloscpack, lz4', library: 'C-Blosc', levels: [1, 5, 9] },
];

function result(contender: string, level: number, changes: Partial<FormatResult> = {}): FormatResult {
  return {
    contender,
    level,
    dataset: 'neuronal, mid',
    plainBytes: 1000,
    storedBytes: 500,
    ratio: 2,
    writeSeconds: [0.3, 0.1, 0.2],
    readSeconds: [0.03, 0.01, 0.02],
    verified: true,
    ...changes,
  };
}

describe('formatsModel', () => {
  it('takes medians, and names formats by label and level', () => {
    const { rows, hasCold } = formatsModel([result('npy', 0), result('bloscpack_lz4', 5)], contenders);
    expect(rows.map(({ name }) => name)).toEqual(['NPY', 'Bloscpack, lz4 5']);
    expect(rows[0]?.times.write.median).toBe(0.2);
    expect(rows[1]?.colour).toBe('var(--codec-lz4)');
    expect(hasCold).toBe(false);
  });

  it('leaves formats that failed or were read incorrectly out of rows and points', () => {
    const results = [
      result('npy', 0),
      result('npz', 1, { failed: 'No space is left.', writeSeconds: [], verified: false }),
      result('zarr', 1, { verified: false }),
    ];
    const model = formatsModel(results, contenders);
    expect(model.rows).toHaveLength(1);
    expect(model.failed.map(({ reason }) => reason)).toEqual([
      'No space is left.',
      'The data that were read differ from those that were written.',
    ]);
    expect(formatPoints(model, 'neuronal, mid', 'write')).toHaveLength(1);
  });

  it('has cold points only of formats that were read cold', () => {
    const model = formatsModel([result('npy', 0), result('npz', 1, { coldReadSeconds: [0.5] })], contenders);
    expect(model.hasCold).toBe(true);
    expect(formatPoints(model, 'neuronal, mid', 'cold').map(({ seconds }) => seconds)).toEqual([0.5]);
  });

  it('shows the numbers of the CSV in the chart', () => {
    const model = formatsModel([result('npy', 0), result('bloscpack_lz4', 5, { ratio: 4 })], contenders);
    const { heads, rows } = formatsTable(model);
    const points = formatPoints(model, 'neuronal, mid', 'write');
    const [ratio, write] = [heads.indexOf('Ratio'), heads.indexOf('write, median s')];
    expect(points.map((point) => [point.row.name, point.ratio, point.seconds])).toEqual(
      rows.map((row) => [row[0], row[ratio], row[write]]),
    );
  });

  it('has as many fields in every row of the CSV as column headers', () => {
    const model = formatsModel([result('npy', 0), result('npz', 1, { failed: 'no' })], contenders);
    const { heads, rows } = formatsTable(model);
    expect(rows.map((row) => row.length)).toEqual([heads.length, heads.length]);
  });

  it('has axes that contain all points and their spread', () => {
    const points = formatPoints(formatsModel([result('npy', 0)], contenders), 'neuronal, mid', 'write');
    const { seconds, ratio } = formatAxes(points);
    expect(seconds.domain[0]).toBeLessThan(0.15);
    expect(seconds.domain[1]).toBeGreaterThan(0.25);
    expect(ratio.ticks).toContain(2);
  });
});

describe('sortedRows', () => {
  const { rows } = formatsModel(
    [result('a', 1, { ratio: 3 }), result('b', 9, { ratio: 5, coldReadSeconds: [1] }), result('b', 10, { ratio: 4 })],
    [],
  );

  it('sorts by numbers in both directions', () => {
    expect(sortedRows(rows, 'ratio', true).map(({ ratio }) => ratio)).toEqual([5, 4, 3]);
    expect(sortedRows(rows, 'ratio', false).map(({ ratio }) => ratio)).toEqual([3, 4, 5]);
  });

  it('sorts levels in names as numbers', () => {
    expect(sortedRows(rows, 'name', false).map(({ name }) => name)).toEqual(['a 1', 'b 9', 'b 10']);
  });

  it('puts rows without the time last, in both directions', () => {
    expect(sortedRows(rows, 'cold', false)[0]?.name).toBe('b 9');
    expect(sortedRows(rows, 'cold', true)[0]?.name).toBe('b 9');
  });
});

describe('logTicks', () => {
  it('uses the finest steps that fit', () => {
    expect(logTicks(0.9, 3.5)).toEqual([1, 1.2, 1.5, 2, 2.5, 3]);
    expect(logTicks(0.9, 12)).toEqual([1, 1.5, 2, 3, 5, 10]);
    expect(logTicks(0.9, 60)).toEqual([1, 2, 5, 10, 20, 50]);
  });

  it('uses only powers of ten over many decades', () => {
    expect(logTicks(0.0009, 110)).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  });
});
