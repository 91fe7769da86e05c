import { type BigIntStats, closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathKey } from '../engine/io/file-name.js';
import { type FileIdentity, identityKey } from '../engine/io/same-file.js';
import { CommandError, usageError } from './failures.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** `label` is the reference's word for it in `input file 'X' does not exist!`. Anything else that is wrong shows on opening. */
export function requireExisting(path: string, label: string): void {
  if (path === STANDARD_STREAM) return;
  if (statOf(path) !== undefined) return;
  requireNameable(path);
  throw new CommandError(`${label} '${path}' does not exist!`);
}

/** What a command is about to write, so that what is in its way can be told from an earlier output. */
export interface Replacing {
  readonly force: boolean;
  readonly content: 'container' | 'plain';
}

/**
 * Refuses, before any work, to replace a file without `--force`, or the input by its own output. Also with it, a file of the
 * other kind is never replaced: `blpk -f compress *.dat` with two matches would write the first over the second.
 */
export function requireFreeOutput(output: string, input: string, { force, content }: Replacing): void {
  if (output === STANDARD_STREAM) return;
  requireNameable(output);
  const existing = statOf(output);
  if (existing === undefined || existing.isCharacterDevice() || existing.isFIFO()) return;
  if (!force) throw new CommandError(`output file '${output}' exists!`);
  if (input !== STANDARD_STREAM && isSame(existing, statOf(input))) {
    throw usageError(`'${input}' is both input and output: give the output another name`);
  }
  if (!existing.isFile() || existing.size === 0n || isContainer(output) === (content === 'container')) return;
  const what = content === 'container' ? 'is no container' : 'is a container';
  throw usageError(
    `'${output}' ${what}, so it is no earlier output and is not replaced: was it meant as another input? Otherwise remove it first`,
  );
}

/** By its first bytes, or its name; a file that cannot be read by its name alone. */
function isContainer(path: string): boolean {
  if (path.endsWith('.blp')) return true;
  const head = Buffer.alloc(4);
  try {
    const fd = openSync(path, 'r');
    try {
      readSync(fd, head, 0, head.byteLength, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
  return head.toString('latin1') === 'blpk';
}

/** Node turns bytes of a name that are no UTF-8 into this character, so that the file is out of reach. */
function requireNameable(path: string): void {
  if (!path.includes('\ufffd')) return;
  throw new CommandError(
    `'${path}' is not valid UTF-8: files of such names cannot be opened; rename it, or give it by - and a redirection`,
  );
}

export function requireDifferent(first: string, second: string): void {
  if (pathKey(resolve(first)) !== pathKey(resolve(second))) return;
  throw usageError(`two outputs have the same name '${first}'`);
}

/** The size of a file, undefined for a stream or what cannot be looked at. */
export function fileSizeBytes(path: string): number | undefined {
  const stats = path === STANDARD_STREAM ? undefined : statOf(path);
  return stats?.isFile() ? Number(stats.size) : undefined;
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
