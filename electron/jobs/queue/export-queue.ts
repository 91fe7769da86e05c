import type { JobRecord } from './job-record.js';
import { outputPathOf } from './job-spec.js';

export type ExportFormat = 'csv' | 'tsv' | 'json';

/** One line of an export. Bytes and seconds are plain numbers, neither rounded nor grouped. */
type Row = Readonly<Record<string, string | number | boolean | undefined>>;

/** The whole queue as a table. `versions` names the software that did the work. */
export function exportJobs(
  jobs: readonly JobRecord[],
  format: ExportFormat,
  { nowMs, versions }: { readonly nowMs: number; readonly versions: string },
): string {
  const rows = jobs.map((job) => rowOf(job, nowMs, versions));
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  const columns = Object.keys(rows[0] ?? {});
  const cell = format === 'csv' ? csvCell : tsvCell;
  const separator = format === 'csv' ? ',' : '\t';
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  return lines.map((line) => `${line.map(cell).join(separator)}\n`).join('');
}

function rowOf(job: JobRecord, nowMs: number, versions: string): Row {
  const { spec, result } = job;
  const { options } = spec;
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  return {
    input: spec.sourcePath,
    member: spec.member,
    output: outputPathOf(spec),
    action: spec.action,
    state: job.state,
    sourceBytes: job.sourceBytes,
    outputBytes: result?.outputBytes,
    plainBytes: result?.plainBytes,
    ratio: ratioOf(job),
    codec: options?.codec,
    clevel: options?.clevel,
    shuffle: options?.shuffle,
    typesize: options?.typesize,
    chunkSizeBytes: options?.chunkSizeBytes,
    blocksizeBytes: options?.blocksizeBytes,
    checksum: options?.checksum,
    offsets: options?.offsets,
    ...Object.fromEntries(
      job.times.steps(nowMs).map(({ name, elapsedMs }) => [`${name}Seconds`, elapsedMs && seconds(elapsedMs)]),
    ),
    totalSeconds: seconds(job.times.elapsedMs(nowMs)),
    verdict: result?.verdict,
    message: job.error?.message ?? job.note,
    versions,
  };
}

/** Uncompressed / compressed; undefined for an append, which writes only a part of the container, and where the output may not be compressed. */
function ratioOf({ spec, result, sourceBytes }: JobRecord): number | undefined {
  if (!result || spec.action === 'append' || spec.action === 'convert') return undefined;
  const hasOutput = spec.action === 'compress' || spec.action === 'repair';
  const stored = hasOutput ? result.outputBytes : sourceBytes;
  return stored > 0 ? result.plainBytes / stored : undefined;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** TSV has no quotes: tabs and line ends become spaces. */
function tsvCell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ');
}
