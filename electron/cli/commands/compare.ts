import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { advise } from '../../../shared/compare/advice.js';
import type { Advice } from '../../../shared/compare/advice-facts.js';
import { loadWords } from '../../../shared/compare/caption.js';
import { cannotApply } from '../../../shared/compare/data-source.js';
import { resultsCsv } from '../../../shared/compare/export-csv.js';
import type { Goal } from '../../../shared/compare/goal.js';
import { reportHtml } from '../../../shared/compare/report-html.js';
import { failedOf, type Run, repeatWords, sampleWords } from '../../../shared/compare/result.js';
import { printRun } from '../../../shared/compare/saved-run.js';
import { settingWords } from '../../../shared/compare/setting.js';
import { blpkCommand } from '../../../shared/compare/setting-commands.js';
import { summaryCells, summaryRows } from '../../../shared/compare/summary-rows.js';
import { binarySize, countWords, durationWords, speedWords } from '../../../shared/compare/words.js';
import { calibrate } from '../../bench/codecs/calibrate.js';
import type { CompareData } from '../../bench/codecs/data.js';
import { dataSetData } from '../../bench/codecs/dataset-data.js';
import { readEnvironment } from '../../bench/codecs/environment.js';
import { openData } from '../../bench/codecs/open-data.js';
import { runCompare } from '../../bench/codecs/run-compare.js';
import { takeSample } from '../../bench/codecs/sample.js';
import { measureStorage } from '../../bench/codecs/storage-bandwidth.js';
import { addCompareOptions, type CompareOptions, goalOf, planOf } from '../compare-options.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { requireExisting } from '../paths.js';
import { addReportOptions, type ReportForm, requireFreeReports, writeReports } from '../report-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { StatusLine } from '../status-line.js';
import { packageVersion } from '../version.js';

const EXAMPLES = `
Examples:
  blpk compare temperatures.npy
  blpk compare --preset balanced --budget 2m --goal smallest temperatures.npy
  blpk compare --goal storage --bandwidth 150M --reads 1 data.raw
  blpk compare --dataset bitcoin --size 10M -o report.html

Everything is measured in memory on a sample from all parts of the data, and every setting is decompressed and
compared byte by byte before its figures count. Only the reports that you request are written.`;

export function defineCompare(command: Command, run: RunCommand): void {
  command
    .description('Measure codecs, filters and levels on a file, a folder or a built-in data set, and advise one.')
    .argument('[file]', 'file or folder to measure');
  addReportOptions(addCompareOptions(command), FORMS).addHelpText('after', EXAMPLES);
  command.action((file: string | undefined, options: CompareOptions) =>
    run((context) => compare(context, file, options)),
  );
}

const FORMS: readonly ReportForm[] = ['json', 'csv', 'html'];

async function compare(context: CommandContext, file: string | undefined, options: CompareOptions): Promise<void> {
  const goal = goalOf(options);
  if (!goal) throw usageError('--goal ratio-at-least needs --min-ratio');
  await requireFreeReports(context, options, { forms: FORMS, input: file });
  const data = await openInput(context, file, options);
  try {
    const run = await measure(context, data, options);
    const aim =
      options.measureFolder === undefined ? goal : await measuredGoal(context, options, options.measureFolder);
    await writeReports(context, options, {
      printText: () => context.report.result(reportLines(run, aim, file).join('\n')),
      reports: { json: () => printRun(run), csv: () => resultsCsv(run), html: () => reportHtml(run, aim) },
      input: file,
    });
  } finally {
    await data.close();
  }
}

async function openInput(
  context: CommandContext,
  file: string | undefined,
  { dataset, size, member, chunk }: CompareOptions,
): Promise<CompareData> {
  if (dataset !== undefined) {
    if (file !== undefined) throw usageError('give either a file or --dataset, not both');
    return dataSetData(dataset, size);
  }
  if (file === undefined) throw usageError('name a file to measure, or give --dataset');
  if (file === STANDARD_STREAM) throw usageError('compare needs a file: it does not read standard input');
  context.currentFile = file;
  requireExisting(file, 'input file');
  if (statSync(file).isDirectory()) return openData({ kind: 'folder', path: file });
  if (member !== undefined) return openData({ kind: 'npz', path: file, member });
  return chunk === undefined
    ? openData({ kind: 'file', path: file })
    : openData({ kind: 'chunk', path: file, chunkIndex: chunk });
}

