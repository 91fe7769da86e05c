import { frontierWords } from '../../../../shared/compare/pareto.js';
import type { ExtraAxis } from '../../../../shared/compare/setting.js';
import { binarySize, durationWords, percentWords } from '../../../../shared/compare/words.js';
import { mibText } from '../charts/mib.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';

export type ColumnName =
  | 'place'
  | 'pin'
  | 'codec'
  | 'filter'
  | 'level'
  | 'chunkSizeBytes'
  | 'blocksizeBytes'
  | 'typesize'
  | 'threads'
  | 'ratio'
  | 'compress'
  | 'decompress'
  | 'effectiveWrite'
  | 'effectiveRead'
  | 'total'
  | 'toBest'
  | 'memory'
  | 'pareto'
  | 'verified';

export interface Column {
  readonly name: ColumnName;
  readonly label: string;
  readonly numeric: boolean;
  /** The value by which rows are sorted; texts alphabetically. */
  readonly value: (row: ReadRow) => number | string;
  readonly text: (row: ReadRow) => string;
  /** Wide windows only. */
  readonly isExtra?: boolean;
}

const LAST = Number.POSITIVE_INFINITY;

type Text = (row: ReadRow) => string;

function number(name: ColumnName, label: string, value: (row: ReadRow) => number, text: Text): Column {
  return { name, label, numeric: true, value, text };
}

function word(name: ColumnName, label: string, text: Text): Column {
  return { name, label, numeric: false, value: text, text };
}

/** The table's columns; axes with only one value in the run are left out. */
export function columnsOf({ choice, axes }: ReadModel): readonly Column[] {
  return [...NAMING, ...axes.map((axis) => AXES[axis]), ...MEASURED, ...scoreColumns(choice.readsPerWrite)];
}

const settingOf = (row: ReadRow) => row.result.setting;
const orDash = (row: ReadRow, text: string) => (row.isCopy ? '–' : text);

const NAMING: readonly Column[] = [
  number(
    'place',
    '#',
    ({ order }) => order,
    ({ place, isTied }) => (place === undefined ? '–' : `${place}${isTied ? ' =' : ''}`),
  ),
  word('pin', 'Pin', () => ''),
  word('codec', 'Codec', (row) => (row.isCopy ? 'plain copy' : settingOf(row).codec)),
  word('filter', 'Filter', (row) => orDash(row, settingOf(row).shuffle)),
  number(
    'level',
    'Level',
    (row) => settingOf(row).level,
    (row) => orDash(row, `${settingOf(row).level}`),
  ),
];

const blockText = (sizeBytes: number) => (sizeBytes === 0 ? 'auto' : binarySize(sizeBytes));

const AXES = {
  chunkSizeBytes: number(
    'chunkSizeBytes',
    'Chunk',
    (row) => settingOf(row).chunkSizeBytes,
    (row) => binarySize(settingOf(row).chunkSizeBytes),
  ),
  blocksizeBytes: number(
    'blocksizeBytes',
    'Block',
    (row) => settingOf(row).blocksizeBytes,
    (row) => orDash(row, blockText(settingOf(row).blocksizeBytes)),
  ),
  typesize: number(
    'typesize',
    'Typesize',
    (row) => settingOf(row).typesize,
    (row) => orDash(row, `${settingOf(row).typesize}`),
  ),
  threads: number(
    'threads',
    'Threads',
    (row) => settingOf(row).threads,
    (row) => `${settingOf(row).threads}`,
  ),
} as const satisfies Record<ExtraAxis, Column>;

const MEASURED: readonly Column[] = [
  number(
    'ratio',
    'Ratio, ×',
    ({ result }) => result.ratio,
    ({ result }) => result.ratio.toFixed(2),
  ),
  number(
    'compress',
    'Compress, MiB/s',
    ({ result }) => result.compress.median,
    ({ result }) => mibText(result.compress.median),
  ),
  number(
    'decompress',
    'Decompress, MiB/s',
    ({ result }) => result.decompress.median,
    ({ result }) => mibText(result.decompress.median),
  ),
];

function scoreColumns(reads: number): readonly Column[] {
  const extra = (column: Column): Column => ({ ...column, isExtra: true });
  return [
    extra(
      number(
        'effectiveWrite',
        'Eff. write',
        (row) => row.effectiveWrite,
        (row) => mibText(row.effectiveWrite),
      ),
    ),
    extra(
      number(
        'effectiveRead',
        'Eff. read',
        (row) => row.effectiveRead,
        (row) => mibText(row.effectiveRead),
      ),
    ),
    number(
      'total',
      `1 write + ${reads} reads`,
      (row) => row.totalSeconds,
      (row) => durationWords(row.totalSeconds),
    ),
    number('toBest', 'To best', (row) => row.toBest ?? LAST, toBestText),
    extra(
      number(
        'memory',
        'Memory',
        ({ result }) => result.memoryBytes,
        ({ result }) => binarySize(result.memoryBytes),
      ),
    ),
    word('pareto', 'Frontier of', (row) => frontierWords(row.onFrontier) || '–'),
    word('verified', 'Verified', () => 'exact'),
  ];
}

function toBestText({ toBest, place }: ReadRow): string {
  if (toBest === undefined) return '–';
  if (place === 1) return toBest === 0 ? 'best' : 'equal';
  return `${toBest < 0 ? '−' : '+'}${percentWords(Math.abs(toBest))}`;
}

export interface Sorting {
  readonly by: ColumnName;
  readonly descending: boolean;
}

/** The rows in the wanted order, baselines included. */
export function sortRows(rows: readonly ReadRow[], columns: readonly Column[], sorting: Sorting): readonly ReadRow[] {
  const column = columns.find(({ name }) => name === sorting.by);
  if (!column) return rows;
  const sign = sorting.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? compare(left, right)
        : String(left).localeCompare(String(right));
    return sign * order || a.totalSeconds - b.totalSeconds;
  });
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}

/** Rows whose name contains all words of the filter. */
export function filterRows(rows: readonly ReadRow[], filter: string): readonly ReadRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, onFrontier: { write, read } }) => {
    const text = `${name} ${write || read ? 'frontier' : ''}`;
    return words.every((word) => text.includes(word));
  });
}
