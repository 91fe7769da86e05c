import type { Command } from 'commander';
import { isCancellation } from '../../../shared/errors/contract-error.js';
import { headerRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { expectedChunks, type Problem, type VerifyReport } from '../../engine/verify/problems.js';
import { verifyContainer } from '../../engine/verify/verify-container.js';
import { type ArrayCheck, checkArrays } from '../array-files.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { failureLines } from '../failures.js';
import { addRecursiveOption, filesToRead } from '../folder-inputs.js';
import { inputName } from '../input-streams.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import { requireFileInput } from '../paths.js';
import { openRandomInput } from '../random-input.js';
import { snakeCased } from '../snake-cased.js';

interface VerifyOptions extends JsonOptions {
  readonly recursive?: true;
  readonly digestsOnly?: true;
}

/** A report, or why there is none. */
type Outcome =
  | { readonly kind: 'checked'; readonly file: string; readonly result: VerifyReport }
  | { readonly kind: 'arrays'; readonly file: string; readonly check: ArrayCheck }
  | { readonly kind: 'failed'; readonly file: string; readonly lines: readonly string[] };

const EXAMPLES = `
Examples:
  blpk verify data.dat.blp
  blpk verify *.blp && echo all whole
  blpk verify -r folder                      all containers, .npy and .npz files in it
  blpk verify --json data.dat.blp | jq '.files[].problems[].message'
  ssh host cat data.blp | blpk verify -
  blpk verify arrays.npz                     compares its arrays with their CRC-32

Exit status 0: all are intact; 3: at least one is damaged, or bytes follow it; 1: at least one could not be checked.`;

export function defineVerify(command: Command, run: RunCommand): void {
  command
    .description('Check headers, metadata, offsets, and the checksum and contents of every chunk. Changes nothing.')
    .argument('<files...>', 'containers, .npy or .npz files, - for standard input')
    .option('--digests-only', 'check only checksums and decompress nothing: faster');
  addJsonOptions(addRecursiveOption(command)).addHelpText('after', EXAMPLES);
  command.action((files: readonly string[], options: VerifyOptions) =>
    run((context) => verify(context, files, options)),
  );
}

async function verify(context: CommandContext, names: readonly string[], options: VerifyOptions): Promise<number> {
  await requireFreeJson(context, options, ...names);
  const { files, status } = await filesToRead(context, names, options);
  const outcomes: Outcome[] = [];
  for (const { input } of files) {
    const outcome = await checkFile(context, input, options);
    if (outcome.kind === 'failed') for (const line of outcome.lines) context.report.error(line);
    else if (!options.json) context.report.normal(reportLines(outcome));
    outcomes.push(outcome);
  }
  if (options.json) await writeJson(context, options, outcomesRecord(outcomes), ...names);
  else if (files.length !== 1) context.report.normal(summaryLine(outcomes));
  return status === EXIT.done ? exitCodeFor(outcomes) : status;
}

async function checkFile(context: CommandContext, path: string, options: VerifyOptions): Promise<Outcome> {
  const file = inputName(path);
  try {
    requireFileInput(path, 'file');
    const input = await openRandomInput(path, context.signal);
    const { content, reader } = input;
    if (content === 'npy' || content === 'zip')
      return { kind: 'arrays', file, check: await checkArrays(input, context.signal) };
    try {
      const digestsOnly = options.digestsOnly ?? false;
      const result = await context.track((operation) => verifyContainer(reader, { ...operation, digestsOnly }));
      return { kind: 'checked', file, result };
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (isCancellation(error)) throw error;
    context.report.trace(error);
    return { kind: 'failed', file, lines: failureLines(error, file) };
  }
}

function exitCodeFor(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ kind }) => kind === 'failed')) return EXIT.failed;
  return outcomes.every((outcome) => isWhole(outcome) && !hasTrailing(outcome)) ? EXIT.done : EXIT.damaged;
}

function isWhole(outcome: Outcome): boolean {
  if (outcome.kind === 'arrays') return outcome.check.damage.length === 0;
  return outcome.kind === 'checked' && outcome.result.whole;
}

/** Whether bytes follow the container in its file. */
function hasTrailing(outcome: Outcome): boolean {
  return outcome.kind === 'checked' && outcome.result.problems.some(({ kind }) => kind === 'trailing-bytes');
}

/** The verdict on one line, then one line for each problem. */
function reportLines(outcome: Exclude<Outcome, { readonly kind: 'failed' }>): string {
  const { file } = outcome;
  if (outcome.kind === 'arrays') return arrayCheckLines(file, outcome.check);
  const { whole, problems, truncatedList } = outcome.result;
  const readable = readableText(outcome.result);
  return [
    `'${file}' is ${whole ? 'intact' : 'damaged'}: ${readable}`,
    ...problems.map((problem) => `    ${problem.severity}: ${problem.message}${affectedText(problem)}`),
    ...(truncatedList ? [`    ... and more: only the first ${problems.length} problems are listed`] : []),
  ].join('\n');
}

function readableText(report: VerifyReport): string {
  const { readableChunks, plainBytes } = report;
  const all = expectedChunks(report);
  if (all === undefined) return 'nothing can be read';
  return `${readableChunks} of ${all} ${all === 1n ? 'chunk' : 'chunks'} readable, ${prettySizeWithBytes(plainBytes)}`;
}

function arrayCheckLines(file: string, { members, readable, damage, hasChecksum }: ArrayCheck): string {
  const what = hasChecksum
    ? `${readable} of ${members} ${members === 1 ? 'array' : 'arrays'} readable`
    : 'its size is compared with its header; .npy has no checksum';
  return [
    `'${file}' is ${damage.length === 0 ? 'intact' : 'damaged'}: ${what}`,
    ...damage.map((message) => `    damage: ${message}`),
  ].join('\n');
}

/** The range of items that a problem affects; empty when it affects none. */
function affectedText({ elements }: Problem): string {
  return elements ? ` (items ${elements.startItem} to ${elements.endItem - 1})` : '';
}

function summaryLine(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ kind }) => kind === 'failed').length;
  const whole = outcomes.filter(isWhole).length;
  const damaged = outcomes.length - whole - failed;
  return `${outcomes.length} files: ${whole} intact, ${damaged} damaged${failed > 0 ? `, ${failed} not checked` : ''}`;
}

function outcomesRecord(outcomes: readonly Outcome[]): JsonValue {
  return { whole: outcomes.every(isWhole), files: outcomes.map(outcomeRecord) };
}

function outcomeRecord(outcome: Outcome): JsonValue {
  if (outcome.kind === 'failed') return { file: outcome.file, error: outcome.lines[0] ?? '' };
  if (outcome.kind === 'arrays') {
    const { members, readable, damage } = outcome.check;
    const problems = damage.map((message) => ({ severity: 'damage', message }));
    return { file: outcome.file, whole: damage.length === 0, arrays: members, readable_arrays: readable, problems };
  }
  const { header, whole, nchunks, readableChunks, plainBytes, problems, truncatedList } = outcome.result;
  return {
    file: outcome.file,
    whole,
    ...(header && { header: { ...headerRecord(header) } }),
    ...(nchunks !== undefined && { nchunks }),
    readable_chunks: readableChunks,
    plain_bytes: plainBytes,
    problems: snakeCased(problems),
    truncated_list: truncatedList,
  };
}
