import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { supportsLocks } from '../../../native/index.js';
import { closeFile, closingOnError } from './close-file.js';
import { tryFileLock } from './file-lock.js';
import { hiddenPrefix } from './hidden-name.js';
import { inFolderOf, openFolder } from './roots.js';
import { hasName } from './same-file.js';

/*
 * Partial files: hidden files, or folders, beside a target, to which its content is written until it is complete. The writer holds a lock (flock)
 * on its partial file, so that a partial file without a lock is a stray, left by a process that was killed. Where there are no
 * locks, no partial file counts as a stray.
 */

/** End of the names of partial files. */
export const PARTIAL_SUFFIX = '.partial';

/** The id of a partial file is 48 random bits in hexadecimal. */
const ID_CHARACTERS = 12;
const PARTIAL_NAME = new RegExp(`^\\..+\\.[0-9a-f]{${ID_CHARACTERS}}\\${PARTIAL_SUFFIX}$`);

/** Creates and locks a partial file for the target. The caller renames or removes it before closing it. */
export async function createPartial(targetPath: string, mode: number): Promise<{ handle: FileHandle; path: string }> {
  for (;;) {
    const path = hiddenPathOf(targetPath, PARTIAL_SUFFIX);
    const handle = await open(path, 'wx+', mode);
    try {
      // Between its creation and its lock another process may have removed it as a stray.
      if (lockOf(handle) !== 'held' && (await handle.stat()).nlink > 0) return { handle, path };
    } catch (error) {
      await unlink(path).catch(() => undefined);
      await closeFile(handle);
      throw error;
    }
    await closeFile(handle);
  }
}

/**
 * Creates and locks a partial folder for the target. Without locks there is no handle; else the caller closes it when the folder was
 * renamed or removed.
 */
export async function createPartialFolder(
  targetPath: string,
  mode: number | undefined,
): Promise<{ handle: FileHandle | undefined; path: string }> {
  for (;;) {
    const path = hiddenPathOf(targetPath, PARTIAL_SUFFIX);
    await mkdir(path, mode);
    if (!supportsLocks) return { handle: undefined, path };
    const handle = await open(path, constants.O_RDONLY);
    // Between its creation and its lock another process may have removed it as a stray.
    const isThere = async () => lockOf(handle) !== 'held' && (await handle.stat()).nlink > 0;
    if (await closingOnError(handle, isThere)) return { handle, path };
    await closeFile(handle);
  }
}

/** A hidden name beside the target that no other file has. */
export function hiddenPathOf(targetPath: string, suffix: string): string {
  // Not from node:crypto, which takes some milliseconds to load: it need not be secret, since the file must not exist. The time makes the
  // numbers of forks differ.
  const number = BigInt(Math.floor(Math.random() * 2 ** 48)) ^ process.hrtime.bigint();
  const id = BigInt.asUintN(48, number).toString(16).padStart(ID_CHARACTERS, '0');
  return join(dirname(targetPath), `${hiddenPrefix(basename(targetPath))}${id}${suffix}`);
}

/** Whether `foundName` is the name of a partial file for the target `targetName` in the same folder. */
export function isPartialNameOf(foundName: string, targetName: string): boolean {
  // Older file systems of macOS return names in another Unicode form.
  const fileName = foundName.normalize('NFC');
  const start = hiddenPrefix(targetName).normalize('NFC');
  const hasLength = fileName.length === start.length + ID_CHARACTERS + PARTIAL_SUFFIX.length;
  return hasLength && fileName.startsWith(start) && PARTIAL_NAME.test(fileName);
}

/** Paths of the stray partial files in a folder; empty when the folder cannot be read. */
export async function strayPartials(folder: string): Promise<readonly string[]> {
  const place = await openFolder(folder).catch(() => undefined);
  if (!place) return [];
  const names = (await readdir(place.path).catch(() => [])).filter((name) => PARTIAL_NAME.test(name));
  const found = await Promise.all(names.map((name) => ifStray(join(place.path, name), async () => join(folder, name))));
  await place.close();
  return found.flatMap((path) => path ?? []);
}

/** Removes a partial file if it is a stray. Ignores errors. */
export async function removeStray(path: string): Promise<void> {
  await inFolderOf(path, (name) => ifStray(name, () => rm(name, { recursive: true, force: true }))).catch(
    () => undefined,
  );
}

const sweptFolders = new Set<string>();

/** Removes the strays in a folder; only once for each folder and process, since folders can be large. */
export async function sweepPartials(folder: string): Promise<void> {
  if (sweptFolders.has(folder)) return;
  sweptFolders.add(folder);
  for (const path of await strayPartials(folder)) await removeStray(path);
}

/** Runs `action` with the lock of a stray partial file held; undefined when the file is in use, missing or another user's. */
async function ifStray<T>(path: string, action: () => Promise<T>): Promise<T | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch(() => undefined);
  if (!handle) return undefined;
  try {
    if (!(await isOwn(handle)) || lockOf(handle) !== 'taken') return undefined;
    return (await hasName(handle, path)) ? await action() : undefined;
  } catch {
    return undefined;
  } finally {
    await closeFile(handle);
  }
}

/** Root removes the files of others, too, but no folders, in which another user could put links while they are emptied. */
async function isOwn(handle: FileHandle): Promise<boolean> {
  const found = await handle.stat();
  const uid = process.geteuid?.();
  return (found.isDirectory() || found.isFile()) && (uid === found.uid || (uid === 0 && found.isFile()));
}

function lockOf(handle: FileHandle): ReturnType<typeof tryFileLock> {
  try {
    return tryFileLock(handle.fd);
  } catch {
    return 'unsupported';
  }
}
