import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  DATA_SET_SIZES,
  DATA_SETS,
  type DataSetName,
  type DataSetSize,
  dataSetByName,
} from '../../bench/datasets/data-sets.js';
import { reportCsv } from '../../bench/formats/report-csv.js';
import { reportText } from '../../bench/formats/report-text.js';
import { runContenders } from '../../bench/formats/run-contenders.js';
import type { FormatEvent, FormatPlan, Subject } from '../../bench/formats/types.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { requireExisting } from '../paths.js';
import {
  addReportOptions,
  type ReportForm,
  type ReportOptions,
  requireFreeReports,
  writeReports,
} from '../report-output.js';
import { printResult } from '../standard-output.js';
import { StatusLine } from '../status-line.js';

interface BenchOptions extends ReportOptions {
  readonly dataset?: readonly DataSetName[];
  readonly talk2014?: true;
  readonly sizes?: readonly DataSetSize[];
  readonly levels?: readonly number[];
  readonly repeats?: number;
  readonly contenders?: readonly string[];
  readonly folder: string;
  readonly resume?: string;
  readonly minutes?: number;
}

const SIZES: readonly DataSetSize[] = ['small', 'mid', 'large'];
const DEFAULT_REPEATS = 5;
/** As in 2014: more rounds of the whole matrix would take hours. */
const TALK_REPEATS = 3;
const MS_A_MINUTE = 60_000;

const EXAMPLES = `
Examples:
  blpk bench-formats array.npy
  blpk bench-formats --dataset bitcoin --sizes mid,large --levels 1,5,9 -o formats.csv
  blpk bench-formats --talk-2014 --folder /mnt/disk/scratch -o talk.json
  blpk bench-formats --talk-2014 --minutes 60 --resume talk.jsonl

Arrays are written to and read from real files, each time by the library that the format is known for, and compared byte for
byte. --talk-2014 does the benchmark that introduced the format again, with its ranking, beside the published figures.`;

/** `blpk bench-formats`: whole formats on disk, end to end. */
export function defineBenchFormats(command: Command, run: RunCommand): void {
  command
    .description('Write an array in Bloscpack, NPY, NPZ, joblib, HDF5, Parquet and Zarr files and read it back, timed.')
    .argument('[file]', '.npy file to measure with')
    .addOption(
      new Option('--dataset <names>', `built-in data sets instead: ${DATA_SETS.map(({ name }) => name).join(', ')}`)
        .argParser(dataSetNames)
        .conflicts('talk2014'),
    )
    .option('--talk-2014', 'the whole benchmark of 2014 with its ranking')
    .option('--sizes <sizes>', 'of data sets: small, mid, large (default: mid; all of them for --talk-2014)', sizeNames)
    .option('--levels <levels>', 'levels, 1 to 9 (default: those of each contender)', levelNumbers)
    .option('--repeats <n>', 'timed rounds, after one that is not (default: 5; 3 for --talk-2014)', roundCount)
    .option('--contenders <ids>', 'only these, such as bloscpack_lz4,npz,hdf5_gzip', commaSeparated)
    .option('--resume <file>', 'keep each measurement in this file, and measure nothing again that it holds')
    .option('--minutes <n>', 'stop measuring after this time, and list what is missing', minuteCount)
    .option('--folder <dir>', 'where to write the files, all of which are removed', tmpdir());
  addReportOptions(command, FORMS).addHelpText('after', EXAMPLES);
  command.action((file: string | undefined, options: BenchOptions) =>
    run((context) => benchFormats(context, file, options)),
  );
}

const FORMS: readonly ReportForm[] = ['json', 'csv'];

async function benchFormats(context: CommandContext, file: string | undefined, options: BenchOptions): Promise<void> {
  if (file !== undefined) requireExisting(file, 'input file');
  const plan = planOf(context, file, options);
  await requireFreeReports(context, options, { forms: FORMS, input: file });
  context.currentFile = file;
  const line = new StatusLine();
  const { folder, resume, minutes } = options;
  const limits = {
    ...(resume !== undefined && { samplesFile: resume }),
    ...(minutes !== undefined && { withinMs: minutes * MS_A_MINUTE }),
  };
  const report = await runContenders(
    { plan, folder, ...limits, workerFile: join(__dirname, 'contenders.cjs') },
    (event) => event.kind === 'step' && line.show(stepWords(event)),
    context.signal,
  ).finally(() => line.clear());
  await writeReports(context, options, {
    printText: () => printResult(`${reportText(report)}\n`),
    reports: { json: () => `${JSON.stringify(report, null, 2)}\n`, csv: () => reportCsv(report) },
    input: file,
  });
}

function planOf(context: CommandContext, file: string | undefined, options: BenchOptions): FormatPlan {
  const { talk2014, levels, contenders } = options;
  return {
    subjects: subjectsOf(file, options),
    repeats: options.repeats ?? (talk2014 ? TALK_REPEATS : DEFAULT_REPEATS),
    layout: talk2014 ? 'talk-2014' : 'default',
    nthreads: context.nthreads,
    ...(levels && { levels }),
    ...(contenders && { contenders }),
  };
}

function subjectsOf(file: string | undefined, { dataset, talk2014, sizes }: BenchOptions): readonly Subject[] {
  const names = talk2014 ? DATA_SETS.map(({ name }) => name) : dataset;
  if ((file === undefined) === (names === undefined)) {
    throw usageError('bench-formats needs one of a .npy file, --dataset and --talk-2014');
  }
  if (file !== undefined) {
    if (sizes) throw usageError('--sizes is for data sets: a file has its own');
    if (!file.endsWith('.npy')) throw usageError('bench-formats takes .npy files, since formats store arrays');
    return [{ kind: 'file', path: file }];
  }
  const chosen = sizes ?? (talk2014 ? SIZES : ['mid' as const]);
  return chosen.flatMap((size) => (names ?? []).map((name): Subject => ({ kind: 'data-set', name, size })));
}

function stepWords({ done, steps, words }: Extract<FormatEvent, { kind: 'step' }>): string {
  return `${Math.floor((100 * done) / steps)}%  ${words}`;
}

function commaSeparated(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function dataSetNames(text: string): readonly DataSetName[] {
  try {
    return commaSeparated(text).map((name) => dataSetByName(name).name);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
}

function sizeNames(text: string): readonly DataSetSize[] {
  return commaSeparated(text).map((name) => {
    const size = SIZES.find((candidate) => candidate === name);
    if (size) return size;
    const bytes = SIZES.map((candidate) => `${candidate} (${DATA_SET_SIZES[candidate] / 2 ** 20}M)`);
    throw new InvalidArgumentError(`Sizes are ${bytes.join(', ')}.`);
  });
}

function levelNumbers(text: string): readonly number[] {
  return commaSeparated(text).map((part) => {
    if (/^[1-9]$/.test(part)) return Number(part);
    throw new InvalidArgumentError('Expected levels from 1 to 9, such as 1,5,9.');
  });
}

function roundCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 999.');
}

function minuteCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of minutes from 1 to 9999.');
}
