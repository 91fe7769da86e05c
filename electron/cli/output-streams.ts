import { createWriteStream, fstatSync, readFileSync, statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { CommandError, usageError } from './failures.js';
import type { Reporter } from './reporter.js';
import { STANDARD_STREAM, STDOUT_NAME } from './standard-streams.js';

/** What an output is called in messages. */
export function outputName(output: string): string {
  return output === STANDARD_STREAM ? STDOUT_NAME : output;
}

/** Whether an output is written to as it is: standard output, a pipe or a device such as /dev/null. */
export function isStreamOutput(output: string): boolean {
  if (output === STANDARD_STREAM) return true;
  const stats = statSync(output, { throwIfNoEntry: false });
  return stats !== undefined && (stats.isFIFO() || stats.isCharacterDevice());
}

/** The stream of such an output; undefined for a file. */
export function outputStream(output: string, report: Reporter): Writable | undefined {
  if (output === STANDARD_STREAM) return takeStandardOutput(report);
  return isStreamOutput(output) ? createWriteStream(output) : undefined;
}

/** Reserves standard output for data; messages are then printed on standard error. Refuses a terminal or a closed stream. */
export function takeStandardOutput(report: Reporter): NodeJS.WriteStream {
  if (process.stdout.isTTY)
    throw usageError('the output would go to the terminal: redirect it, or name an output file');
  if (wasStdoutClosed()) throw new CommandError('standard output is closed: redirect it, or name an output file');
  report.leaveStdoutToData();
  return process.stdout;
}

/**
 * Where standard output is closed, Node opens the null device in its place, for reading and writing. What is redirected there
 * on purpose is open for writing only. Only Linux shows the difference.
 */
function wasStdoutClosed(): boolean {
  try {
    if (process.platform !== 'linux' || fstatSync(1).rdev !== statSync('/dev/null').rdev) return false;
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 3) === 2;
  } catch {
    return false;
  }
}
