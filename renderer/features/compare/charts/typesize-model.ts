import type { ReadModel, ReadRow } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';
import { type AxisLine, linesAlong, sliceOf, valuesOf } from './slice-model.js';

/** Ratios at each typesize, by setting. */
export interface TypesizeChart {
  /** Rising. */
  readonly typesizes: readonly number[];
  /** The data's own: an array's item size, or what bloscpack would take. */
  readonly own: number;
  readonly lines: readonly AxisLine[];
  readonly common: string;
}

/** Undefined where the run has one typesize only. Settings without shuffle, which know no typesize, only if there are no others. */
export function typesizeChartOf(model: ReadModel): TypesizeChart | undefined {
  if (!model.axes.includes('typesize')) return undefined;
  const { rows, words } = sliceOf(model, 'typesize');
  const shuffled = rows.filter(({ result }) => result.setting.shuffle !== 'none');
  const used: readonly ReadRow[] = shuffled.length > 0 ? shuffled : rows;
  const typesizes = valuesOf(used, 'typesize');
  if (typesizes.length < 2) return undefined;
  const own = model.run.data.itemsize ?? model.run.plan.defaultTypesize;
  return { typesizes, own, lines: linesAlong(used, 'typesize'), common: words };
}

export function typesizeTable({ typesizes, lines }: TypesizeChart): ChartTable {
  return {
    heads: ['Setting', ...typesizes.map((typesize) => `Ratio at typesize ${typesize}`)],
    rows: lines.map(({ name, points }) => [
      name,
      ...typesizes.map((typesize) => points.find(({ value }) => value === typesize)?.row.result.ratio ?? Number.NaN),
    ]),
  };
}
