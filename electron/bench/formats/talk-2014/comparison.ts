import {
  entryName,
  type FormatReport,
  isMeasuredRow,
  type MeasuredRow,
  type PairedRow,
  type PublishedRow,
  type Score,
  type Talk2014Comparison,
} from '../types.js';
import { type Better, type Contestant, grouped, placesOf, scoresOf } from './points.js';
import {
  ALL_MEASURES,
  contestantOf,
  isUncompressed,
  publishedRows,
  type RankedMeasure,
  SPEED_MEASURES,
} from './published.js';

/** Our folder is on one storage; it is compared with the published local disk. */
const PUBLISHED_STORAGE = 'ephemeral';

interface Pair {
  readonly row: MeasuredRow;
  readonly published: PublishedRow;
}

/**
 * The rows with a counterpart in 2014, and the ranking of 2014 over them: once with our figures, once with the published
 * ones of the same arrays, entries and measures, so that the two scores can be compared.
 */
export function compareWithTalk2014(report: Pick<FormatReport, 'rows' | 'contenders' | 'arrays'>): Talk2014Comparison {
  const pairs = report.rows.filter(isMeasuredRow).flatMap((row) => {
    const published = publishedFor(row, report);
    return published ? [{ row, published }] : [];
  });
  // If the cache could not be dropped, both rankings omit that measure.
  const isCold = pairs.every(({ row }) => row.coldRead !== undefined);
  return {
    paired: pairs.map(({ row, published }): PairedRow => ({ entry: row.entry, arrayIndex: row.arrayIndex, published })),
    withRatio: scoresOfPairs(
      pairs.filter(({ published }) => !isUncompressed(published.codec)),
      withoutCold(ALL_MEASURES, isCold),
    ),
    withoutRatio: scoresOfPairs(pairs, withoutCold(SPEED_MEASURES, isCold)),
  };
}

function publishedFor(row: MeasuredRow, report: Pick<FormatReport, 'contenders' | 'arrays'>): PublishedRow | undefined {
  const { subject } = report.arrays[row.arrayIndex] ?? {};
  const codec = report.contenders.find(({ id }) => id === row.entry.contender)?.published;
  if (subject?.kind !== 'data-set') return undefined;
  return publishedRows().find(
    (published) =>
      published.storage === PUBLISHED_STORAGE &&
      published.size === subject.size &&
      published.dataSet === subject.name &&
      published.codec === codec &&
      published.level === row.entry.level,
  );
}

type Measures = Partial<Record<RankedMeasure, Better>>;

function withoutCold(measures: Measures, isCold: boolean): Measures {
  const { coldRead, ...others } = measures;
  return isCold ? measures : others;
}

/** Best first. */
function scoresOfPairs(pairs: readonly Pair[], measures: Measures): readonly Score[] {
  const contests = grouped(pairs, ({ row }) => String(row.arrayIndex));
  const scores = scoresOf(
    contests.map((contest) => contest.map(({ row }) => ourContestant(row))),
    measures,
    'shared',
  );
  const published = scoresOf(
    contests.map((contest) =>
      contest.map((pair) => ({ ...contestantOf(pair.published, true), name: entryName(pair.row.entry) })),
    ),
    measures,
    'shared',
  );
  const [places, publishedPlaces] = [placesOf(scores), placesOf(published)];
  const entries = new Map(pairs.map(({ row }) => [entryName(row.entry), row.entry]));
  return [...entries]
    .map(([name, entry]) => ({
      entry,
      score: scores.get(name) ?? 0,
      place: places.get(name) ?? 0,
      publishedScore: published.get(name) ?? 0,
      publishedPlace: publishedPlaces.get(name) ?? 0,
    }))
    .sort((a, b) => b.score - a.score);
}

function ourContestant({ entry, write, read, coldRead, ratio }: MeasuredRow): Contestant<RankedMeasure> {
  return {
    name: entryName(entry),
    values: {
      write: write.medianMs,
      read: read.medianMs,
      coldRead: coldRead?.medianMs ?? Number.NaN,
      ratio,
    },
    counts: true,
  };
}
