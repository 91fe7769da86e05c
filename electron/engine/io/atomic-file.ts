import { type FileHandle, link, lstat, open, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { supportsLocks } from '../../../native/index.js';
import { IoError } from '../../../shared/format/errors.js';
import { closeFile } from './close-file.js';
import { accessOf, type FileAccess, type FileTimes, inherited, type Origin, setAccess } from './file-access.js';
import { codeOf, toIoError, withIoErrors } from './io-error.js';
import { createPartial, sweepPartials } from './partial-files.js';
import { replaceFile } from './replace-file.js';
import { openFolder, type Place } from './roots.js';
import { warn } from './warning.js';
import { writeFully } from './write-fully.js';

export interface OutputOptions {
  /** Replace an existing file. Default false: an existing file is an error and is not changed. */
  readonly overwrite?: boolean;
  /**
   * Called with the path of the complete, flushed file before it gets its final name, for example to check what was written. When
   * it throws, the file is discarded and the target is unchanged.
   */
  readonly beforePublish?: (temporaryPath: string) => Promise<void>;
  /**
   * The files that the output is made from. At no time it has more access rights than they have, or than the file that it
   * replaces. Default: owner and rights of the file that it replaces, otherwise what the umask gives.
   */
  readonly from?: Origin;
  /** Rights of a file that is not made from others, also when it replaces one. */
  readonly mode?: number;
}

/**
 * A file that gets its name only when it is complete: the bytes are written to a partial file beside the target, which is flushed
 * to the device and renamed. Before that, no failure and no crash changes the target.
 */
export class AtomicFile {
  readonly handle: FileHandle;
  /** The folder of the target, held open: paths in it lead to the folder that was checked, also when it is renamed or replaced. */
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

  /** Throws IoError for a target that cannot be written, must not be replaced, or whose owner could not be kept. */
  static async create(path: string, options: OutputOptions = {}): Promise<AtomicFile> {
    const { targetPath, existing, otherNames } = await inspectTarget(path, options.overwrite ?? false);
    await sweepPartials(dirname(targetPath));
    const { mode, access, times, isReplacement } = await rightsOf(options, existing);
    // Only the owner has access until the final rights are set; without `access`, the umask limits `mode`.
    const partial = await openPartial(targetPath, mode & (access ? 0o600 : DEFAULT_MODE));
    if (otherNames > 0) warn(`'${path}' has ${otherNames + 1} names (hard links): the others keep the old content`);
    const file = new AtomicFile(partial, targetPath, options, times);
    try {
      if (access) await file.#applyAccess(access, isReplacement);
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
        await this.#applyTimes();
        await this.handle.sync();
      });
      await this.#options.beforePublish?.(this.#temporaryPath);
      await withIoErrors('write', this.#targetPath, async () => {
        // The open file keeps its lock until it has its name. Without locks (Windows), an open file cannot be renamed.
        if (!supportsLocks) await closeFile(this.handle);
        const namePath = join(this.#folder.path, basename(this.#targetPath));
        await publish(this.#temporaryPath, namePath, this.#options.overwrite ?? false);
      });
    } catch (error) {
      await this.discard();
      throw error;
    }
    await closeFile(this.handle);
    await syncDirectory(this.#folder.path);
    await this.#folder.close();
  }

  async discard(): Promise<void> {
    await closeFile(this.handle);
    await unlink(this.#temporaryPath).catch(() => undefined);
    await this.#folder.close().catch(() => undefined);
  }

  /**
   * Sets owner, group and mode. With `isReplacement`, throws IoError when the owner cannot be kept; else, as xz does, warns about an
   * owner or group that cannot be kept if this process runs as root.
   */
  async #applyAccess(wanted: FileAccess, isReplacement: boolean): Promise<void> {
    const given = await setAccess(this.handle, wanted);
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

  /** Ignores times that the file system cannot store. */
  async #applyTimes(): Promise<void> {
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
  /** Upper limit of the permission bits. */
  readonly mode: number;
  /** Owner, group and mode for the file; undefined: the system's defaults for new files, limited by `mode`. */
  readonly access: FileAccess | undefined;
  readonly times: FileTimes | undefined;
  /** Whether the file replaces another one whose owner it must keep. */
  readonly isReplacement: boolean;
}

async function rightsOf({ from, mode }: OutputOptions, existing: FileAccess | undefined): Promise<Rights> {
  if (mode !== undefined) return { mode, access: undefined, times: undefined, isReplacement: false };
  const origin = from && (await inherited(from));
  const allowed = (origin?.mode ?? ALL_RIGHTS) & (existing?.mode ?? ALL_RIGHTS);
  const access = origin ? origin.access && { ...origin.access, mode: allowed } : existing;
  return { mode: allowed, access, times: origin?.times, isReplacement: existing !== undefined && !origin };
}

/** Writes a whole file: after a failure or a crash it has all of its old content or all of the new one. Throws IoError. */
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
  /** Hard links of the existing file besides this one. */
  readonly otherNames: number;
}

/** Follows symbolic links, so that the file is replaced and not the link. Throws IoError when it is not a regular file. */
async function inspectTarget(path: string, overwrite: boolean): Promise<Target> {
  const existing = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw toIoError(error, 'write', { file: path });
  });
  if (existing === undefined) {
    await refuseDanglingLink(path);
    return { targetPath: path, existing: undefined, otherNames: 0 };
  }
  if (!existing.isFile()) {
    const what = existing.isDirectory() ? 'a directory' : 'not a regular file';
    throw new IoError(existing.isDirectory() ? 'EISDIR' : 'EINVAL', `cannot write '${path}': it is ${what}`, {
      file: path,
    });
  }
  if (!overwrite) throw new IoError('EEXIST', `output file '${path}' exists!`, { file: path });
  return { targetPath: await realpath(path), existing: accessOf(existing), otherNames: existing.nlink - 1 };
}

