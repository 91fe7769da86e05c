import { MEASURED_CODECS, type MeasuredCodec } from '../../../../shared/compare/setting.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';
import { inMib } from './mib.js';
import { shufflesOf, sliceOf, valuesOf } from './slice-model.js';

/** What a cell shows; speeds in MiB a second, `total` that of one write and the goal's reads. */
export type HeatValue = 'ratio' | 'compress' | 'decompress' | 'total';

export interface HeatCell {
  readonly level: number;
  /** Undefined where nothing was measured, or where it failed. */
  readonly row: ReadRow | undefined;
  readonly value: number;
  /** 0 to 1 over the whole chart, by logarithm. */
  readonly share: number;
  /** The best level of its codec and filter. */
  readonly isBest: boolean;
}

export interface HeatLine {
  readonly codec: MeasuredCodec;
  readonly cells: readonly HeatCell[];
}

/** A filter's own map, codec by codec. */
export interface HeatFacet {
  readonly shuffle: ReadRow['result']['setting']['shuffle'];
  readonly lines: readonly HeatLine[];
}

export interface Heatmap {
  readonly levels: readonly number[];
  readonly facets: readonly HeatFacet[];
  /** What the cells have in common although the run varies it. */
  readonly common: string;
}

/** Undefined where the run has one level only. */
export function heatmapOf(model: ReadModel, what: HeatValue): Heatmap | undefined {
  const { rows, words } = sliceOf(model);
  const levels = valuesOf(rows, 'level');
  if (levels.length < 2) return undefined;
  const shareOf = shares(rows.map((row) => valueOf(row, what)));
  const codecs = MEASURED_CODECS.filter((codec) => rows.some(({ result }) => result.setting.codec === codec));
  const facets = shufflesOf(rows).map(
    (shuffle): HeatFacet => ({
      shuffle,
      lines: codecs.map((codec) => {
        const own = rows.filter(({ result: { setting } }) => setting.codec === codec && setting.shuffle === shuffle);
        const best = Math.max(...own.map((row) => valueOf(row, what)));
        return { codec, cells: levels.map((level) => cellOf(own, level, what, best, shareOf)) };
      }),
    }),
  );
  return { levels, facets, common: words };
}

function cellOf(
  own: readonly ReadRow[],
  level: number,
  what: HeatValue,
  best: number,
  shareOf: (value: number) => number,
): HeatCell {
  const row = own.find(({ result }) => result.setting.level === level);
  if (!row) return { level, row, value: Number.NaN, share: 0, isBest: false };
  const value = valueOf(row, what);
  return { level, row, value, share: shareOf(value), isBest: value === best };
}

function valueOf(row: ReadRow, what: HeatValue): number {
  switch (what) {
    case 'ratio':
      return row.result.ratio;
    case 'total':
      return inMib(row.effectiveTotal);
    default:
      return inMib(row.result[what].median);
  }
}

/** Where a value lies between the lowest and the highest, by logarithm. */
function shares(values: readonly number[]): (value: number) => number {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => (high > low ? (Math.log(value) - low) / (high - low) : 0.5);
}

export function heatTable({ levels, facets }: Heatmap): ChartTable {
  return {
    heads: ['Codec and filter', ...levels.map((level) => `Level ${level}`)],
    rows: facets.flatMap(({ shuffle, lines }) =>
      lines.map(({ codec, cells }) => [`${codec}, ${shuffle}`, ...cells.map(({ value }) => value)]),
    ),
  };
}

/** How many facets stand side by side so that a cell keeps `leastPx` of width. */
export function facetColumns(facets: number, levels: number, width: number, namesPx: number, leastPx: number): number {
  const fits = Math.floor(width / (namesPx + levels * leastPx));
  return Math.max(1, Math.min(facets, fits));
}
