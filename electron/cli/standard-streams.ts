import { EventEmitter, once } from 'node:events';
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { CancelledError, IoError } from '../../shared/format/errors.js';
import { toIoError } from '../engine/io/io-error.js';
import { throwIfCancelled } from '../engine/operation.js';

/** The name of standard input or output on the command line. */
export const STANDARD_STREAM = '-';
export const STDIN_NAME = '<stdin>';
const STDIN = 0;
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

const PIPE_BYTES = 2 ** 16;

/**
 * The bytes of standard input as a piece is valid until the next one is requested: of a pipe in one memory over and over, since so many
 * pieces of their own, of which each is soon garbage, take 40 MiB. Aborting ends it even while it waits for bytes.
 */
export function reusedInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  const stats = fstatSync(STDIN);
  return stats.isFIFO() || stats.isSocket() ? reusedPieces(STDIN, signal) : standardInput(signal);
}

async function* reusedPieces(fd: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  throwIfCancelled(signal);
  const buffer = Buffer.alloc(PIPE_BYTES);
  const arrivals = new EventEmitter();
  // It pauses after each piece.
  const callback = (lengthBytes: number): boolean => !arrivals.emit('piece', lengthBytes);
  const options = { fd, readable: true, writable: false, onread: { buffer, callback } };
  const pipe = new Socket(options); // the types have `onread` for connections alone
  pipe.once('end', () => arrivals.emit('piece', 0));
  pipe.once('error', (error) => arrivals.emit('error', error));
  arrivals.on('error', () => undefined);
  const cancel = (): unknown => pipe.destroy(new CancelledError());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const arrived = once(arrivals, 'piece');
      pipe.resume();
      const [lengthBytes] = await arrived;
      if (lengthBytes === 0) return;
      yield buffer.subarray(0, lengthBytes);
      throwIfCancelled(signal);
    }
  } catch (error) {
    throw toIoError(error, 'read', { file: STDIN_NAME });
  } finally {
    signal.removeEventListener('abort', cancel);
    pipe.destroy();
  }
}

/** Node would read a directory on standard input as an empty file. */
function refuseDirectory(): void {
  if (!fstatSync(process.stdin.fd).isDirectory()) return;
  throw new IoError('EISDIR', `cannot read '${STDIN_NAME}': it is a directory`, { file: STDIN_NAME });
}
