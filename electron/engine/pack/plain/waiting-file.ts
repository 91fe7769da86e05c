import type { FileHandle } from 'node:fs/promises';
import type { FileRange } from '../../../../native/index.js';
import { closeFile } from '../../io/close-file.js';
import { withIoErrors } from '../../io/io-error.js';
import { openTemporary } from '../../io/temporary-copy.js';
import { writeFully } from '../../io/write-fully.js';

/**
 * A temporary file in which bytes of a stream wait until they are a whole chunk, so that the memory does not depend on the size of
 * chunks. It is made when the first bytes are written.
 */
export class WaitingFile {
  #file: { readonly handle: FileHandle; readonly path: string } | undefined;

  /** Throws IoError. */
  async write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    this.#file ??= await openTemporary();
    const { handle, path } = this.#file;
    await withIoErrors('write', path, () => writeFully(handle, bytes, positionBytes, path));
  }

  /** Bytes that were written before. */
  range(positionBytes: number, lengthBytes: number): FileRange | undefined {
    return this.#file && { fd: this.#file.handle.fd, positionBytes, lengthBytes };
  }

  async close(): Promise<void> {
    if (this.#file) await closeFile(this.#file.handle);
  }
}
