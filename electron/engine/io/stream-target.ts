import type { Writable } from 'node:stream';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { ByteTarget } from './byte-target.js';
import { toIoError } from './io-error.js';

/**
 * A Node stream (standard output, a socket). What was written is gone: nothing can be patched, and a failure cannot take it
 * back; `discard` destroys the stream, so that its reader sees an end that is an error. Standard output is left open.
 */
export function streamTarget(stream: Writable, name = '<stream>'): ByteTarget {
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    failure ??= toIoError(error, 'write', { file: name });
  });
  return {
    name,
    patchable: false,
    append: (bytes) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        // A copy: the stream may keep the bytes after the callback of an earlier write, and the caller reuses its buffer.
        stream.write(bytes.slice(), (error) => (error ? reject(toIoError(error, 'write', { file: name })) : resolve()));
      }),
    async patch() {
      throw new ArgumentError(`${name} is a stream: bytes that were written cannot be changed`);
    },
    commit: () =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        if (stream === process.stdout) return resolve();
        // Its callback hears of a failed last write before the 'error' event does.
        stream.end((error?: Error | null) => {
          const cause = failure ?? (error && toIoError(error, 'write', { file: name }));
          return cause ? reject(cause) : resolve();
        });
      }),
    async discard() {
      if (stream !== process.stdout) stream.destroy();
    },
  };
}
