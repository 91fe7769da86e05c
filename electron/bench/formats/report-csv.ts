import { entryName, type FormatReport, type FormatRow, type Timing } from './types.js';

const TIMINGS = ['write', 'read', 'coldRead'] as const;
const TIMING_FIELDS = ['medianMs', 'q1Ms', 'q3Ms', 'minMs', 'maxMs'] as const satisfies readonly (keyof Timing)[];
const PUBLISHED_FIELDS = ['compressSeconds', 'decompressSeconds', 'coldSeconds', 'ratio'] as const;

/** A line for each entry on each array, failed ones too; only the JSON has single repeats. RFC 4180, lines end with LF. */
export function reportCsv(report: FormatReport): string {
  const heads = [
    ...['array', 'dtype', 'shape', 'plainBytes', 'sha256', 'contender', 'level', 'library', 'threads'],
    ...['storedBytes', 'ratio'],
    ...TIMINGS.flatMap((name) => TIMING_FIELDS.map((field) => `${name}.${field}`)),
    ...PUBLISHED_FIELDS.map((field) => `published2014.${field}`),
    'flags',
    'failed',
  ];
  const lines = [heads, ...report.rows.map((row) => cellsOf(row, report))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function cellsOf(row: FormatRow, { arrays, contenders, talk2014 }: FormatReport): readonly (string | number)[] {
  const array = arrays[row.arrayIndex];
  const contender = contenders.find(({ id }) => id === row.entry.contender);
  const published = talk2014?.paired.find(
    (pair) => pair.arrayIndex === row.arrayIndex && entryName(pair.entry) === entryName(row.entry),
  )?.published;
  const measured = row.kind === 'measured' ? row : undefined;
  return [
    ...[array?.name ?? '', array?.dtype ?? '', array?.shape.join('x') ?? '', array?.plainBytes ?? ''],
    ...[array?.sha256 ?? '', row.entry.contender, row.entry.level, contender?.library ?? '', contender?.threads ?? ''],
    ...[measured?.storedBytes ?? '', measured?.ratio ?? ''],
    ...TIMINGS.flatMap((name) => TIMING_FIELDS.map((field) => measured?.[name]?.[field] ?? '')),
    ...PUBLISHED_FIELDS.map((field) => published?.[field] ?? ''),
    TIMINGS.flatMap((name) => (measured?.[name]?.flags ?? []).map((flag) => `${name} ${flag}`)).join('; '),
    row.kind === 'failed' ? row.reason : '',
  ];
}

function quoted(cell: string | number): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
