import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { tryFileLock } from './file-lock.js';
import { hiddenStart } from './hidden-name.js';
import { inFolderOf, openFolder } from './roots.js';

/*
 * Partial files: hidden files beside a target, under which it is written until it is whole. Their writer holds their lock
 * (flock), so that one whose lock is free belongs to nobody who lives. Where there are no locks, none is ever taken for a stray.
 */

/** Ending of the partial files. */
export const PARTIAL_SUFFIX = '.partial';

const ID_BYTES = 6;
const PARTIAL_NAME = new RegExp(`^\\..+\\.[0-9a-f]{${2 * ID_BYTES}}\\${PARTIAL_SUFFIX}$`);

/** A partial file of this target that is new and locked. It is the caller's, to rename or to remove before it is closed. */
export async function createPartial(targetPath: string, mode: number): Promise<{ handle: FileHandle; path: string }> {
  for (;;) {
    const name = `${hiddenStart(basename(targetPath))}${randomBytes(ID_BYTES).toString('hex')}${PARTIAL_SUFFIX}`;
    const path = join(dirname(targetPath), name);
    const handle = await open(path, 'wx+', mode);
    // Between its creation and its lock somebody may have taken it for a stray.
    if (lockOf(handle) !== 'held' && (await handle.stat()).nlink > 0) return { handle, path };
    await handle.close();
  }
}

/** Whether a file of this name is the partial file of some writer of the target of that name, in the same folder. */
export function isPartialNameOf(foundName: string, targetName: string): boolean {
  // Older file systems of macOS give names back with their accents written otherwise.
  const fileName = foundName.normalize('NFC');
  const start = hiddenStart(targetName).normalize('NFC');
  const hasLength = fileName.length === start.length + 2 * ID_BYTES + PARTIAL_SUFFIX.length;
  return hasLength && fileName.startsWith(start) && PARTIAL_NAME.test(fileName);
}

/** Paths of the partial files in a folder that no living process writes; none where the folder cannot be read. */
export async function strayPartials(folder: string): Promise<readonly string[]> {
  const place = await openFolder(folder).catch(() => undefined);
  if (!place) return [];
  const names = (await readdir(place.path).catch(() => [])).filter((name) => PARTIAL_NAME.test(name));
  const found = await Promise.all(names.map((name) => ifStray(join(place.path, name), async () => join(folder, name))));
  await place.close();
  return found.flatMap((path) => path ?? []);
}

/** Removes a partial file unless a living process writes it; one that cannot be removed stays. */
export async function removeStray(path: string): Promise<void> {
  await inFolderOf(path, (name) => ifStray(name, () => unlink(name))).catch(() => undefined);
}

const sweptFolders = new Set<string>();

/** Removes what killed processes left in a folder; once for each folder and process, since folders can be large. */
export async function sweepPartials(folder: string): Promise<void> {
  if (sweptFolders.has(folder)) return;
  sweptFolders.add(folder);
  for (const path of await strayPartials(folder)) await removeStray(path);
}

/** Runs `action` with the partial file's lock held; undefined when it is in use, gone, another user's or no file. */
async function ifStray<T>(path: string, action: () => Promise<T>): Promise<T | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch(() => undefined);
  if (!handle) return undefined;
  try {
    if (!(await isOwn(handle)) || lockOf(handle) !== 'taken') return undefined;
    const [locked, named] = [await handle.stat(), await stat(path)];
    return locked.ino === named.ino && locked.dev === named.dev ? await action() : undefined;
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

async function isOwn(handle: FileHandle): Promise<boolean> {
  const found = await handle.stat();
  const uid = process.geteuid?.();
  return found.isFile() && (uid === 0 || uid === found.uid);
}

function lockOf(handle: FileHandle): ReturnType<typeof tryFileLock> {
  try {
    return tryFileLock(handle.fd);
  } catch {
    return 'unsupported';
  }
}
