import type { ReadModel, ReadRow } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';
import { inMib } from './mib.js';
import { type AxisLine, linesAlong, sliceOf, valuesOf } from './slice-model.js';

export const CHUNK_PANELS = {
  ratio: 'ratio, ×',
  compress: 'compress, MiB/s',
  decompress: 'decompress, MiB/s',
} as const;

export type ChunkPanel = keyof typeof CHUNK_PANELS;

/** Small multiples over the chunk size. */
export interface ChunkCharts {
  /** Rising, in bytes. */
  readonly sizes: readonly number[];
  readonly lines: readonly AxisLine[];
  readonly common: string;
}

/** Undefined where the run has one chunk size only. */
export function chunkChartsOf(model: ReadModel): ChunkCharts | undefined {
  if (!model.axes.includes('chunkSizeBytes')) return undefined;
  const { rows, words } = sliceOf(model, 'chunkSizeBytes');
  const sizes = valuesOf(rows, 'chunkSizeBytes');
  return sizes.length < 2 ? undefined : { sizes, lines: linesAlong(rows, 'chunkSizeBytes'), common: words };
}

/** A panel's value of a row, and what its error bar spans: the middle half of speeds, 95 % of the ratio. */
export function panelValue({ result }: ReadRow, panel: ChunkPanel) {
  if (panel === 'ratio') return { value: result.ratio, low: result.ratioLow, high: result.ratioHigh };
  const { median, q1, q3 } = result[panel];
  return { value: inMib(median), low: inMib(q1), high: inMib(q3) };
}

/** From zero for speeds; for ratios from a little below the lowest, since they change little. */
export function panelDomain(lines: readonly AxisLine[], panel: ChunkPanel): readonly [low: number, high: number] {
  const ends = lines.flatMap(({ points }) => points.map(({ row }) => panelValue(row, panel)));
  const high = Math.max(...ends.map((end) => end.high)) * 1.05;
  if (panel !== 'ratio') return [0, high];
  return [Math.max(0, Math.floor(Math.min(...ends.map((end) => end.low)) * 0.95 * 10) / 10), high];
}

export function chunkTable({ lines }: ChunkCharts): ChartTable {
  return {
    heads: [
      'Setting',
      'Chunk size, B',
      'Ratio, ×',
      'Compress, MiB/s',
      'Quartiles',
      'Decompress, MiB/s',
      'Quartiles of decompress',
    ],
    rows: lines.flatMap(({ name, points }) =>
      points.map(({ value, row }) => {
        const [ratio, compress, decompress] = [
          panelValue(row, 'ratio'),
          panelValue(row, 'compress'),
          panelValue(row, 'decompress'),
        ];
        return [name, value, ratio.value, compress.value, spread(compress), decompress.value, spread(decompress)];
      }),
    ),
  };
}

function spread({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${low.toFixed(1)}–${high.toFixed(1)}`;
}
