import type { DataSetName, DataSetSize } from '../../datasets/data-sets.js';
import { entryName, type PublishedRow } from '../types.js';
import { type Better, type Contestant, grouped, scoresOf } from './points.js';
// biome-ignore lint/correctness/useImportExtensions: the bundler's own suffix, which puts the text into the program
import results from './results.csv?raw';

let parsed: readonly PublishedRow[] | undefined;

/** The measurements published with the talk of 2014, by size, storage, data set, codec and level; parsed at the first use. */
export function publishedRows(): readonly PublishedRow[] {
  parsed ??= results
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseRow);
  return parsed;
}

/** A file of this project, which a test compares with the published one, so its values are not checked here. */
function parseRow(line: string): PublishedRow {
  const [size = '', storage = '', dataSet = '', codec = '', ...numbers] = line.split(',');
  const [level = 0, compressSeconds = 0, decompressSeconds = 0, coldSeconds = 0, ratio = 0] = numbers.map(Number);
  return {
    size: size as DataSetSize, // see above
    storage,
    dataSet: dataSet as DataSetName, // see above
    codec,
    level,
    compressSeconds,
    decompressSeconds,
    coldSeconds,
    ratio,
  };
}

export type RankedMeasure = 'write' | 'read' | 'coldRead' | 'ratio';

/** Measures of the ranking by speed only; that with the ratio leaves out contenders that do not compress. */
export const SPEED_MEASURES = { write: 'low', read: 'low', coldRead: 'low' } as const satisfies Partial<
  Record<RankedMeasure, Better>
>;
export const ALL_MEASURES = { ...SPEED_MEASURES, ratio: 'high' } as const satisfies Record<RankedMeasure, Better>;

/** PyTables without a filter, and NPY. */
const UNCOMPRESSED: ReadonlySet<string> = new Set(['tables', 'npy']);

export function isUncompressed(publishedCodec: string): boolean {
  return UNCOMPRESSED.has(publishedCodec);
}

/** The scores as they were published, by `codec_level`. */
export function publishedScores(withRatio: boolean): ReadonlyMap<string, number> {
  const contests = grouped(publishedRows(), ({ size, storage, dataSet }) => `${size} ${storage} ${dataSet}`);
  const contestants = contests.map((rows) =>
    rows.map((row) => contestantOf(row, !withRatio || !isUncompressed(row.codec))),
  );
  return scoresOf<RankedMeasure>(contestants, withRatio ? ALL_MEASURES : SPEED_MEASURES, 'numpy-2014');
}

export function contestantOf(row: PublishedRow, counts: boolean): Contestant<RankedMeasure> {
  return {
    name: entryName({ contender: row.codec, level: row.level }),
    values: {
      write: row.compressSeconds,
      read: row.decompressSeconds,
      coldRead: row.coldSeconds,
      ratio: row.ratio,
    },
    counts,
  };
}
