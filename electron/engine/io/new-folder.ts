import { rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from './atomic-file.js';
import { withIoErrors } from './io-error.js';
import { inFolderOf, makeFolder } from './roots.js';

export interface NewFolder {
  /** Removes the created folders that are empty: for a command that failed before it wrote anything. */
  removeIfEmpty(): Promise<void>;
}

/** The mode of a new folder, before the umask. */
const ALL_RIGHTS = 0o777;

/**
 * Creates a folder and its missing parents, and flushes them, so that they survive a power failure. `mode` limits the rights of the
 * new folders. Throws IoError.
 */
export async function createFolder(path: string, mode = ALL_RIGHTS): Promise<NewFolder> {
  const missing = await missingFolders(resolve(path));
  await withIoErrors('write', path, () => makeFolder(path, mode));
  for (const one of missing) await inFolderOf(one, (name) => syncDirectory(dirname(name)));
  return {
    async removeIfEmpty() {
      for (const one of missing) await inFolderOf(one, rmdir).catch(() => undefined);
    },
  };
}

/** The missing ones of a folder and its parents, the lowest first. */
async function missingFolders(folder: string): Promise<readonly string[]> {
  const exists = await stat(folder).catch(() => undefined);
  return exists || folder === dirname(folder) ? [] : [folder, ...(await missingFolders(dirname(folder)))];
}
