import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from './atomic-file.js';
import { withIoErrors } from './io-error.js';
import { withRoots } from './roots.js';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Writes a file of the program's own, which no other user may read and which is no file of the roots: it has its old content or
 * all of the new. Folders that are missing are made. Throws IoError.
 */
export function writePrivateFile(path: string, text: string): Promise<void> {
  return withRoots(undefined, async () => {
    await makePrivateFolder(dirname(path));
    await writeAtomically(path, new TextEncoder().encode(text), { overwrite: true, mode: FILE_MODE });
  });
}

/** Makes a folder, and those above it that are missing, that no other user may look into. Throws IoError. */
export async function makePrivateFolder(path: string): Promise<void> {
  await withIoErrors('write', path, () => mkdir(path, { recursive: true, mode: FOLDER_MODE }));
}

/** Takes the rights of all other users to a file or a folder with everything in it, as far as it is this user's. Links stay as they are. */
export async function makePrivate(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats || stats.isSymbolicLink() || stats.uid !== process.getuid?.()) return;
  const isFolder = stats.isDirectory();
  if (isFolder || stats.isFile()) await chmod(path, isFolder ? FOLDER_MODE : FILE_MODE).catch(() => undefined);
  if (!isFolder) return;
  for (const name of await readdir(path).catch(() => [])) await makePrivate(join(path, name));
}
