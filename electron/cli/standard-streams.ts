import { fstatSync } from 'node:fs';
import { CancelledError, IoError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { throwIfCancelled } from '../engine/operation.js';
import { EXIT } from './exit-codes.js';
import { isBrokenPipe, usageError } from './failures.js';
import type { Reporter } from './reporter.js';

/** Stands for standard input or output in place of a file name. */
export const STANDARD_STREAM = '-';
export const STDIN_NAME = '<stdin>';
export const STDOUT_NAME = '<stdout>';

/** The bytes of standard input. Cancelling ends it even while nothing arrives. */
export function standardInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  refuseDirectory();
  return inputPieces(signal);
}

async function* inputPieces(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  // This begins when the first bytes are asked for: a cancel may have come before, and is not told again.
  throwIfCancelled(signal);
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

/** Node takes a directory on standard input for an empty file. */
function refuseDirectory(): void {
  if (!fstatSync(process.stdin.fd).isDirectory()) return;
  throw new IoError('EISDIR', `cannot read '${STDIN_NAME}': it is a directory`, { file: STDIN_NAME });
}

/** Gives standard output to data: messages move to standard error. Refuses to pour bytes into a terminal. */
export function takeStandardOutput(report: Reporter): NodeJS.WriteStream {
  if (process.stdout.isTTY)
    throw usageError('the output would go to the terminal: redirect it, or name an output file');
  report.leaveStdoutToData();
  return process.stdout;
}

/**
 * A reader that goes away early (`| head`) is no failure: what it no longer wants is dropped, and work on files goes on.
 * Messages that are lost for another reason (a full disk) are. Whoever writes data hears of it from the write itself.
 */
export function watchStandardOutputs(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: Error) => {
    if (isBrokenPipe(error)) return;
    process.once('exit', () => {
      if (process.exitCode) return;
      process.stderr.write(`blpk: error: ${toIoError(error, 'write', { file: STDOUT_NAME }).message}\n`);
      process.exitCode = EXIT.failed;
    });
  });
}
