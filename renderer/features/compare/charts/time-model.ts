import { timeParts, UNCOMPRESSED } from '../../../../shared/compare/formulas.js';
import type { MeasuredCodec } from '../../../../shared/compare/setting.js';
import { speedsOf } from '../../../../shared/compare/speeds.js';
import { bandwidthOf } from '../model/goal-choice.js';
import { type Pins, pinOf } from '../model/pins.js';
import type { ReadModel } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';

/** Where the time of one write and the goal's reads goes. Seconds, codec and transfer one after the other. */
export interface TimeBar {
  readonly key: string;
  readonly name: string;
  readonly codec: MeasuredCodec;
  readonly compress: number;
  readonly transfer: number;
  readonly decompress: number;
  readonly total: number;
  readonly isDefault: boolean;
}

/** Which bars: all, those faster than no compression, those within 10 % of the fastest. */
export type TimeFilter = 'all' | 'faster' | 'close';

/** The key of the bar without compression, which no setting has. */
export const UNCOMPRESSED_KEY = 'uncompressed';

const CLOSE_FACTOR = 1.1;

/** The uncompressed bar first, then settings by total, the fastest first. */
export function timeBars({ rows, run, choice }: ReadModel, filter: TimeFilter): readonly [TimeBar, ...TimeBar[]] {
  const bandwidth = bandwidthOf(choice);
  const bar = (speeds: typeof UNCOMPRESSED) => {
    const parts = timeParts(run.data.plainBytes, choice.readsPerWrite, speeds, bandwidth);
    return { ...parts, total: parts.compress + parts.transfer + parts.decompress };
  };
  const none = { key: UNCOMPRESSED_KEY, name: 'no compression', codec: 'copy', isDefault: false } as const;
  const first: TimeBar = { ...none, ...bar(UNCOMPRESSED) };
  const bars = rows
    .filter(({ isCopy }) => !isCopy)
    .map(({ key, name, result, isDefault }) => {
      return { key, name, codec: result.setting.codec, isDefault, ...bar(speedsOf(result)) };
    })
    .toSorted((a, b) => a.total - b.total);
  const fastest = bars[0]?.total ?? 0;
  const limit = { all: Number.POSITIVE_INFINITY, faster: first.total, close: fastest * CLOSE_FACTOR }[filter];
  return [first, ...bars.filter(({ total }) => total <= limit)];
}

/** The first `most` bars, and those that are pinned or bloscpack's default wherever they stand. */
export function shownBars(bars: readonly TimeBar[], pins: Pins, most: number): readonly TimeBar[] {
  return bars.filter(({ key, isDefault }, at) => at < most || isDefault || pinOf(pins, key) || pins.active === key);
}

export function timeTable(bars: readonly TimeBar[]): ChartTable {
  return {
    heads: ['Setting', 'Compress, s', 'Transfer, s', 'Decompress, s', 'Total, s'],
    rows: bars.map(({ name, compress, transfer, decompress, total }) => [name, compress, transfer, decompress, total]),
  };
}
