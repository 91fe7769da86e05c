import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withIoErrors } from '../engine/io/io-error.js';
import { isAsNewAs } from '../engine/io/newer.js';
import type { CommandContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { usageError } from './failures.js';
import {
  type FilePair,
  forEachInput,
  type PairOptions,
  pairFiles,
  requireDifferentOutputs,
  takesOutputs,
} from './file-pairs.js';
import { type FoundInput, inputsIn } from './folder-inputs.js';
import { isFolder } from './paths.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** How a command makes one file of each input. */
export interface PairRules {
  /** The path of the output beside an input. */
  readonly outputOf: (input: string) => string;
  /** Whether a file in a folder is one that the command works on. */
  readonly takes: (path: string) => boolean;
  /** What a file is that the command does not take, for a message: `container`. */
  readonly other: string;
  /** The files of which the output of an input consists, where it is a folder. */
  readonly filesOf?: (pair: FilePair) => Promise<readonly string[]>;
}

/** Inputs and their outputs, and the exit status of the search for them. */
export interface FoundPairs {
  readonly pairs: readonly FilePair[];
  readonly status: number;
}

/**
 * As `pairFiles`; with `-r` folders stand for the files in them. In a folder for the outputs they keep their place below the folder
 * that was named. Of a folder, files are left out that the command does not take, or whose outputs exist and are not older, so that a
 * second run does what is new; with `--force` they are written again.
 */
export async function findPairs(
  context: CommandContext,
  names: readonly string[],
  options: PairOptions,
  rules: PairRules,
): Promise<FoundPairs> {
  if (!options.recursive) return { pairs: pairFiles(names, options, rules.outputOf), status: EXIT.done };
  const target = options.each || options.stdout || !takesOutputs(names) ? undefined : names.at(-1);
  const inputNames = target === undefined ? names : names.slice(0, -1);
  requireTarget(inputNames);
  const found = await inputsIn(context, inputNames, { takes: rules.takes, except: target });
  const output = (input: FoundInput): string => (options.stdout ? STANDARD_STREAM : outputPath(input, target, rules));
  const all = found.inputs.map((input) => ({ ...input, output: output(input) }));
  const pairs: (FilePair & FoundInput)[] = [];
  for (const pair of all) if (context.force || !(await isMade(pair, rules))) pairs.push(pair);
  reportLeftOut(context, rules, found.otherCount, all.length - pairs.length);
  return {
    pairs: options.stdout ? pairs : requireDifferentOutputs(pairs),
    status: found.unreadableCount > 0 ? EXIT.failed : EXIT.done,
  };
}

/** Works on all pairs, each of which may need a folder for its output. Returns the highest exit status. */
export async function forEachFoundPair(
  context: CommandContext,
  { pairs, status }: FoundPairs,
  work: (pair: FilePair) => Promise<number>,
): Promise<number> {
  const worked = await forEachInput(context, pairs, async (pair) => {
    if ('relativeFolder' in pair && pair.output !== STANDARD_STREAM) await makeFolderOf(pair.output);
    return work(pair);
  });
  return Math.max(status, worked);
}

function makeFolderOf(output: string): Promise<unknown> {
  const folder = dirname(output);
  return withIoErrors('create', folder, () => mkdir(folder, { recursive: true }));
}

/** The second of two names may be meant for a folder that does not exist. */
function requireTarget(inputs: readonly string[]): void {
  const last = inputs.at(-1) ?? '';
  if (inputs.length < 2 || last === STANDARD_STREAM || statSync(last, { throwIfNoEntry: false })) return;
  throw usageError(`'${last}' does not exist: with -r, a folder for the outputs has to be there`);
}

function outputPath(
  { input, relativeFolder }: FoundInput,
  target: string | undefined,
  { outputOf }: PairRules,
): string {
  const beside = outputOf(input);
  if (target === undefined || beside === STANDARD_STREAM) return beside;
  return join(target, relativeFolder ?? '', basename(beside));
}

/** Only files in folders are left out: what is named itself is wanted. */
async function isMade(pair: FilePair & FoundInput, { filesOf }: PairRules): Promise<boolean> {
  if (pair.relativeFolder === undefined || pair.output === STANDARD_STREAM) return false;
  const source = statSync(pair.input, { throwIfNoEntry: false });
  const outputs = filesOf && isFolder(pair.output) ? await filesOf(pair) : [pair.output];
  return outputs.every((path) => {
    const output = statSync(path, { throwIfNoEntry: false });
    return source !== undefined && output?.isFile() === true && isAsNewAs(output.mtimeMs, source.mtimeMs);
  });
}

function reportLeftOut({ report }: CommandContext, { other }: PairRules, otherCount: number, madeCount: number): void {
  const parts = [
    ...(otherCount > 0 ? [`${otherCount} ${other}${otherCount === 1 ? '' : 's'}`] : []),
    ...(madeCount > 0 ? [`${madeCount} with an output that is not older (-f writes it again)`] : []),
  ];
  if (parts.length > 0) report.notice(`left out: ${parts.join(', ')}`);
}
