import { realpathSync } from 'node:fs';
import type { Command } from 'commander';
import { walkFolder } from '../engine/io/folder-walk.js';
import { toIoError } from '../engine/io/io-error.js';
import { isInside } from '../engine/io/roots.js';
import { throwIfCancelled } from '../engine/operation.js';
import type { CommandContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { failureLines } from './failures.js';
import { isFolder } from './paths.js';

export function addRecursiveOption(command: Command): Command {
  return command.option('-r, --recursive', 'take the files in folders, and in the folders below');
}

/** A file that a command works on. */
export interface FoundInput {
  readonly input: string;
  /** Its folder from the one that was named on, whose name is the first part; undefined for a file that was named itself. */
  readonly relativeFolder?: string;
}

export interface FolderRules {
  /** Whether a file in a folder is one that the command works on. One that is named itself always is. */
  readonly takes: (path: string) => boolean;
  /** A folder whose files are no inputs: that of the outputs. */
  readonly except?: string | undefined;
}

/** The inputs, how many files in folders are none, and how many folders could not be read. */
export interface FoundInputs {
  readonly inputs: readonly FoundInput[];
  readonly otherCount: number;
  readonly unreadableCount: number;
}

/** The files that the names stand for, each folder for those in it, in the order of names. Reports folders that cannot be read. */
export async function inputsIn(
  context: CommandContext,
  names: readonly string[],
  { takes, except }: FolderRules,
): Promise<FoundInputs> {
  const inputs: FoundInput[] = [];
  let otherCount = 0;
  let unreadableCount = 0;
  const onUnreadable = (folder: string, error: unknown): void => {
    unreadableCount += 1;
    for (const line of failureLines(toIoError(error, 'read', { file: folder }))) context.report.error(line);
  };
  const outputs = except === undefined ? undefined : realpathSync.native(except);
  for (const name of names) {
    if (!isFolder(name)) {
      inputs.push({ input: name });
      continue;
    }
    for await (const { path, relativeFolder } of walkFolder(name, context.signal, onUnreadable)) {
      if (outputs !== undefined && isInside(outputs, realpathSync.native(path))) continue;
      if (takes(path)) inputs.push({ input: path, relativeFolder });
      else otherCount += 1;
    }
  }
  throwIfCancelled(context.signal);
  return { inputs, otherCount, unreadableCount };
}

/** For commands that only look at files: of folders, the containers and arrays by their names. */
export async function filesToRead(
  context: CommandContext,
  names: readonly string[],
  { recursive }: { readonly recursive?: true },
): Promise<{ readonly files: readonly FoundInput[]; readonly status: number }> {
  if (!recursive) return { files: names.map((input) => ({ input })), status: EXIT.done };
  const found = await inputsIn(context, names, { takes: (path) => /\.(?:blp|np[yz])$/.test(path) });
  return { files: found.inputs, status: found.unreadableCount > 0 ? EXIT.failed : EXIT.done };
}
