import type { JobView } from '../../../shared/contract/jobs.js';
import { jobRatio, outputSize, settingsWords, stateLabel } from './job-words.js';

const columns = {
  State: (job) => stateLabel(job).word,
  File: ({ source }) => source.name,
  Action: ({ action }) => action,
  Settings: ({ options }) => (options ? settingsWords(options) : ''),
  'In (bytes)': ({ sourceBytes }) => `${sourceBytes}`,
  'Out (bytes)': (job) => (outputSize(job)?.isEstimate === false ? `${outputSize(job)?.sizeBytes}` : ''),
  Ratio: (job) => jobRatio(job)?.toFixed(4) ?? '',
  'Speed (bytes/s)': ({ bytesPerSecond }) => (bytesPerSecond === undefined ? '' : `${Math.round(bytesPerSecond)}`),
  'Time (ms)': ({ elapsedMs }) => `${elapsedMs}`,
  Output: ({ outputFolder, outputName }) => (outputName === undefined ? '' : `${outputFolder}/${outputName}`),
  Message: ({ error, note }) => error?.message ?? note ?? '',
} as const satisfies Readonly<Record<string, (job: JobView) => string>>;

/** Rows with column headers, for spreadsheets. Tabs separate cells; tabs and line ends inside a cell become spaces. */
export function jobsAsTsv(jobs: readonly JobView[]): string {
  const lines = jobs.map((job) => Object.values(columns).map((cell) => cell(job).replace(/[\t\r\n]+/g, ' ')));
  return [Object.keys(columns), ...lines].map((cells) => `${cells.join('\t')}\n`).join('');
}
