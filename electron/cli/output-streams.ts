import { createWriteStream, statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { Reporter } from './reporter.js';
import { standardOutput } from './standard-output.js';
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
  if (output !== STANDARD_STREAM) return isStreamOutput(output) ? createWriteStream(output) : undefined;
  const stream = standardOutput();
  report.leaveStdoutToData();
  return stream;
}
