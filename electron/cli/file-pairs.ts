import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { isCancellation } from '../../shared/errors/contract-error.js';
import { pathKey } from '../engine/io/file-name.js';
import { isS3Address } from '../remote/remote-address.js';
import type { CommandContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { exitCodeOf, failureLines, usageError } from './failures.js';
import { addRecursiveOption } from './folder-inputs.js';
import { inputName } from './input-streams.js';
import { isFolder } from './paths.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** The options of commands that make one file of each input. */
export interface PairOptions {
  /** Every name is an input. */
  readonly each?: true;
  readonly stdout?: true;
  /** Remove inputs whose outputs are complete. */
  readonly rm?: true;
  readonly keep?: true;
  /** Folders stand for the files in them. */
  readonly recursive?: true;
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
  return addRecursiveOption(addEachOption(command))
    .addOption(new Option(flags.stdout, 'write to standard output').conflicts('rm'))
    .addOption(
      new Option('--rm', 'remove each input once its output was read back and compared with it').conflicts('keep'),
    )
    .option(flags.keep, 'keep the inputs (default)');
}

/** For commands that take several inputs, of which each becomes a file. */
export function addEachOption(command: Command): Command {
  return command.option('--each', 'every name is an input, also the second of two');
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
  const inFolder = takesOutputs(names);
  const hasOutput = names.length === 2 && !inFolder && !options.each;
  const inputs = inFolder || hasOutput ? names.slice(0, -1) : names;
  if (options.stdout) {
    if (hasOutput || inFolder) throw usageError('--stdout takes no output name (with --each, every name is an input)');
    return inputs.map((input) => ({ input, output: STANDARD_STREAM }));
  }
  if (hasOutput) return inputs.map((input) => ({ input, output: last, hint: SECOND_NAME }));
  return requireDifferentOutputs(
    inputs.map((input) => ({ input, output: inFolder ? inTarget(last, input, outputOf) : outputOf(input) })),
  );
}

/** Whether the last of several names is a folder, in which the outputs of the others are written. */
export function takesOutputs(names: readonly string[]): boolean {
  return names.length > 1 && isFolder(names.at(-1) ?? '');
}

/** For `--in-place`: all names are inputs. Throws CommandError if the last one looks like an output. */
export function requireNoOutput(names: readonly string[]): readonly string[] {
  if (takesOutputs(names)) throw usageError('--in-place takes no output folder');
  const last = names.at(-1) ?? '';
  if (names.length === 2 && last !== STANDARD_STREAM && !statSync(last, { throwIfNoEntry: false }))
    throw usageError(`--in-place takes no output file, and there is no '${last}'`);
  return names;
}

function inTarget(folder: string, input: string, outputOf: (input: string) => string): string {
  if (input === STANDARD_STREAM)
    throw usageError('standard input has no name: name an output file instead of a folder');
  const name = basename(outputOf(input));
  return isS3Address(folder) ? `${folder}${name}` : join(folder, name);
}

/** Throws CommandError if two inputs would become the same file. */
export function requireDifferentOutputs<T extends FilePair>(pairs: readonly T[]): readonly T[] {
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
 * Works on one input after another. With several, a failure is reported and the others are still done. Returns the highest exit
 * status.
 */
export async function forEachInput<T extends { readonly input: string }>(
  context: CommandContext,
  inputs: readonly T[],
  work: (input: T) => Promise<number>,
): Promise<number> {
  let status: number = EXIT.done;
  for (const input of inputs) {
    context.currentFile = inputName(input.input);
    status = Math.max(status, await (inputs.length === 1 ? work(input) : reported(context, input, work)));
  }
  return status;
}

async function reported<T extends { readonly input: string }>(
  { report }: CommandContext,
  input: T,
  work: (input: T) => Promise<number>,
): Promise<number> {
  try {
    return await work(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    for (const line of failureLines(error, inputName(input.input))) report.error(line);
    report.trace(error);
    return exitCodeOf(error);
  }
}
