import type { FileHandle } from 'node:fs/promises';
import { IoError } from '../../../shared/format/errors.js';
import { closeFile } from '../../engine/io/close-file.js';
import { openRegularFile } from '../../engine/io/file-reader.js';
import { type FileStamp, isSameStamp, stampOfHandle } from '../../engine/io/file-stamp.js';
import { codeOf } from '../../engine/io/io-error.js';
import { realFolder, withRoots } from '../../engine/io/roots.js';

/** Files of a folder, of which those that were read must stay as they were. Links are followed only inside of it. */
export class StampedFiles {
  readonly #stamps = new Map<string, FileStamp>();
  /** Without links. */
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Throws IoError for a folder that cannot be read. */
  static async in(path: string): Promise<StampedFiles> {
    return new StampedFiles(await realFolder(path));
  }

  /**
   * Runs `work` with the open file. Throws IoError('ESTALE') for a file that was changed since it was opened for the first time,
   * 'EOUTSIDE' for a link that leads out of the folder.
   */
  async open<T>(path: string, work: (handle: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> {
    const { handle, sizeBytes } = await this.#openFile(path);
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

  /** The same without remembering the file: for a look at some of very many. */
  async look<T>(path: string, work: (handle: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> {
    const { handle, sizeBytes } = await this.#openFile(path);
    try {
      return await work(handle, sizeBytes);
    } finally {
      await closeFile(handle);
    }
  }

  async #openFile(path: string): ReturnType<typeof openRegularFile> {
    try {
      return await withRoots([this.#root], () => openRegularFile(path));
    } catch (error) {
      if (codeOf(error) !== 'EOUTSIDE') throw error;
      throw new IoError('EOUTSIDE', `'${path}' is a link that leads out of its folder`, { file: path }, error);
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
