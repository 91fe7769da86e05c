import { describe, expect, it } from 'vitest';
import { publishedRows, publishedScores } from '../../../../../electron/bench/formats/talk-2014/published.js';
import { readFixture } from '../../../../fixtures.js';

function fixtureLines(name: string): readonly (readonly string[])[] {
  const [, ...lines] = new TextDecoder().decode(readFixture('talk-2014', name)).trim().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

describe('the published figures', () => {
  it('are all there, to seven digits', () => {
    const key = (size: string, storage: string, dataSet: string, codec: string, level: number) =>
      [size, storage, dataSet, codec, level].join(' ');
    const ours = new Map(
      publishedRows().map((row) => [key(row.size, row.storage, row.dataSet, row.codec, row.level), row]),
    );
    const lines = fixtureLines('results_1405803619.csv');
    expect(lines).toHaveLength(2040);
    expect(ours.size).toBe(2040);
    for (const [, size = '', storage = '', dataSet = '', codec = '', level, ...values] of lines) {
      const row = ours.get(key(size, storage, dataSet, codec, Number(level)));
      const found = [row?.compressSeconds, row?.decompressSeconds, row?.coldSeconds, row?.ratio];
      for (const [index, value] of values.entries()) {
        expect((found[index] ?? Number.NaN) / Number(value)).toBeCloseTo(1, 6);
      }
    }
  });

  it.each([
    ['aggregate_with_ratio.csv', true],
    ['aggregate_without_ratio.csv', false],
  ] as const)('rank exactly as in %s', (file, withRatio) => {
    const expected = new Map(fixtureLines(file).map(([name = '', score]) => [name, Number(score)]));
    expect(Object.fromEntries(publishedScores(withRatio))).toEqual(Object.fromEntries(expected));
  });
});
