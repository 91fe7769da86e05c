import type { FileHandle } from 'node:fs/promises';
import type { FilePosition, FileRange } from '../../../../native/index.js';
import { closeFile } from '../../io/close-file.js';
import { readPieces } from '../../io/file-reader.js';
import { withIoErrors } from '../../io/io-error.js';
import { openTemporary } from '../../io/temporary-copy.js';
import { writeFully } from '../../io/write-fully.js';

/**
 * A temporary file in which bytes wait until they are a whole chunk, so that the memory does not depend on the size of chunks: those of
 * a stream before they are compressed, and the compressed ones for a stream. It is made when it is used first.
 */
export class WaitingFile {
  #file: { readonly handle: FileHandle; readonly path: string } | undefined;

  /** Throws IoError. */
  async write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    const { handle, path } = await this.#opened();
    await withIoErrors('write', path, () => writeFully(handle, bytes, positionBytes, path));
  }

  /** Bytes that were written before. */
  range(positionBytes: number, lengthBytes: number): FileRange | undefined {
    return this.#file && { fd: this.#file.handle.fd, positionBytes, lengthBytes };
  }

  /** Its start, for native code that writes one chunk after the other there. `path` is for messages. Throws IoError. */
  async position(): Promise<FilePosition & { readonly path: string }> {
    const { handle, path } = await this.#opened();
    return { fd: handle.fd, positionBytes: 0, path };
  }

  /** The first bytes. A piece is valid until the next one is requested. */
  async *pieces(sizeBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { handle, path } = await this.#opened();
    yield* readPieces(handle, path, 0, sizeBytes);
  }

  async #opened(): Promise<{ readonly handle: FileHandle; readonly path: string }> {
    this.#file ??= await openTemporary();
    return this.#file;
  }

  async close(): Promise<void> {
    if (this.#file) await closeFile(this.#file.handle);
  }
}
