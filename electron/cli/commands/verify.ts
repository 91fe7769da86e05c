import { Command } from 'commander';
import { isCancellation } from '../../../shared/errors/contract-error.js';
import { headerRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { Problem, VerifyReport } from '../../engine/verify/problems.js';
import { verifyContainer } from '../../engine/verify/verify-container.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { failureLines, usageError } from '../failures.js';
import { requireExisting } from '../paths.js';
import { snakeCased } from '../snake-cased.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface VerifyOptions {
  readonly json?: true;
  readonly digestsOnly?: true;
}

/** A report, or why there is none. */
type Outcome =
  | { readonly kind: 'checked'; readonly file: string; readonly result: VerifyReport }
  | { readonly kind: 'failed'; readonly file: string; readonly lines: readonly string[] };

const EXAMPLES = `
Examples:
  blpk verify data.dat.blp
  blpk verify *.blp && echo all whole
  blpk verify --json data.dat.blp | jq '.files[].problems[].message'

Exit status 0: all are intact; 3: at least one is damaged, or bytes follow it; 1: at least one could not be checked.`;

export function verifyCommand(run: RunCommand): Command {
  return new Command('verify')
    .summary('look for damage in containers')
    .description('Check headers, metadata, offsets, and the checksum and contents of every chunk. Changes nothing.')
    .argument('<files...>', 'containers')
    .option('--json', 'print one JSON document; integers are exact')
    .option('--digests-only', 'check only checksums and decompress nothing: faster')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], options: VerifyOptions) => run((context) => verify(context, files, options)));
}

async function verify(context: CommandContext, files: readonly string[], options: VerifyOptions): Promise<number> {
  if (files.includes(STANDARD_STREAM)) throw usageError('verify needs files: it does not read standard input');
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const outcome = await checkFile(context, file, options);
    if (outcome.kind === 'failed') for (const line of outcome.lines) context.report.error(line);
    else if (!options.json) context.report.normal(reportLines(file, outcome.result));
    outcomes.push(outcome);
  }
  if (options.json) printResult(`${prettyJson(outcomesRecord(outcomes), STRICT_JSON)}\n`);
  else if (files.length > 1) context.report.normal(summaryLine(outcomes));
  return exitCodeFor(outcomes);
}

async function checkFile(context: CommandContext, file: string, options: VerifyOptions): Promise<Outcome> {
  try {
    requireExisting(file, 'file');
    const reader = await openContainerFile(file);
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
  return outcome.kind === 'checked' && outcome.result.whole;
}

/** Whether bytes follow the container in its file. */
function hasTrailing(outcome: Outcome): boolean {
  return outcome.kind === 'checked' && outcome.result.problems.some(({ kind }) => kind === 'trailing-bytes');
}

/** The verdict on one line, then one line for each problem. */
function reportLines(file: string, result: VerifyReport): string {
  const { whole, nchunks, readableChunks, plainBytes, problems, truncatedList } = result;
  const readable =
    nchunks === undefined
      ? 'nothing can be read'
      : `${readableChunks} of ${nchunks} ${nchunks === 1 ? 'chunk' : 'chunks'} readable, ${prettySizeWithBytes(plainBytes)}`;
  return [
    `'${file}' is ${whole ? 'intact' : 'damaged'}: ${readable}`,
    ...problems.map((problem) => `    ${problem.severity}: ${problem.message}${affectedText(problem)}`),
    ...(truncatedList ? [`    ... and more: only the first ${problems.length} problems are listed`] : []),
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
