import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { isCancellation } from '../../shared/errors/contract-error.js';
import { pathKey } from '../engine/io/file-name.js';
import { isS3Address } from '../remote/remote-address.js';
import type { CommandContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { exitCodeOf, failureLines, usageError } from './failures.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** The options of commands that make one file of each input. */
export interface PairOptions {
  /** Every name is an input. */
  readonly each?: true;
  readonly stdout?: true;
  /** Remove inputs whose outputs are complete. */
  readonly rm?: true;
  readonly keep?: true;
}

/** An input, and the file or folder that is made of it. */
export interface FilePair {
  readonly input: string;
  /** A path, or `-` for standard output. */
  readonly output: string;
  /** What else may have been meant if the output exists: `*.dat` may have matched just two files. */
  readonly hint?: string;
}

const SECOND_NAME =
  'Of two names the second is the output. If it is an input too, give --each, or a folder as the last name.';

/** `flags` are those that are free in the command: `-c` and `-k` have another meaning where the reference gives them one. */
export function addPairOptions(command: Command, flags: { readonly stdout: string; readonly keep: string }): Command {
  return command
    .option('--each', 'every name is an input, also the second of two')
    .addOption(new Option(flags.stdout, 'write to standard output').conflicts('rm'))
    .addOption(
      new Option('--rm', 'remove each input once its output was read back and compared with it').conflicts('keep'),
    )
    .option(flags.keep, 'keep the inputs (default)');
}

/**
 * What the names on the command line stand for: an input, or an input and its output, as in the reference; more names are inputs, and
 * if the last one is a folder, it takes the outputs. Without a name an output is beside its input, as `outputOf` says. Throws
 * CommandError for outputs of the same name, of which the second would replace the first.
 */
export function pairFiles(
  names: readonly string[],
  options: PairOptions,
  outputOf: (input: string) => string,
): readonly FilePair[] {
  const last = names.at(-1) ?? '';
  const inFolder = names.length > 1 && isFolder(last);
  const hasOutput = names.length === 2 && !inFolder && !options.each;
  const inputs = inFolder || hasOutput ? names.slice(0, -1) : names;
  if (options.stdout) {
    if (hasOutput || inFolder) throw usageError('--stdout takes no output name (with --each, every name is an input)');
    return inputs.map((input) => ({ input, output: STANDARD_STREAM }));
  }
  if (hasOutput) return inputs.map((input) => ({ input, output: last, hint: SECOND_NAME }));
  return requireDifferent(
    inputs.map((input) => ({ input, output: inFolder ? inTarget(last, input, outputOf) : outputOf(input) })),
  );
}

function inTarget(folder: string, input: string, outputOf: (input: string) => string): string {
  if (input === STANDARD_STREAM)
    throw usageError('standard input has no name: name an output file instead of a folder');
  const name = basename(outputOf(input));
  return isS3Address(folder) ? `${folder}${name}` : join(folder, name);
}

/** In S3 names that end with a slash stand for one. */
function isFolder(path: string): boolean {
  if (isS3Address(path)) return path.endsWith('/');
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function requireDifferent(pairs: readonly FilePair[]): readonly FilePair[] {
  const inputs = new Map<string, string>();
  for (const { input, output } of pairs) {
    const key = isS3Address(output) ? output : pathKey(resolve(output));
    const other = inputs.get(key);
    if (other !== undefined && output !== STANDARD_STREAM) {
      throw usageError(`'${other}' and '${input}' would both be written to '${output}'`);
    }
    inputs.set(key, input);
  }
  return pairs;
}

/**
 * Works on one pair after another. With several, a failure is reported and the others are still done. Returns the highest exit
 * status.
 */
export async function forEachPair(
  context: CommandContext,
  pairs: readonly FilePair[],
  work: (pair: FilePair) => Promise<number>,
): Promise<number> {
  let status: number = EXIT.done;
  for (const pair of pairs) {
    context.currentFile = pair.input;
    status = Math.max(status, await (pairs.length === 1 ? work(pair) : reported(context, pair, work)));
  }
  return status;
}

async function reported(
  { report }: CommandContext,
  pair: FilePair,
  work: (pair: FilePair) => Promise<number>,
): Promise<number> {
  try {
    return await work(pair);
  } catch (error) {
    if (isCancellation(error)) throw error;
    for (const line of failureLines(error, pair.input)) report.error(line);
    report.trace(error);
    return exitCodeOf(error);
  }
}
