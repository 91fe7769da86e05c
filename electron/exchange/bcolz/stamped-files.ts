import type { FileHandle } from 'node:fs/promises';
import { IoError } from '../../../shared/format/errors.js';
import { closeFile } from '../../engine/io/close-file.js';
import { openRegularFile } from '../../engine/io/file-reader.js';
import { type FileStamp, isSameStamp, stampOfHandle } from '../../engine/io/file-stamp.js';

/** Files of a folder, of which those that were read must stay as they were. */
export class StampedFiles {
  readonly #stamps = new Map<string, FileStamp>();

  /** Runs `work` with the open file. Throws IoError('ESTALE') for a file that was changed since it was opened for the first time. */
  async open<T>(path: string, work: (handle: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> {
    const { handle, sizeBytes } = await openRegularFile(path);
    try {
      const stamp = await stampOfHandle(handle);
      const before = this.#stamps.get(path);
      if (before === undefined) this.#stamps.set(path, stamp);
      else if (!isSameStamp(before, stamp)) throw changed(path);
      return await work(handle, sizeBytes);
    } finally {
      await closeFile(handle);
    }
  }

  /** Throws IoError('ESTALE') when one was changed, IoError when one is gone. */
  async requireUnchanged(): Promise<void> {
    for (const path of this.#stamps.keys()) await this.open(path, async () => undefined);
  }
}

function changed(path: string): IoError {
  return new IoError('ESTALE', `'${path}' was changed while it was being read; try again when it no longer changes`, {
    file: path,
  });
}