/** Throws IoError for a link to a missing file: the link must not be replaced, and the user may not want its target created. */
async function refuseDanglingLink(path: string): Promise<void> {
  const link = await lstat(path).catch(() => undefined);
  if (!link?.isSymbolicLink()) return;
  throw new IoError('ENOENT', `cannot write '${path}': it is a symbolic link to a file that does not exist`, {
    file: path,
  });
}

/** Gives the complete file its name. Without `overwrite`, a file that another process has created since is not replaced (EEXIST). */
export async function publish(temporaryPath: string, targetPath: string, overwrite: boolean): Promise<void> {
  if (overwrite) return replaceFile(temporaryPath, targetPath);
  try {
    await link(temporaryPath, targetPath);
  } catch (error) {
    if (!canLackHardLinks(codeOf(error))) throw error;
    return renameOverClaim(temporaryPath, targetPath);
  }
  // The output is complete. If its second name cannot be removed now, `sweepPartials` removes it later.
  await unlink(temporaryPath).catch(() => undefined);
}

/** Reserves the name with an empty file, which only one writer can create, and renames the output over it. */
async function renameOverClaim(temporaryPath: string, targetPath: string): Promise<void> {
  const claim = await open(targetPath, 'wx', 0o600);
  await closeFile(claim);
  try {
    await replaceFile(temporaryPath, targetPath);
  } catch (error) {
    await unlink(targetPath).catch(() => undefined);
    throw error;
  }
}

/**
 * Whether this can be the error of a file system without hard links (FAT, exFAT, some network shares). EISDIR is what Node makes
 * of Windows' "invalid function", and UNKNOWN of errors for which it has no name.
 */
export function canLackHardLinks(code: string): boolean {
  const codes = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL', 'UNKNOWN'];
  return codes.includes(code);
}

/** Flushes a folder, so that new names in it survive a power failure. Ignores systems that cannot open or flush folders. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close().catch(() => undefined);
}
