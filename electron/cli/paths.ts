import { type BigIntStats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathKey } from '../engine/io/file-name.js';
import { type FileIdentity, identityKey } from '../engine/io/same-file.js';
import { CommandError, usageError } from './failures.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** `label` is the reference's word for it in `input file 'X' does not exist!`. Anything else that is wrong shows on opening. */
export function requireExisting(path: string, label: string): void {
  if (path === STANDARD_STREAM) return;
  const stats = statOf(path);
  if (stats === undefined) throw new CommandError(`${label} '${path}' does not exist!`);
}

/** Refuses, before any work, to replace a file without `--force`, or to replace the input by its own output. */
export function requireFreeOutput(output: string, input: string, force: boolean): void {
  if (output === STANDARD_STREAM) return;
  const existing = statOf(output);
  if (existing === undefined) return;
  if (!force) throw new CommandError(`output file '${output}' exists!`);
  if (input !== STANDARD_STREAM && isSame(existing, statOf(input))) {
    throw usageError(`'${input}' is both input and output: give the output another name`);
  }
}

export function requireDifferent(first: string, second: string): void {
  if (pathKey(resolve(first)) !== pathKey(resolve(second))) return;
  throw usageError(`two outputs have the same name '${first}'`);
}

/** The size of a file, undefined for a stream or what cannot be looked at. */
export function fileSizeBytes(path: string): number | undefined {
  const size = path === STANDARD_STREAM ? undefined : statOf(path)?.size;
  return size === undefined ? undefined : Number(size);
}

function isSame(one: FileIdentity, other: FileIdentity | undefined): boolean {
  return other !== undefined && identityKey(one) !== undefined && identityKey(one) === identityKey(other);
}

/** Undefined when there is no such file; for every other reason opening it will tell more. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
