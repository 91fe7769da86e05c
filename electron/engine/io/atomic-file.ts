import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { codeOf, toIoError, withIoErrors } from './io-error.js';
import { replaceFile } from './replace-file.js';
import { openFolder, type Place } from './roots.js';

export interface OutputOptions {
  /** Replace an existing file. Default false: an existing file is an error and stays as it is. */
  readonly overwrite?: boolean;
  /** Rights of the file, also of one that is replaced. Default: those of the file that is replaced, else what the umask leaves. */
  readonly mode?: number;
  /**
   * Called with the whole file under its temporary name, when it has been flushed and closed and before it gets its own name:
   * the place to look at what was written. When it throws, the file is discarded and the target stays as it was.
   */
  readonly beforePublish?: (temporaryPath: string) => Promise<void>;
}

/** Ending of the temporary files; a leftover of a killed process is recognised by it and may be deleted. */
export const PARTIAL_SUFFIX = '.partial';

/**
 * A file that appears under its name only when it is whole: bytes go to a hidden file beside the target, which is flushed to
 * the device and renamed. Whatever happens before leaves the target as it was.
 */
export class AtomicFile {
  readonly handle: FileHandle;
  readonly #folder: Place;
  readonly #temporaryPath: string;
  readonly #targetPath: string;
  readonly #options: OutputOptions;

  private constructor(handle: FileHandle, folder: Place, names: OutputNames, options: OutputOptions) {
    this.handle = handle;
    this.#folder = folder;
    this.#temporaryPath = join(folder.path, names.temporary);
    this.#targetPath = names.targetPath;
    this.#options = options;
  }

  get path(): string {
    return this.#targetPath;
  }

  static async create(path: string, options: OutputOptions = {}): Promise<AtomicFile> {
    const { targetPath, mode: foundMode } = await inspectTarget(path, options.overwrite ?? false);
    const mode = options.mode ?? foundMode;
    const folder = await withIoErrors('write', path, () => openFolder(dirname(targetPath)));
    const temporary = temporaryName(basename(targetPath));
    const handle = await withIoErrors('write', path, () => open(join(folder.path, temporary), 'wx+', mode)).catch(
      async (error: unknown) => {
        await folder.close();
        throw error;
      },
    );
    // open() subtracts the umask; a file that is replaced keeps its mode to the bit. Some file systems have no modes.
    if (mode !== DEFAULT_MODE) await handle.chmod(mode).catch(() => undefined);
    return new AtomicFile(handle, folder, { temporary, targetPath }, options);
  }

  async writeAt(bytes: Uint8Array, positionBytes: number): Promise<void> {
    await withIoErrors('write', this.#targetPath, async () => {
      let done = 0;
      while (done < bytes.byteLength) {
        const length = bytes.byteLength - done;
        done += (await this.handle.write(bytes, done, length, positionBytes + done)).bytesWritten;
      }
    });
  }

  async commit(): Promise<void> {
    try {
      await withIoErrors('write', this.#targetPath, async () => {
        await this.handle.sync();
        await this.handle.close();
      });
      await this.#options.beforePublish?.(this.#temporaryPath);
      await withIoErrors('write', this.#targetPath, () =>
        publish(
          this.#temporaryPath,
          join(this.#folder.path, basename(this.#targetPath)),
          this.#options.overwrite ?? false,
        ),
      );
    } catch (error) {
      await this.discard();
      throw error;
    }
    await syncDirectory(this.#folder.path);
    await this.#folder.close();
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await unlink(this.#temporaryPath).catch(() => undefined);
    await this.#folder.close().catch(() => undefined);
  }
}

interface OutputNames {
  readonly temporary: string;
  readonly targetPath: string;
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

/** A hidden name of its own. */
function temporaryName(name: string): string {
  return `${temporaryStart(name)}${randomBytes(TEMPORARY_ID_BYTES).toString('hex')}${PARTIAL_SUFFIX}`;
}

/** Whether a file of this name is the temporary file of some writer of the target of that name, in the same folder. */
export function isTemporaryNameOf(foundName: string, targetName: string): boolean {
  // Older file systems of macOS give names back with their accents written otherwise.
  const fileName = foundName.normalize('NFC');
  const start = temporaryStart(targetName).normalize('NFC');
  const idEnd = fileName.length - PARTIAL_SUFFIX.length;
  if (!fileName.startsWith(start) || !fileName.endsWith(PARTIAL_SUFFIX)) return false;
  return idEnd - start.length === 2 * TEMPORARY_ID_BYTES && /^[0-9a-f]+$/.test(fileName.slice(start.length, idEnd));
}

/** File systems allow 255 bytes, so that a long name is cut, between two of its characters. */
function temporaryStart(name: string): string {
  const cut = new TextDecoder().decode(Buffer.from(name).subarray(0, NAME_BYTES_KEPT)).replace(/\ufffd+$/, '');
  return `.${cut}.`;
}

const NAME_BYTES_KEPT = 200;
const TEMPORARY_ID_BYTES = 6;

/** Follows symbolic links, so that the file is replaced and not the link; refuses what is no regular file. */
async function inspectTarget(path: string, overwrite: boolean): Promise<{ targetPath: string; mode: number }> {
  const existing = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw toIoError(error, 'write', { file: path });
  });
  if (existing === undefined) {
    await refuseDanglingLink(path);
    return { targetPath: path, mode: DEFAULT_MODE };
  }
  if (!existing.isFile()) {
    const what = existing.isDirectory() ? 'a directory' : 'not a regular file';
    throw new IoError(existing.isDirectory() ? 'EISDIR' : 'EINVAL', `cannot write '${path}': it is ${what}`, {
      file: path,
    });
  }
  if (!overwrite) throw new IoError('EEXIST', `output file '${path}' exists!`, { file: path });
  return { targetPath: await realpath(path), mode: existing.mode & 0o7777 };
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
  await unlink(temporaryPath);
}

/** Takes the name with an empty file of our own, which only one writer can create, and renames over that. */
async function renameOverClaim(temporaryPath: string, targetPath: string): Promise<void> {
  const claim = await open(targetPath, 'wx');
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
