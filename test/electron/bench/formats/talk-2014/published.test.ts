import { describe, expect, it } from 'vitest';
import { publishedRows, publishedScores } from '../../../../../electron/bench/formats/talk-2014/published.js';
import { readFixture } from '../../../../fixtures.js';

/** Columns of a published ranking after its heading: contender with level, score. */
function ranking(name: string): readonly (readonly string[])[] {
  const [, ...lines] = new TextDecoder().decode(readFixture('talk-2014', name)).trim().split('\n');
  return lines.map((line) => line.split(','));
}

const LEVELS = [1, 3, 5, 7, 9];
const BLOSC_CODECS = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib'];
const LEVELLED = [
  ...BLOSC_CODECS.flatMap((codec) => [`bloscpack_${codec}`, `tables_blosc_${codec}`]),
  'tables_lzo',
  'tables_zlib',
  'zfile',
];

describe('the published figures', () => {
  it('are the whole matrix of the experiment, each of its places once', () => {
    const contenders = [
      ...LEVELLED.flatMap((codec) => LEVELS.map((level) => `${codec} ${level}`)),
      'tables 0',
      'npy 0',
      'npz 1',
    ];
    const places = ['small', 'mid', 'large'].flatMap((size) =>
      ['ephemeral', 'esb'].flatMap((storage) =>
        ['arange', 'linspace', 'poisson', 'neuronal', 'bitcoin'].flatMap((dataSet) =>
          contenders.map((contender) => `${size} ${storage} ${dataSet} ${contender}`),
        ),
      ),
    );
    const found = publishedRows().map((row) => `${row.size} ${row.storage} ${row.dataSet} ${row.codec} ${row.level}`);
    expect(found.toSorted()).toEqual(places.toSorted());
  });

  it.each([
    ['arange', 'bloscpack_lz4', 7, ['0.080', '0.074', '114']],
    ['arange', 'tables_zlib', 7, ['0.81', '0.38', '257']],
    ['linspace', 'npz', 1, ['9.51', '0.78', '1.61']],
    ['poisson', 'zfile', 7, ['6.56', '0.29', '11.6']],
    ['neuronal', 'npy', 0, ['0.867', '0.085', '1']],
    ['bitcoin', 'tables_blosc_lz4', 7, ['0.837', '0.187', '1.34']],
  ] as const)(
    'have the values shown for 100 MB on the local disk: %s by %s at level %i',
    (dataSet, codec, level, shown) => {
      const row = publishedRows().find(
        (it) =>
          it.size === 'large' &&
          it.storage === 'ephemeral' &&
          it.dataSet === dataSet &&
          it.codec === codec &&
          it.level === level,
      );
      const figures = [row?.compressSeconds, row?.decompressSeconds, row?.ratio];
      const decimals = (text: string) => text.split('.')[1]?.length ?? 0;
      expect(shown.map((text, index) => figures[index]?.toFixed(decimals(text)))).toEqual(shown);
    },
  );

  it.each([
    ['aggregate_with_ratio.csv', true],
    ['aggregate_without_ratio.csv', false],
  ] as const)('rank exactly as in %s', (file, withRatio) => {
    const expected = new Map(ranking(file).map(([name = '', score]) => [name, Number(score)]));
    expect(Object.fromEntries(publishedScores(withRatio))).toEqual(Object.fromEntries(expected));
  });
});
