import { CancelledError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { usageError } from './failures.js';
import type { Reporter } from './reporter.js';

/** Stands for standard input or output in place of a file name. */
export const STANDARD_STREAM = '-';
export const STDIN_NAME = '<stdin>';
export const STDOUT_NAME = '<stdout>';

/** The bytes of standard input. Cancelling ends it even while nothing arrives. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const cancel = (): unknown => process.stdin.destroy(new CancelledError());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const piece of process.stdin) yield piece;
  } catch (error) {
    throw toIoError(error, 'read', { file: STDIN_NAME });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Gives standard output to data: messages move to standard error. Refuses to pour bytes into a terminal. */
export function takeStandardOutput(report: Reporter): NodeJS.WriteStream {
  if (process.stdout.isTTY) throw usageError('the output would go to the terminal: redirect it, or name an output file');
  report.leaveStdoutToData();
  return process.stdout;
}

/**
 * A reader that goes away early (`| head`) is no failure: what it no longer wants is dropped, and work on files goes on.
 * Whoever writes data to the stream hears of the error from the write itself.
 */
export function tolerateClosedOutputs(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
