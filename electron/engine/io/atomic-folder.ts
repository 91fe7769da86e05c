import { type FileHandle, opendir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { type OutputOptions, syncDirectory } from './atomic-file.js';
import { closeFile } from './close-file.js';
import { folderModeFor } from './file-access.js';
import { codeOf, withIoErrors } from './io-error.js';
import { createPartialFolder, hiddenPathOf, sweepPartials } from './partial-files.js';

/**
 * A folder that gets its name only when it is complete: it is filled under a hidden name beside the target and renamed. Before that,
 * no failure changes the target. Who fills it flushes the files in it (`AtomicFile` does).
 */
export class AtomicFolder {
  /** Of the hidden folder, to be filled. */
  readonly path: string;
  readonly #targetPath: string;
  readonly #options: OutputOptions;

  /** Holds the lock that tells the folder from a stray. */
  readonly #handle: FileHandle | undefined;

  private constructor(
    { path, handle }: Awaited<ReturnType<typeof createPartialFolder>>,
    targetPath: string,
    options: OutputOptions,
  ) {
    this.path = path;
    this.#handle = handle;
    this.#targetPath = targetPath;
    this.#options = options;
  }

  /**
   * Creates the hidden folder. Throws IoError where the target exists, unless it is an empty folder, or any folder with `overwrite`:
   * the caller has made sure then that nothing is lost with it.
   */
  static async create(path: string, options: OutputOptions = {}): Promise<AtomicFolder> {
    const targetPath = resolve(path);
    await requireReplaceable(path, options.overwrite ?? false);
    await sweepPartials(dirname(targetPath));
    const mode = options.from && (await folderModeFor(options.from));
    const partial = await withIoErrors('write', path, () => createPartialFolder(targetPath, mode));
    return new AtomicFolder(partial, targetPath, options);
  }

  /** Gives the folder its name. When this fails, it is removed, and what was there before is there again. */
  async commit(): Promise<void> {
    try {
      await this.#options.beforePublish?.(this.path);
      await syncDirectory(this.path);
      await withIoErrors('write', this.#targetPath, () => this.#publish());
    } catch (error) {
      await this.discard();
      throw error;
    }
    await this.#unlock();
    await syncDirectory(dirname(this.#targetPath));
  }

  async discard(): Promise<void> {
    await rm(this.path, { recursive: true, force: true }).catch(() => undefined);
    await this.#unlock();
  }

  async #unlock(): Promise<void> {
    if (this.#handle) await closeFile(this.#handle);
  }

  async #publish(): Promise<void> {
    const target = this.#targetPath;
    // Fails for a folder that is not empty; what another process has put there since is never lost.
    await rmdir(target).catch(() => undefined);
    const old = this.#options.overwrite ? await setAside(target) : undefined;
    try {
      await rename(this.path, target);
    } catch (error) {
      if (old !== undefined) await rename(old, target);
      throw error;
    }
    if (old !== undefined) await rm(old, { recursive: true, force: true });
  }
}

async function requireReplaceable(path: string, overwrite: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    throw new IoError('ENOTDIR', `cannot write the folder '${path}': a file has that name`, { file: path });
  }
  if (overwrite || (await isEmpty(path))) return;
  throw new IoError('EEXIST', `output folder '${path}' exists!`, { file: path });
}

async function isEmpty(path: string): Promise<boolean> {
  const folder = await withIoErrors('read', path, () => opendir(path));
  try {
    return (await folder.read()) === null;
  } finally {
    await folder.close();
  }
}

/** The hidden name under which an existing folder is now; undefined when there is none. It is no partial folder, which others remove. */
async function setAside(path: string): Promise<string | undefined> {
  const hidden = hiddenPathOf(path, '.old');
  try {
    await rename(path, hidden);
    return hidden;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