async function measure(context: CommandContext, data: CompareData, options: CompareOptions): Promise<Run> {
  const plan = planOf(options, data, context.nthreads);
  const { signal } = context;
  const sample = await takeSample(data, plan, signal);
  const calibration = await calibrate(sample, plan.defaultTypesize, { signal });
  const environment = await readEnvironment(`blpk ${packageVersion()}`);
  const line = new StatusLine();
  try {
    const events = runCompare(sample, plan, { environment, calibration, signal });
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      if (value.kind === 'started') {
        const { settings, rounds, estimateMs } = value;
        const about = durationWords(estimateMs / 1000);
        context.report.verbose(
          `measuring ${countWords(settings.length, 'setting')} in ${rounds} rounds, about ${about}`,
        );
      }
      if (value.kind === 'waiting') line.show('waiting until other programs leave the processors free');
      if (value.kind === 'measured') {
        const percent = Math.floor(value.doneFraction * 100);
        line.show(`${percent}%  round ${value.round}  ${settingWords(value.result.setting)}`);
      }
    }
  } finally {
    line.clear();
  }
}

async function measuredGoal(context: CommandContext, options: CompareOptions, folder: string): Promise<Goal> {
  const { write, read, readCache } = await measureStorage(folder, { signal: context.signal });
  const words = `${speedWords(write)} writing with fsync, ${speedWords(read)} reading (${readCache} cache)`;
  context.report.normal(`storage of '${folder}': ${words}`);
  // A cached read does not measure the device: then reading counts as no faster than writing.
  const readBandwidth = readCache === 'cold' ? read : Math.min(write, read);
  const goal = goalOf(options, { writeBandwidth: write, readBandwidth });
  if (!goal) throw usageError('--goal ratio-at-least needs --min-ratio');
  return goal;
}

function reportLines(run: Run, goal: Goal, file: string | undefined): readonly string[] {
  const advice = advise(run, goal);
  const { data, environment, plan } = run;
  return [
    `${data.name}: ${binarySize(data.plainBytes)}${data.dtype ? ` of ${data.dtype}` : ''}; measured ${sampleWords(data)}`,
    `${environment.cpu}, ${threadWords(plan.threads)} on ${countWords(environment.cores, 'processor')}, ${loadWords(environment)}; in memory, ${repeatWords(run)}`,
    '',
    ...tableLines(run, goal),
    ...failedOf(run.results).map(({ setting, failed }) => `FAILED ${settingWords(setting)}: ${failed.reason}`),
    '',
    advice.sentence,
    ...advice.cautions.map((caution) => `note: ${caution}`),
    ...run.notes.map((note) => `note: ${note}`),
    ...commandLines(advice, run, file),
  ];
}

function threadWords(threads: readonly number[]): string {
  return `${threads.join(', ')} ${threads.length === 1 && threads[0] === 1 ? 'thread' : 'threads'}`;
}

function tableLines(run: Run, goal: Goal): readonly string[] {
  const head = ['#', 'setting', 'ratio', 'compress', 'decompress', GOAL_HEADS[goal.kind], 'memory', 'frontier of'];
  const rows = summaryRows(run, goal).map(summaryCells);
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const GOAL_HEADS = {
  smallest: 'stored',
  'fastest-write': 'score',
  'fastest-read': 'score',
  storage: 'time',
  'ratio-at-least': 'score',
} as const satisfies Record<Goal['kind'], string>;

/** The command with the path that was given; none where the setting cannot be applied to what was measured. */
function commandLines(advice: Advice, { data }: Run, file: string | undefined): readonly string[] {
  const { source } = data;
  if (advice.kind !== 'use' || file === undefined || cannotApply(source) !== undefined) return [];
  const named = { ...data, ...(source && source.kind !== 'dataset' && { source: { ...source, file } }) };
  return [
    'to use it:',
    ...blpkCommand(advice.best.result.setting, named)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}
