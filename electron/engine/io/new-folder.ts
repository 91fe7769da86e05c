import { rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from './atomic-file.js';
import { withIoErrors } from './io-error.js';
import { inFolderOf, makeFolder } from './roots.js';

export interface NewFolder {
  /** Removes what was made, as long as nothing is in it: for a command that failed before it wrote anything. */
  removeIfEmpty(): Promise<void>;
}

/** What everybody may do with a new folder, before the umask. */
const ALL_RIGHTS = 0o777;

/**
 * Makes a folder and those above it where they are missing, so that they outlast a power failure. `mode` limits who may do what
 * with the new ones. Throws IoError.
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

/** The folder and those above it that are not there, the lowest first. */
async function missingFolders(folder: string): Promise<readonly string[]> {
  const exists = await stat(folder).catch(() => undefined);
  return exists || folder === dirname(folder) ? [] : [folder, ...(await missingFolders(dirname(folder)))];
}
