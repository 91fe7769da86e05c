import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { CancelledError, IoError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { throwIfCancelled } from '../engine/operation.js';

/** The name of standard input or output on the command line. */
export const STANDARD_STREAM = '-';
export const STDIN_NAME = '<stdin>';
export const STDOUT_NAME = '<stdout>';

/** The bytes of standard input. Aborting ends it even while it waits for bytes. */
export function standardInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  refuseDirectory();
  return streamPieces(process.stdin, STDIN_NAME, signal);
}

/** The bytes of a stream, which is destroyed on abort. */
export async function* streamPieces(
  stream: Readable,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  // A generator starts at its first read: the signal may have been aborted before, without a further event.
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

/** Node would read a directory on standard input as an empty file. */
function refuseDirectory(): void {
  if (!fstatSync(process.stdin.fd).isDirectory()) return;
  throw new IoError('EISDIR', `cannot read '${STDIN_NAME}': it is a directory`, { file: STDIN_NAME });
}
