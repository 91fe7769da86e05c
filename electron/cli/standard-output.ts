import { createWriteStream, fstatSync, readFileSync, statSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { IoError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { EXIT } from './exit-codes.js';
import { CommandError, isBrokenPipe, usageError } from './failures.js';
import { STDOUT_NAME } from './standard-streams.js';

/*
 * All writes to standard output. When one fails, the command fails at its end, unless it has failed already: with status 141 and
 * no message when the reader of a result closed its pipe (`| head`), as after SIGPIPE; else with an error and status 1. Work on
 * files continues until then; data stop at the write that fails.
 */

/** As of a program that SIGPIPE ended: 128 and the signal's number. */
export const BROKEN_PIPE_EXIT = 141;

const STDOUT = 1;
const STDERR = 2;
const CLOSED = `cannot write '${STDOUT_NAME}': it is closed; redirect it, to /dev/null if the result is not wanted`;

/** Node's streams, each made at its first use: that takes some milliseconds, which a program without output need not wait for. */
const streams: { stdout?: NodeJS.WriteStream; stderr?: NodeJS.WriteStream } = {};

function stdout(): NodeJS.WriteStream {
  streams.stdout ??= process.stdout.on('error', failAtEnd);
  return streams.stdout;
}

function stderr(): NodeJS.WriteStream {
  streams.stderr ??= process.stderr.on('error', () => undefined);
  return streams.stderr;
}

/** Prints a message about a failure, or a notice. */
export function printError(text: string): void {
  stderr().write(text);
}

/** Standard error, for what only makes sense on a terminal; undefined where it is none. */
export function errorTerminal(): NodeJS.WriteStream | undefined {
  // Without making the stream. Windows may not know of a console that it is one.
  if (process.platform !== 'win32' && !fstatSync(STDERR).isCharacterDevice()) return undefined;
  return stderr().isTTY ? stderr() : undefined;
}

/** Prints the result of a command. A closed standard output is a failure. */
export function printResult(text: string | Uint8Array): void {
  hasResult = true;
  if (wasClosed()) failAtEnd(new IoError('EBADF', CLOSED, { file: STDOUT_NAME }));
  else printMessage(text);
}

/** Prints a message of a command whose result is files or an exit status: it may be lost when nothing reads it. */
export function printMessage(text: string | Uint8Array): void {
  if (!isFile()) {
    stdout().write(text);
    return;
  }
  try {
    // Node's stream for files ignores that only a part was written, because the disk is full.
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let at = 0; at < bytes.byteLength; ) at += writeSync(STDOUT, bytes, at);
  } catch (error) {
    failAtEnd(error);
  }
}

/** A stream of data to standard output. Refuses a terminal, and an output that was closed. */
export function standardOutput(): Writable {
  refuseTerminal();
  if (wasClosed()) throw new CommandError('standard output is closed: redirect it, or name an output file');
  return isFile() ? createWriteStream('', { fd: STDOUT, autoClose: false }) : stdout();
}

/** Whether results go to a terminal, which takes control characters as commands. */
export function isTerminalOutput(): boolean {
  return stdout().isTTY;
}

/** For bytes that are no text. */
export function refuseTerminal(): void {
  if (isTerminalOutput()) throw usageError('the output would go to the terminal: redirect it, or name an output file');
}

let failure: unknown;
let hasResult = false;
let hasFailed = false;
let lostResultStatus: number = EXIT.failed;

/** The command has failed with a message: a failure of standard output is then no news. */
export function noteFailure(): void {
  hasFailed = true;
}

/** For a command whose statuses 0 and 1 are both results, as `diff` has them: the one that says that there is none. */
export function setLostResultStatus(status: number): void {
  lostResultStatus = status;
}

function failAtEnd(error: unknown): void {
  if (failure !== undefined) return;
  failure = error;
  process.once('exit', () => {
    if (hasFailed) return;
    if (isBrokenPipe(error)) {
      if (hasResult && !process.exitCode) process.exitCode = BROKEN_PIPE_EXIT;
      return;
    }
    // Also where the status says what was found, such as damage: that is not the whole result.
    printError(`blpk: error: ${toIoError(error, 'write', { file: STDOUT_NAME }).message}\n`);
    process.exitCode = lostResultStatus;
  });
}

function isFile(): boolean {
  return fstatSync(STDOUT).isFile();
}

/**
 * When standard output is closed, Node opens the null device in its place, for reading and writing. A shell's redirection opens it
 * for writing only; Python's `DEVNULL` and Node's `ignore` open it for both, which cannot be distinguished from a closed output.
 * Only Linux shows how a file was opened.
 */
function wasClosed(): boolean {
  try {
    if (process.platform !== 'linux' || fstatSync(STDOUT).rdev !== statSync('/dev/null').rdev) return false;
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 3) === 2;
  } catch {
    return false;
  }
}
