import {
  breakEvenBandwidth,
  evenStorage,
  meanBandwidth,
  readSpeed,
  type Speeds,
  type Storage,
  speedsOf,
  totalBreakEven,
  totalSpeed,
  UNCOMPRESSED,
  writeSpeed,
} from '../../../../shared/compare/formulas.js';
import type { MeasuredCodec } from '../../../../shared/compare/setting.js';
import type { Pins } from '../../../app/comparison/pins.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';
import { inMib } from './mib.js';

export type Use = 'write' | 'read' | 'total';

const MIB = 2 ** 20;

/** Limits of the bandwidth axis, in MiB per second. */
export const BANDWIDTHS = { low: 10, high: 20_480 } as const;

export interface ThroughputLine {
  readonly key: string;
  readonly name: string;
  readonly codec: MeasuredCodec;
  readonly speeds: Speeds;
}

export const NO_COMPRESSION: ThroughputLine = {
  key: 'none',
  name: 'no compression',
  codec: 'copy',
  speeds: UNCOMPRESSED,
};

/** Lines to draw: the pinned settings, the best, the default, then the best of each codec. */
export function throughputLines({ rows }: ReadModel, pins: Pins, most = 5): readonly ThroughputLine[] {
  const compressing = rows.filter(({ isCopy }) => !isCopy).toSorted(byPlace);
  const pinned = [pins.a, pins.b].flatMap((key) => compressing.find((row) => row.key === key) ?? []);
  const byCodec = [...new Map(compressing.toReversed().map((row) => [row.result.setting.codec, row])).values()];
  const wanted = [
    ...pinned,
    ...compressing.slice(0, 1),
    ...compressing.filter(({ isDefault }) => isDefault),
    ...byCodec.toSorted(byPlace),
  ];
  return [...new Set(wanted)].slice(0, Math.max(most, pinned.length)).map((row) => ({
    key: row.key,
    name: row.name,
    codec: row.result.setting.codec,
    speeds: speedsOf(row.result),
  }));
}

function byPlace(a: ReadRow, b: ReadRow): number {
  return (
    (a.place ?? Number.POSITIVE_INFINITY) - (b.place ?? Number.POSITIVE_INFINITY) || a.totalSeconds - b.totalSeconds
  );
}

/** The bandwidth at which the curves show the user's storage, in bytes per second. */
export function bandwidthFor(use: Use, reads: number, storage: Storage): number {
  if (use === 'total') return meanBandwidth(reads, storage);
  return use === 'write' ? storage.writeBandwidth : storage.readBandwidth;
}

/** Effective throughput in MiB per second at a bandwidth in MiB per second. */
export function effectiveAt(use: Use, reads: number, speeds: Speeds, bandwidthMib: number, overlap: boolean): number {
  const storage = evenStorage(bandwidthMib * MIB, overlap);
  switch (use) {
    case 'write':
      return inMib(writeSpeed(speeds, storage));
    case 'read':
      return inMib(readSpeed(speeds, storage));
    case 'total':
      return inMib(totalSpeed(reads, speeds, storage));
  }
}

/** The bandwidth up to which compression helps, in MiB per second; undefined where there is no formula. */
export function breakEvenMib(use: Use, reads: number, speeds: Speeds, overlap: boolean): number | undefined {
  const { ratio, compress, decompress } = speeds;
  if (use === 'total') return overlap ? undefined : inMib(totalBreakEven(reads, speeds));
  return inMib(breakEvenBandwidth(use === 'write' ? compress : decompress, ratio, overlap));
}

const POINTS = 97;

/** Rows of the chart: a bandwidth, and each line's effective throughput by its key. */
export function throughputPoints(
  lines: readonly ThroughputLine[],
  use: Use,
  reads: number,
  overlap: boolean,
): readonly Readonly<Record<string, number>>[] {
  return logSpaced(BANDWIDTHS.low, BANDWIDTHS.high, POINTS).map((bandwidth) => ({
    bandwidth,
    ...Object.fromEntries(lines.map(({ key, speeds }) => [key, effectiveAt(use, reads, speeds, bandwidth, overlap)])),
  }));
}

/** The speed of a plain copy for the same use, in MiB per second: the limit of the memory. */
export function copyCeiling({ rows }: ReadModel, use: Use, reads: number): number | undefined {
  const copy = rows.find(({ isCopy }) => isCopy);
  if (!copy) return undefined;
  const { compress, decompress } = speedsOf(copy.result);
  if (use === 'write') return inMib(compress);
  if (use === 'read') return inMib(decompress);
  return inMib((1 + reads) / (1 / compress + reads / decompress));
}

export function throughputTable(
  lines: readonly ThroughputLine[],
  points: readonly Readonly<Record<string, number>>[],
): ChartTable {
  return {
    heads: ['Bandwidth, MiB/s', ...lines.map(({ name }) => name)],
    rows: points
      .filter((_, at) => at % 8 === 0)
      .map((point) => [Math.round(point.bandwidth ?? 0), ...lines.map(({ key }) => point[key] ?? Number.NaN)]),
  };
}

/** The formula of the drawn lines. */
export function effectiveFormula(use: Use, reads: number, overlap: boolean): string {
  if (use === 'write') return overlap ? 'E = min(Vc, r·B)' : 'E = 1 ÷ (1/Vc + 1/(r·B))';
  if (use === 'read') return overlap ? 'E = min(Vd, r·B)' : 'E = 1 ÷ (1/Vd + 1/(r·B))';
  const words = overlap
    ? 'E = (1 + n) ÷ (1/min(Vc, r·B) + n/min(Vd, r·B))'
    : 'E = (1 + n) ÷ (1/Vc + n/Vd + (1 + n)/(r·B))';
  return `${words}, n = ${reads}`;
}

/** Positions in pixels moved apart to at least `gap`, in the same order. */
export function spreadLabels(positions: readonly number[], gap: number, lowest: number): readonly number[] {
  const order = positions.map((y, at) => ({ y, at })).toSorted((a, b) => a.y - b.y);
  const out = new Array<number>(positions.length).fill(0);
  let previous = lowest - gap;
  for (const { y, at } of order) {
    previous = Math.max(y, previous + gap);
    out[at] = previous;
  }
  return out;
}

/** `count` numbers from `low` to `high`, each the same factor above the one before. */
function logSpaced(low: number, high: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => low * (high / low) ** (at / (count - 1)));
}
