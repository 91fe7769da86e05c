import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { CancelledError, IoError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { throwIfCancelled } from '../engine/operation.js';
import { EXIT } from './exit-codes.js';
import { isBrokenPipe } from './failures.js';

/** Stands for standard input or output in place of a file name. */
export const STANDARD_STREAM = '-';
export const STDIN_NAME = '<stdin>';
export const STDOUT_NAME = '<stdout>';

/** The bytes of standard input. Cancelling ends it even while nothing arrives. */
export function standardInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  refuseDirectory();
  return streamPieces(process.stdin, STDIN_NAME, signal);
}

/** The bytes of a stream, which cancelling destroys. */
export async function* streamPieces(
  stream: Readable,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  // This begins when the first bytes are asked for: a cancel may have come before, and is not reported again.
  throwIfCancelled(signal);
  const cancel = (): unknown => stream.destroy(new CancelledError());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const piece of stream) yield piece;
  } catch (error) {
    throw toIoError(error, 'read', { file: name });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Node takes a directory on standard input for an empty file. */
function refuseDirectory(): void {
  if (!fstatSync(process.stdin.fd).isDirectory()) return;
  throw new IoError('EISDIR', `cannot read '${STDIN_NAME}': it is a directory`, { file: STDIN_NAME });
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
