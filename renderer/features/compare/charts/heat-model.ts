import { type MeasuredCodec, SHUFFLE_NAMES } from '../../../../shared/compare/setting.js';
import type { ShuffleName } from '../../../../shared/format/codecs.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import { inMib } from './mib.js';

export type HeatValue = 'ratio' | 'compress' | 'decompress' | 'effective';

export interface HeatFacet {
  readonly shuffle: ShuffleName;
  readonly codecs: readonly MeasuredCodec[];
  readonly rows: readonly {
    readonly level: number;
    readonly cells: readonly (number | undefined)[];
    readonly best: number | undefined;
  }[];
}

/** Ratio, or MiB per second. */
export function heatValueOf(row: ReadRow, value: HeatValue): number {
  const { result } = row;
  if (value === 'ratio') return result.ratio;
  return inMib(value === 'effective' ? row.effectiveTotal : result[value].median);
}

/** Values by level and codec, one facet for each filter; of several settings in one cell, the best value. */
export function heatFacets({ rows }: ReadModel, value: HeatValue): readonly HeatFacet[] {
  const compressing = rows.filter(({ isCopy }) => !isCopy);
  const codecs = [...new Set(compressing.map(({ result }) => result.setting.codec))];
  const levels = [...new Set(compressing.map(({ result }) => result.setting.level))].toSorted((a, b) => a - b);
  return SHUFFLE_NAMES.filter((shuffle) => compressing.some(({ result }) => result.setting.shuffle === shuffle)).map(
    (shuffle) => ({
      shuffle,
      codecs,
      rows: levels.map((level) => {
        const cells = codecs.map((codec) => {
          const alike = compressing.filter(
            ({ result: { setting } }) =>
              setting.codec === codec && setting.level === level && setting.shuffle === shuffle,
          );
          return alike.length === 0 ? undefined : Math.max(...alike.map((row) => heatValueOf(row, value)));
        });
        const known = cells.flatMap((cell) => cell ?? []);
        return { level, cells, best: known.length === 0 ? undefined : Math.max(...known) };
      }),
    }),
  );
}
