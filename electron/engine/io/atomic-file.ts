import { type FileHandle, link, lstat, open, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { supportsLocks } from '../../../native/index.js';
import { IoError } from '../../../shared/format/errors.js';
import { accessOf, type FileAccess, type FileTimes, giveAccess, inherited, type Origin } from './file-access.js';
import { codeOf, toIoError, withIoErrors } from './io-error.js';
import { createPartial, sweepPartials } from './partial-files.js';
import { replaceFile } from './replace-file.js';
import { openFolder, type Place } from './roots.js';
import { warn } from './warning.js';
import { writeFully } from './write-fully.js';

export interface OutputOptions {
  /** Replace an existing file. Default false: an existing file is an error and stays as it is. */
  readonly overwrite?: boolean;
  /**
   * Called with the whole file under its temporary name, when it has been flushed and before it gets its own name: the place to
   * look at what was written. When it throws, the file is discarded and the target stays as it was.
   */
  readonly beforePublish?: (temporaryPath: string) => Promise<void>;
  /**
   * The files that the output is made of. It never has more rights than they, also while it is written, nor more than a file
   * that it replaces. Default: those of the file that it replaces, owner included, else what the umask gives.
   */
  readonly from?: Origin;
  /** Rights of a file that is made of no others, also of one that is replaced. */
  readonly mode?: number;
}

/**
 * A file that appears under its name only when it is whole: bytes go to a partial file beside the target, which is flushed to
 * the device and renamed. Whatever happens before leaves the target as it was.
 */
export class AtomicFile {
  readonly handle: FileHandle;
  /** Where the file is written: names below it lead to the folder that was looked at, whatever is renamed meanwhile. */
  readonly #folder: Place;
  readonly #temporaryPath: string;
  readonly #targetPath: string;
  readonly #options: OutputOptions;
  readonly #times: FileTimes | undefined;

  private constructor(partial: Partial, targetPath: string, options: OutputOptions, times: FileTimes | undefined) {
    this.handle = partial.handle;
    this.#folder = partial.folder;
    this.#temporaryPath = partial.path;
    this.#targetPath = targetPath;
    this.#options = options;
    this.#times = times;
  }

  get path(): string {
    return this.#targetPath;
  }

  /** Throws IoError for a target that cannot be written, may not be replaced, or whose owner could not be kept. */
  static async create(path: string, options: OutputOptions = {}): Promise<AtomicFile> {
    const { targetPath, existing } = await inspectTarget(path, options.overwrite ?? false);
    await sweepPartials(dirname(targetPath));
    const { mode, access, times, isReplacement } = await rightsOf(options, existing);
    // With an access to be given, nobody but the owner has any until then; without one, the umask limits what is asked for.
    const partial = await openPartial(targetPath, mode & (access ? 0o600 : DEFAULT_MODE));
    const file = new AtomicFile(partial, targetPath, options, times);
    try {
      if (access) await file.#giveAccess(access, isReplacement);
      return file;
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  async writeAt(bytes: Uint8Array, positionBytes: number): Promise<void> {
    await writeFully(this.handle, bytes, positionBytes, this.#targetPath);
  }

  async commit(): Promise<void> {
    try {
      await withIoErrors('write', this.#targetPath, async () => {
        await this.#giveTimes();
        await this.handle.sync();
      });
      await this.#options.beforePublish?.(this.#temporaryPath);
      await withIoErrors('write', this.#targetPath, async () => {
        // An open file keeps the lock that protects it; where there are no locks, it may not be renamed while it is open.
        if (!supportsLocks) await this.handle.close();
        const namePath = join(this.#folder.path, basename(this.#targetPath));
        await publish(this.#temporaryPath, namePath, this.#options.overwrite ?? false);
      });
    } catch (error) {
      await this.discard();
      throw error;
    }
    await this.handle.close().catch(() => undefined);
    await syncDirectory(this.#folder.path);
    await this.#folder.close();
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await unlink(this.#temporaryPath).catch(() => undefined);
    await this.#folder.close().catch(() => undefined);
  }

  /** As xz does: what cannot be kept is told where this process should be able to keep it. `isReplacement`: must be kept. */
  async #giveAccess(wanted: FileAccess, isReplacement: boolean): Promise<void> {
    const given = await giveAccess(this.handle, wanted);
    const path = this.#targetPath;
    if (isReplacement && given.uid !== wanted.uid) {
      const message = `cannot replace '${path}': it would no longer belong to user ${wanted.uid}; write to another file instead`;
      throw new IoError('EPERM', message, { file: path });
    }
    if (!isReplacement && process.geteuid?.() !== 0) return;
    if (given.uid !== wanted.uid) warn(`'${path}' cannot belong to user ${wanted.uid}, as its source does`);
    if (given.gid !== wanted.gid)
      warn(`'${path}' cannot belong to group ${wanted.gid}, so its group is given no rights`);
  }

  /** A time that the file system cannot hold is not worth a failure. */
  async #giveTimes(): Promise<void> {
    if (!this.#times) return;
    const { atimeMs, mtimeMs } = this.#times;
    await this.handle.utimes(atimeMs / 1000, mtimeMs / 1000).catch(() => undefined);
  }
}

interface Partial {
  readonly handle: FileHandle;
  readonly folder: Place;
  readonly path: string;
}

async function openPartial(targetPath: string, mode: number): Promise<Partial> {
  const folder = await withIoErrors('write', targetPath, () => openFolder(dirname(targetPath)));
  try {
    const name = join(folder.path, basename(targetPath));
    return { folder, ...(await withIoErrors('write', targetPath, () => createPartial(name, mode))) };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

interface Rights {
  /** The most that anybody may do. */
  readonly mode: number;
  /** What to give the file; undefined for what the system gives new files, within `mode`. */
  readonly access: FileAccess | undefined;
  readonly times: FileTimes | undefined;
  /** Whether the file takes the place of another one as the same user's. */
  readonly isReplacement: boolean;
}

async function rightsOf({ from, mode }: OutputOptions, existing: FileAccess | undefined): Promise<Rights> {
  if (mode !== undefined) return { mode, access: undefined, times: undefined, isReplacement: false };
  const origin = from && (await inherited(from));
  const allowed = (origin?.mode ?? ALL_RIGHTS) & (existing?.mode ?? ALL_RIGHTS);
  const access = origin ? origin.access && { ...origin.access, mode: allowed } : existing;
  return { mode: allowed, access, times: origin?.times, isReplacement: existing !== undefined && !origin };
}

/** Writes a whole file so that it has its old content or all of the new one. Throws IoError. */
export async function writeAtomically(path: string, bytes: Uint8Array, options: OutputOptions = {}): Promise<void> {
  const file = await AtomicFile.create(path, options);
  try {
    await file.writeAt(bytes, 0);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.commit();
}

const DEFAULT_MODE = 0o666;
const ALL_RIGHTS = 0o777;

interface Target {
  readonly targetPath: string;
  /** Of the file that is to be replaced. */
  readonly existing: FileAccess | undefined;
}

/** Follows symbolic links, so that the file is replaced and not the link; refuses what is no regular file. */
async function inspectTarget(path: string, overwrite: boolean): Promise<Target> {
  const existing = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw toIoError(error, 'write', { file: path });
  });
  if (existing === undefined) {
    await refuseDanglingLink(path);
    return { targetPath: path, existing: undefined };
  }
  if (!existing.isFile()) {
    const what = existing.isDirectory() ? 'a directory' : 'not a regular file';
    throw new IoError(existing.isDirectory() ? 'EISDIR' : 'EINVAL', `cannot write '${path}': it is ${what}`, {
      file: path,
    });
  }
  if (!overwrite) throw new IoError('EEXIST', `output file '${path}' exists!`, { file: path });
  return { targetPath: await realpath(path), existing: accessOf(existing) };
}

/** A link to nothing: neither may the link be replaced, nor is it known whether what it names is wanted. */
async function refuseDanglingLink(path: string): Promise<void> {
  const link = await lstat(path).catch(() => undefined);
  if (!link?.isSymbolicLink()) return;
  throw new IoError('ENOENT', `cannot write '${path}': it is a symbolic link to a file that does not exist`, {
    file: path,
  });
}

/** Gives the finished file its name; without `overwrite` a file that appeared meanwhile is never replaced (EEXIST). */
async function publish(temporaryPath: string, targetPath: string, overwrite: boolean): Promise<void> {
  if (overwrite) return replaceFile(temporaryPath, targetPath);
  try {
    await link(temporaryPath, targetPath);
  } catch (error) {
    if (!canLackHardLinks(codeOf(error))) throw error;
    return renameOverClaim(temporaryPath, targetPath);
  }
  // The output is there and whole: a second name of it that stays is a stray, for the next command to remove.
  await unlink(temporaryPath).catch(() => undefined);
}

/** Takes the name with an empty file of our own, which only one writer can create, and renames over that. */
async function renameOverClaim(temporaryPath: string, targetPath: string): Promise<void> {
  const claim = await open(targetPath, 'wx', 0o600);
  await claim.close();
  try {
    await replaceFile(temporaryPath, targetPath);
  } catch (error) {
    await unlink(targetPath).catch(() => undefined);
    throw error;
  }
}

/**
 * What systems say of a file system without hard links (FAT, exFAT, some network shares), where a rename has to do. EISDIR is
 * what Node makes of Windows' "invalid function", and UNKNOWN of what it has no name for.
 */
export function canLackHardLinks(code: string): boolean {
  const codes = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL', 'UNKNOWN'];
  return codes.includes(code);
}

/** Makes the new name survive a power failure. Not every system lets a directory be opened or synced; the data are safe anyway. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close().catch(() => undefined);
}
