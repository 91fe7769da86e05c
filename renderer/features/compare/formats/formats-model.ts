import type { Series } from '../../../../shared/compare/result.js';
import { isUnstable, seriesOf } from '../../../../shared/compare/statistics.js';
import type { ContenderFacts, FormatResult } from '../../../../shared/contract/compare.js';
import { logTicks } from '../../../ui/charts/axis-ticks.js';
import type { ChartTable } from '../charts/chart-table.js';

/** A time that is measured end to end. */
export type Timed = 'write' | 'read' | 'cold';

/** Each time's label, column header, and the title of its axis, which lists the timed steps. */
export const TIMED = {
  write: { label: 'Write', head: 'Write', axis: 'serialise + write + sync' },
  read: { label: 'Read, warm', head: 'Read, warm', axis: 'open + read + decode, warm cache' },
  cold: { label: 'Read, cold', head: 'Read, cold', axis: 'open + read + decode, cold cache' },
} as const satisfies Record<Timed, { readonly label: string; readonly head: string; readonly axis: string }>;

export const TIMED_NAMES = ['write', 'read', 'cold'] as const satisfies readonly Timed[];

/** A format at a level on one data set, measured and verified. Times in seconds. */
export interface FormatRow {
  readonly key: string;
  /** `HDF5, gzip 5`. */
  readonly name: string;
  readonly label: string;
  readonly library: string | undefined;
  /** Undefined for formats without levels. */
  readonly level: number | undefined;
  readonly dataset: string;
  readonly plainBytes: number;
  readonly storedBytes: number;
  readonly ratio: number;
  readonly times: Readonly<Record<'write' | 'read', Series>> & { readonly cold: Series | undefined };
  /** The repeats differ too much. */
  readonly isUnstable: boolean;
  /** A CSS colour: Bloscpack's entries have that of their codec. */
  readonly colour: string;
}

export interface FailedFormat {
  readonly key: string;
  readonly name: string;
  readonly dataset: string;
  readonly reason: string;
}

export interface FormatsModel {
  readonly datasets: readonly string[];
  readonly rows: readonly FormatRow[];
  readonly failed: readonly FailedFormat[];
  /** There are times of cold reads: the system allowed dropping its cache. */
  readonly hasCold: boolean;
}

/** The key of a result within a measurement. */
export function resultKey({ contender, level, dataset }: FormatResult): string {
  return `${contender}-${level}-${dataset}`;
}

/** Only results whose data were read back correctly count as measured. */
export function formatsModel(results: readonly FormatResult[], contenders: readonly ContenderFacts[]): FormatsModel {
  const facts = new Map(contenders.map((contender) => [contender.id, contender]));
  const isMeasured = ({ verified, failed, writeSeconds, readSeconds }: FormatResult) =>
    verified && failed === undefined && writeSeconds.length > 0 && readSeconds.length > 0;
  const rows = results.filter(isMeasured).map((result) => rowOf(result, facts.get(result.contender)));
  return {
    datasets: [...new Set(results.map(({ dataset }) => dataset))],
    rows,
    failed: results
      .filter((result) => !isMeasured(result))
      .map((result) => ({
        key: resultKey(result),
        name: nameOf(result, facts.get(result.contender)),
        dataset: result.dataset,
        reason: result.failed ?? 'The data that were read differ from those that were written.',
      })),
    hasCold: rows.some(({ times }) => times.cold),
  };
}

function rowOf(result: FormatResult, facts: ContenderFacts | undefined): FormatRow {
  const { contender, level, dataset, plainBytes, storedBytes, ratio, writeSeconds, readSeconds } = result;
  const cold = result.coldReadSeconds?.length ? seriesOf(result.coldReadSeconds) : undefined;
  const times = { write: seriesOf(writeSeconds), read: seriesOf(readSeconds), cold };
  return {
    key: resultKey(result),
    name: nameOf(result, facts),
    label: facts?.label ?? contender,
    library: [facts?.library, facts?.note].filter(Boolean).join('; ') || undefined,
    level: level > 0 ? level : undefined,
    dataset,
    plainBytes,
    storedBytes,
    ratio,
    times,
    isUnstable: isUnstable(times.write) || isUnstable(times.read),
    colour: colourOf(contender),
  };
}

