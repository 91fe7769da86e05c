import { prettySize } from '../../../shared/format/sizes.js';
import {
  type ArrayFacts,
  type ContenderFacts,
  type FormatReport,
  type FormatRow,
  isMeasuredRow,
  type PublishedRow,
  type Score,
  type Timing,
} from './types.js';

/** The report as plain text: a table for each array, then the ranking of 2014 if there is one. */
export function reportText(report: FormatReport): string {
  const { environment, plan, talk2014 } = report;
  return [
    ...report.arrays.flatMap((array, index) => [...arrayTable(report, array, index), '']),
    ...(talk2014
      ? [
          ...rankingTable('Ranking of 2014, by speed alone', talk2014.withoutRatio),
          '',
          ...rankingTable('Ranking of 2014, with the ratio and without what does not compress', talk2014.withRatio),
          '',
        ]
      : []),
    `Times: medians of ${roundsText(report)} in ms, with half the interquartile range; ! where they scatter or drift. write: serialise, write, fsync, close. read: from the page cache.`,
    `cold: from the disk (${environment.coldReads}). Chunks in parallel: ${plan.nthreads} of Bloscpack, of HDF5 with Blosc and of Zarr; all others use one thread.`,
    ...(talk2014
      ? ['2014: as published, on a local disk of a c3.2xlarge with 8 processors, ratio and milliseconds.']
      : []),
    `Every file was read back and compared byte for byte. ${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}.`,
    ...report.contenders.filter((contender) => contender.unavailable === undefined).map(provenance),
    ...report.contenders.filter((contender) => contender.unavailable !== undefined).map(absence),
  ].join('\n');
}

/** Fewer than were planned where the time was over. */
function roundsText({ rows, plan }: FormatReport): string {
  const counts = rows.filter(isMeasuredRow).map(({ write }) => write.repeatsMs.length);
  const fewest = Math.min(plan.repeats, ...counts);
  const range = fewest === plan.repeats ? String(fewest) : `${fewest} to ${plan.repeats}`;
  return `${range} round${range === '1' ? '' : 's'}`;
}

/** Who wrote the files, and what limits the comparison. */
function provenance({ id, library, note }: ContenderFacts): string {
  return `${id}: ${library}${note === undefined ? '' : `; ${note}`}`;
}

function absence({ id, unavailable }: ContenderFacts): string {
  return `not measured: ${id}: ${unavailable}`;
}

function arrayTable(report: FormatReport, array: ArrayFacts, arrayIndex: number): readonly string[] {
  const published = publishedBy(report, arrayIndex);
  const rows = report.rows.filter((row) => row.arrayIndex === arrayIndex);
  const heads = ['contender', 'level', 'size', 'ratio', 'write', '', 'read', '', 'cold', ''];
  const publishedHeads = published.size > 0 ? ['2014: ratio', 'write', 'read', 'cold'] : [];
  return [
    `${array.name}: ${array.dtype} (${array.shape.join(', ')}), ${prettySize(array.plainBytes)}`,
    ...aligned([
      [...heads, ...publishedHeads],
      ...inOrder(report.contenders, rows)
        .filter(isMeasuredRow)
        .map((row) => [
          row.entry.contender,
          levelText(row.entry.level),
          prettySize(row.storedBytes),
          row.ratio.toFixed(3),
          ...timingCells(row.write),
          ...timingCells(row.read),
          ...timingCells(row.coldRead),
          ...publishedCells(published.get(rowName(row))),
        ]),
    ]),
    ...rows.flatMap((row) => (row.kind === 'failed' ? [`failed: ${rowName(row)}: ${row.reason}`] : [])),
  ];
}

/** Rows are in the order of measurement; tables have the order of the list of contenders. */
function inOrder(contenders: readonly ContenderFacts[], rows: readonly FormatRow[]): readonly FormatRow[] {
  return contenders.flatMap(({ id }) =>
    rows.filter(({ entry }) => entry.contender === id).sort((a, b) => a.entry.level - b.entry.level),
  );
}

function publishedBy({ talk2014 }: FormatReport, arrayIndex: number): ReadonlyMap<string, PublishedRow> {
  const paired = talk2014?.paired.filter((pair) => pair.arrayIndex === arrayIndex) ?? [];
  return new Map(paired.map((pair) => [rowName(pair), pair.published]));
}

function rowName({ entry }: Pick<FormatRow, 'entry'>): string {
  return `${entry.contender} ${entry.level}`;
}

function timingCells(timing: Timing | undefined): readonly string[] {
  if (timing === undefined) return ['-', ''];
  return [
    timing.medianMs.toFixed(1),
    `±${((timing.q3Ms - timing.q1Ms) / 2).toFixed(1)}${timing.flags.length > 0 ? '!' : ' '}`,
  ];
}

function publishedCells(row: PublishedRow | undefined): readonly string[] {
  if (row === undefined) return [];
  const seconds = [row.compressSeconds, row.decompressSeconds, row.coldSeconds];
  return [row.ratio.toFixed(3), ...seconds.map((value) => (1000 * value).toFixed(1))];
}

function rankingTable(title: string, scores: readonly Score[]): readonly string[] {
  return [
    `${title}: points for the rank, the best gets the most; 2014: the published figures of the same entries and measures`,
    ...aligned([
      ['contender', 'level', 'place', 'score', '2014: place', 'score'],
      ...scores.map(({ entry, place, score, publishedPlace, publishedScore }) => [
        entry.contender,
        levelText(entry.level),
        String(place),
        String(Math.round(score)),
        String(publishedPlace),
        String(Math.round(publishedScore)),
      ]),
    ]),
  ];
}

function levelText(level: number): string {
  return level === 0 ? '-' : String(level);
}

/** The first column left-aligned, numbers right-aligned. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
