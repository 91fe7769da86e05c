import { type BigIntStats, closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathKey } from '../engine/io/file-name.js';
import { type FileIdentity, identityKey } from '../engine/io/same-file.js';
import { isRemoteAddress, isS3Address } from '../remote/remote-address.js';
import { EXIT } from './exit-codes.js';
import { CommandError, usageError } from './failures.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** `label` as in the reference's `input file 'X' does not exist!`. Opening the file reports anything else that is wrong. */
export function requireExisting(path: string, label: string): void {
  if (isRemoteAddress(path))
    throw usageError(
      `'${path}' is on a server: this command reads and writes only files on this machine, so download it first`,
    );
  if (path === STANDARD_STREAM || !isAbsent(path)) return;
  throw new CommandError(`${label} '${path}' does not exist!`);
}

/** Like `requireExisting`, also for an object of S3, which can be changed. */
export function requireChangeable(path: string, label: string): void {
  if (!isS3Address(path)) requireExisting(path, label);
}

/** Like `requireExisting`, also for an address. */
export function requireInput(path: string, label: string): void {
  if (!isRemoteAddress(path)) requireExisting(path, label);
}

/** The same for commands that take the files in a folder with `-r`, and no folder as such. */
export function requireFileInput(path: string, label: string): void {
  requireInput(path, label);
  requireNoFolder(path);
}

/** The same where an address cannot be read. */
export function requireLocalFile(path: string, label: string): void {
  requireExisting(path, label);
  requireNoFolder(path);
}

function requireNoFolder(path: string): void {
  if (path === STANDARD_STREAM || !isFolder(path)) return;
  throw new CommandError(`cannot read '${path}': it is a directory`, EXIT.failed, 'With -r the files in it are taken.');
}

/** Names of S3 that end with a slash stand for one. */
export function isFolder(path: string): boolean {
  if (isS3Address(path)) return path.endsWith('/');
  return statOf(path)?.isDirectory() ?? false;
}

/** What a command is about to write; it decides which existing files may be replaced. */
export interface Replacing {
  readonly force: boolean;
  readonly content: 'container' | 'plain';
  /** What else may have been meant, if the output exists. */
  readonly hint?: string | undefined;
  /** A container that is made of a container: whether the one that is there holds just the input's data. */
  readonly isEarlierOutput?: (() => Promise<boolean>) | undefined;
}

/**
 * Refuses, before any work, to replace a file without `--force`, or the input by its own output. Even with it, what may be another
 * input is never replaced: `blpk -f compress *.dat` with two matches would write the first over the second. That is a file of the
 * other kind than the command writes, and a container where the input is one too, unless it is known to be an earlier output.
 */
export async function requireFreeOutput(
  output: string,
  input: string,
  { force, content, hint, isEarlierOutput }: Replacing,
): Promise<void> {
  if (output === STANDARD_STREAM) return;
  if (isRemoteAddress(output)) return requireWritableAddress(output, content);
  const existing = statOf(output);
  if (existing === undefined || isStream(existing)) return;
  if (!force) throw new CommandError(`output file '${output}' exists!`, EXIT.failed, hint);
  if (input !== STANDARD_STREAM && isSame(existing, statOf(input))) {
    throw usageError(`'${input}' is both input and output: give the output another name`);
  }
  if (existing.isFile() && existing.size > 0n) await requireNoOtherInput(output, input, { content, isEarlierOutput });
}

async function requireNoOtherInput(
  output: string,
  input: string,
  { content, isEarlierOutput }: Omit<Replacing, 'force' | 'hint'>,
): Promise<void> {
  if (isContainer(output) !== (content === 'container')) {
    throw notReplaced(output, content === 'container' ? 'is no container' : 'is a container');
  }
  // A pipe must not be opened to look into it.
  if (content !== 'container' || fileSizeBytes(input) === undefined || !isContainer(input)) return;
  if (!isEarlierOutput) throw notReplaced(output, `is a container, as '${input}' is`);
  if (!(await isEarlierOutput())) throw notReplaced(output, `holds other data than '${input}'`);
}

function isStream(stats: BigIntStats): boolean {
  return stats.isCharacterDevice() || stats.isFIFO();
}

/** Containers are written to S3, which refuses to replace an object by itself. */
function requireWritableAddress(output: string, content: Replacing['content']): void {
  if (!isS3Address(output)) {
    throw usageError(
      `'${output}' cannot be written: files on HTTP servers can only be read, so give the name of a file`,
    );
  }
  if (content === 'container') return;
  throw usageError(`'${output}' cannot be written: only containers are written to S3, so give the name of a file`);
}

function notReplaced(output: string, why: string): CommandError {
  return usageError(
    `'${output}' ${why}, so it may be another input and is not replaced: remove it first if it is an earlier output`,
  );
}

/** By name or first bytes; a file that cannot be read, by its name alone. */
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

export function requireDifferent(first: string, second: string): void {
  if (pathKey(resolve(first)) !== pathKey(resolve(second))) return;
  throw usageError(`two outputs have the same name '${first}'`);
}

/** The size of a file; undefined for a stream or a file that cannot be examined. */
export function fileSizeBytes(path: string): number | undefined {
  const stats = path === STANDARD_STREAM ? undefined : statOf(path);
  return stats?.isFile() ? Number(stats.size) : undefined;
}

function isSame(one: FileIdentity, other: FileIdentity | undefined): boolean {
  return other !== undefined && identityKey(one) !== undefined && identityKey(one) === identityKey(other);
}

/** False also when `stat` fails for another reason, which opening the file will report. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Undefined when there is no such file, or for a failure that opening it will report better. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