function nameOf({ contender, level }: FormatResult, facts: ContenderFacts | undefined): string {
  const label = facts?.label ?? contender;
  return level > 0 ? `${label} ${level}` : label;
}

function colourOf(contender: string): string {
  const [, codec] = /^bloscpack_(blosclz|lz4hc|lz4|snappy|zlib|zstd)$/.exec(contender) ?? [];
  return codec === undefined ? 'var(--ink-2)' : `var(--codec-${codec})`;
}

/** A format in the scatter chart: its ratio, and median, first and third quartile of one time in seconds. */
export interface FormatPoint {
  readonly row: FormatRow;
  readonly ratio: number;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** The formats of one data set that have the time, in ascending order of the ratio. */
export function formatPoints({ rows }: FormatsModel, dataset: string, timed: Timed): readonly FormatPoint[] {
  return rows
    .flatMap((row) => {
      const series = row.dataset === dataset ? row.times[timed] : undefined;
      return series ? [{ row, ratio: row.ratio, seconds: series.median, low: series.q1, high: series.q3 }] : [];
    })
    .toSorted((a, b) => a.ratio - b.ratio);
}

export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Logarithmic axes with a margin around the points. */
export function formatAxes(points: readonly FormatPoint[]): { readonly ratio: LogAxis; readonly seconds: LogAxis } {
  const ratios = points.map(({ ratio }) => ratio);
  return {
    ratio: logAxis(Math.min(1, ...ratios) * 0.94, Math.max(2, ...ratios) * 1.25),
    seconds: logAxis(
      Math.min(...points.map(({ low }) => low)) / 1.4,
      Math.max(...points.map(({ high }) => high)) * 1.4,
    ),
  };
}

function logAxis(low: number, high: number): LogAxis {
  return { domain: [low, high], ticks: logTicks(low, high) };
}

export function pointsTable(points: readonly FormatPoint[], timed: Timed): ChartTable {
  const { head, axis } = TIMED[timed];
  return {
    heads: ['Format', 'Ratio, ×', `${head}: ${axis}, s`, 'First quartile, s', 'Third quartile, s'],
    rows: points.map(({ row, ratio, seconds, low, high }) => [row.name, ratio, seconds, low, high]),
  };
}

/** All rows of all data sets with unformatted numbers, for CSV. */
export function formatsTable({ rows, failed }: FormatsModel): ChartTable {
  const spread = (series: Series | undefined) => [series?.median ?? '', series?.q1 ?? '', series?.q3 ?? ''];
  const heads = TIMED_NAMES.flatMap((name) => {
    const head = TIMED[name].head.toLowerCase();
    return [`${head}, median s`, `${head}, first quartile s`, `${head}, third quartile s`];
  });
  return {
    heads: ['Format', 'Data', 'Library', 'Plain, B', 'Stored, B', 'Ratio', ...heads, 'Verified'],
    rows: [
      ...rows.map(({ name, dataset, library, plainBytes, storedBytes, ratio, times }) => [
        name,
        dataset,
        library ?? '',
        plainBytes,
        storedBytes,
        ratio,
        ...TIMED_NAMES.flatMap((timed) => spread(times[timed])),
        'exact',
      ]),
      ...failed.map(({ name, dataset, reason }) => [name, dataset, ...Array.from({ length: 13 }, () => ''), reason]),
    ],
  };
}

export type SortBy = 'name' | 'ratio' | 'stored' | Timed;

/** The rows in order of one column. Rows without the value come last. */
export function sortedRows(rows: readonly FormatRow[], by: SortBy, descending: boolean): readonly FormatRow[] {
  const sign = descending ? -1 : 1;
  if (by === 'name') return rows.toSorted((a, b) => sign * a.name.localeCompare(b.name, 'en', { numeric: true }));
  const numberOf = ({ ratio, storedBytes, times }: FormatRow): number | undefined =>
    by === 'ratio' ? ratio : by === 'stored' ? storedBytes : times[by]?.median;
  return rows.toSorted((a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return sign * (first - second);
  });
}
