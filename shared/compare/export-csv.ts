import { type CompareResult, isMeasured, type Measured, type Run } from './result.js';
import { isBaseline } from './setting.js';

type Cell = string | number;

/** Columns of every result; sizes in bytes, speeds in plain bytes per second, times in seconds, all unrounded. */
const SETTING_COLUMNS = {
  codec: ({ setting }) => setting.codec,
  shuffle: ({ setting }) => setting.shuffle,
  level: ({ setting }) => setting.level,
  chunk_size: ({ setting }) => setting.chunkSizeBytes,
  blocksize: ({ setting }) => setting.blocksizeBytes,
  typesize: ({ setting }) => setting.typesize,
  threads: ({ setting }) => setting.threads,
  baseline: ({ setting }) => (isBaseline(setting) ? 'yes' : 'no'),
} as const satisfies Record<string, (result: CompareResult) => Cell>;

const MEASURED_COLUMNS = {
  plain_bytes: (result) => result.plainBytes,
  stored_bytes: (result) => result.storedBytes,
  payload_bytes: (result) => result.payloadBytes,
  ratio: (result) => result.ratio,
  ratio_low: (result) => result.ratioLow,
  ratio_high: (result) => result.ratioHigh,
  compress_median: (result) => result.compress.median,
  compress_q1: (result) => result.compress.q1,
  compress_q3: (result) => result.compress.q3,
  compress_min: (result) => result.compress.min,
  compress_max: (result) => result.compress.max,
  compress_mad: (result) => result.compress.mad,
  decompress_median: (result) => result.decompress.median,
  decompress_q1: (result) => result.decompress.q1,
  decompress_q3: (result) => result.decompress.q3,
  decompress_min: (result) => result.decompress.min,
  decompress_max: (result) => result.decompress.max,
  decompress_mad: (result) => result.decompress.mad,
  compress_cpu: (result) => result.compressCpuSeconds,
  decompress_cpu: (result) => result.decompressCpuSeconds,
  compress_by_clock: (result) => result.byClock?.compress ?? result.compress.median,
  decompress_by_clock: (result) => result.byClock?.decompress ?? result.decompress.median,
  memory: (result) => result.memoryBytes,
  flags: (result) => result.flags.join(' '),
} as const satisfies Record<string, (result: Measured) => Cell>;

/** One row for each setting, one column for each repeat; RFC 4180 with LF. Cells that do not apply are empty. */
export function resultsCsv({ results }: Pick<Run, 'results'>): string {
  const most = Math.max(0, ...results.map((result) => (isMeasured(result) ? result.compress.repeats.length : 0)));
  const repeatColumns = (['compress', 'decompress'] as const).flatMap((direction) =>
    Array.from({ length: most }, (_, index) => ({
      name: `${direction}_${index + 1}`,
      cell: (result: Measured): Cell => result[direction].repeats[index] ?? '',
    })),
  );
  const measured = [...Object.entries(MEASURED_COLUMNS).map(([name, cell]) => ({ name, cell })), ...repeatColumns];
  const names = [...Object.keys(SETTING_COLUMNS), 'verified', ...measured.map(({ name }) => name), 'failure'];
  const rows = results.map((result) => [
    ...Object.values(SETTING_COLUMNS).map((cell) => cell(result)),
    isMeasured(result) ? 'yes' : 'no',
    ...measured.map(({ cell }) => (isMeasured(result) ? cell(result) : '')),
    isMeasured(result) ? '' : result.failed.reason,
  ]);
  return `${[names, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`;
}

/** Quotes a cell if necessary. A text that a spreadsheet would evaluate as a formula gets an apostrophe in front. */
function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
