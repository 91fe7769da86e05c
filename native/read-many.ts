import { checkInteger } from './arguments.js';
import { addon } from './load.js';
import { toNativeError } from './native-error.js';

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads `lengthBytes` bytes from each position of an open file in one work item off the JavaScript thread: for the
 * headers of many chunks, where single calls would take longer than the reads. A negative position leaves zeros.
 * Rejects with a NativeError; not supported on Windows, as file ranges are not.
 */
export async function readMany(fd: number, positions: Float64Array, lengthBytes: number): Promise<Uint8Array> {
  checkInteger('fd', fd, 0, MAX_INT32);
  checkInteger('lengthBytes', lengthBytes, 0, MAX_INT32);
  const target = new Uint8Array(positions.length * lengthBytes);
  const places = new Uint8Array(positions.buffer, positions.byteOffset, positions.byteLength);
  try {
    await addon().readMany(fd, places, lengthBytes, target);
  } catch (error) {
    throw toNativeError(error);
  }
  return target;
}
