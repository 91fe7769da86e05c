import { chmod, lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from './atomic-file.js';
import { withIoErrors } from './io-error.js';
import { makeFolder, withRoots } from './roots.js';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Writes one of the program's own files, which other users cannot read and for which the roots do not apply. After a failure or a
 * crash it has all of its old content or all of the new one. Creates missing folders. Throws IoError.
 */
export function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return withRoots(undefined, async () => {
    await makePrivateFolder(dirname(path));
    await writeAtomically(path, bytes, { overwrite: true, mode: FILE_MODE });
  });
}

/** Creates a folder that other users cannot open, and its missing parents. Throws IoError. */
export async function makePrivateFolder(path: string): Promise<void> {
  await withIoErrors('write', path, () => withRoots(undefined, () => makeFolder(path, FOLDER_MODE)));
}

/** Removes all rights of other users to a file, or to a folder and everything in it, where this user is the owner. Skips links. */
export async function makePrivate(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats || stats.isSymbolicLink() || stats.uid !== process.getuid?.()) return;
  const isFolder = stats.isDirectory();
  if (isFolder || stats.isFile()) await chmod(path, isFolder ? FOLDER_MODE : FILE_MODE).catch(() => undefined);
  if (!isFolder) return;
  for (const name of await readdir(path).catch(() => [])) await makePrivate(join(path, name));
}
