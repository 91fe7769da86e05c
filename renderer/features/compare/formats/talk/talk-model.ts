import { median } from '../../../../../shared/compare/statistics.js';
import type { FormatResult, TalkPage } from '../../../../../shared/contract/compare.js';
import type { ChartTable } from '../../charts/chart-table.js';

/** Figures of a format on one array: median times in seconds, and the ratio. */
export interface TalkFigures {
  readonly write: number;
  readonly read: number;
  readonly cold: number | undefined;
  readonly ratio: number;
}

/** A format at a level on a data set of one size: figures as published for a storage, and as measured here. */
export interface TalkRow {
  readonly key: string;
  readonly contender: string;
  readonly level: number;
  readonly dataset: string;
  /** `small`, `mid` or `large`. */
  readonly size: string;
  readonly published: TalkFigures | undefined;
  readonly measured: TalkFigures | undefined;
  /** Why it could not be measured here. */
  readonly failed: string | undefined;
}

/** Names of the storages of 2014. Measurements here have no storage name. */
export const STORAGE_WORDS: Readonly<Record<string, string>> = {
  ephemeral: 'Local disk of 2014',
  esb: 'Network disk of 2014',
};

export interface TalkFilter {
  readonly size: string;
  readonly storage: string;
  readonly dataset: string;
  readonly text: string;
}

/** The values of the filters, in the published order. */
export interface TalkAxes {
  readonly sizes: readonly string[];
  readonly storages: readonly string[];
  readonly datasets: readonly string[];
}

/** `bitcoin, large, ephemeral`: data set, size and storage; measurements here have no storage. */
function partsOf({ dataset }: FormatResult): readonly [dataset: string, size: string, storage: string] {
  const [name = '', size = '', storage = ''] = dataset.split(', ');
  return [name, size, storage];
}

export function talkAxes({ published }: TalkPage): TalkAxes {
  const parts = published.map(partsOf);
  const unique = (at: 0 | 1 | 2) => [...new Set(parts.map((part) => part[at]))];
  const order = ['small', 'mid', 'large'];
  return {
    datasets: unique(0),
    sizes: unique(1).toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
    storages: unique(2),
  };
}

/** Published and measured figures of one size, storage and data set, in ascending order of the published write time. */
export function talkRows({ published, measured }: TalkPage, filter: TalkFilter): readonly TalkRow[] {
  const rows = new Map<string, TalkRow>();
  const words = filter.text.trim().toLowerCase();
  const add = (result: FormatResult, side: 'published' | 'measured') => {
    const [dataset, size, storage] = partsOf(result);
    const isWanted =
      dataset === filter.dataset && size === filter.size && (side === 'measured' || storage === filter.storage);
    if (!isWanted || !`${result.contender} ${result.level}`.toLowerCase().includes(words)) return;
    const { contender, level } = result;
    const key = `${contender}_${level}`;
    const old = rows.get(key) ?? {
      key,
      contender,
      level,
      dataset,
      size,
      published: undefined,
      measured: undefined,
      failed: undefined,
    };
    rows.set(key, { ...old, [side]: figuresOf(result), ...(result.failed !== undefined && { failed: result.failed }) });
  };
  for (const result of published) add(result, 'published');
  for (const result of measured) add(result, 'measured');
  const time = (row: TalkRow) => row.published?.write ?? row.measured?.write ?? Number.POSITIVE_INFINITY;
  return [...rows.values()].toSorted((a, b) => time(a) - time(b));
}

function figuresOf({
  verified,
  failed,
  writeSeconds,
  readSeconds,
  coldReadSeconds,
  ratio,
}: FormatResult): TalkFigures | undefined {
  if (!verified || failed !== undefined || writeSeconds.length === 0) return undefined;
  const cold = coldReadSeconds?.length ? median(coldReadSeconds) : undefined;
  return { write: median(writeSeconds), read: median(readSeconds), cold, ratio };
}

/** Published time divided by measured time: above 1 is faster than in 2014. */
export function speedUp(published: number | undefined, measured: number | undefined): number | undefined {
  if (published === undefined || measured === undefined || !(measured > 0)) return undefined;
  return published / measured;
}

export interface ScoreRow {
  readonly contender: string;
  readonly published: number | undefined;
  readonly publishedPlace: number | undefined;
  readonly measured: number | undefined;
  readonly measuredPlace: number | undefined;
}

/** The scores of 2014 and those of the last run here, the best of 2014 first. Equal scores share a place. */
export function scoreRows({ scores }: TalkPage, withRatio: boolean): readonly ScoreRow[] {
  const rows = scores.map((score) => ({
    contender: score.contender,
    published: withRatio ? score.publishedWithRatio : score.publishedWithoutRatio,
    measured: withRatio ? score.measuredWithRatio : score.measuredWithoutRatio,
  }));
  const publishedPlace = places(rows.map(({ published }) => published));
  const measuredPlace = places(rows.map(({ measured }) => measured));
  return rows
    .filter(({ published, measured }) => published !== undefined || measured !== undefined)
    .map((row) => ({
      ...row,
      publishedPlace: publishedPlace(row.published),
      measuredPlace: measuredPlace(row.measured),
    }))
    .toSorted((a, b) => (b.published ?? -1) - (a.published ?? -1) || (b.measured ?? -1) - (a.measured ?? -1));
}

function places(scores: readonly (number | undefined)[]): (score: number | undefined) => number | undefined {
  const sorted = scores.filter((score) => score !== undefined).toSorted((a, b) => b - a);
  return (score) => (score === undefined ? undefined : sorted.indexOf(score) + 1);
}

/** Unformatted numbers for CSV. */
export function talkTable(rows: readonly TalkRow[]): ChartTable {
  const figures = (side: TalkFigures | undefined) => [
    side?.write ?? '',
    side?.read ?? '',
    side?.cold ?? '',
    side?.ratio ?? '',
  ];
  const heads = (when: string) => [`${when} write s`, `${when} read s`, `${when} cold read s`, `${when} ratio`];
  return {
    heads: ['Format', 'Level', 'Data', 'Size', ...heads('2014'), ...heads('here')],
    rows: rows.map(({ contender, level, dataset, size, published, measured }) => [
      contender,
      level,
      dataset,
      size,
      ...figures(published),
      ...figures(measured),
    ]),
  };
}
