import type { FileHandle } from 'node:fs/promises';
import { toIoError } from './io-error.js';

/** Writes all of `bytes`: one call may write fewer. Throws IoError, which names `path` where it is given. */
export async function writeFully(
  handle: FileHandle,
  bytes: Uint8Array,
  positionBytes: number,
  path?: string,
): Promise<void> {
  let done = 0;
  try {
    while (done < bytes.byteLength) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, positionBytes + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw toIoError(error, 'write', path === undefined ? {} : { file: path });
  }
}
