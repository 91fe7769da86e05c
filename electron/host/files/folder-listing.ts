import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileId, FolderEntry, FolderListing } from '../../../shared/contract/files.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { fileNameProblem } from '../../engine/io/file-name.js';
import { compareNames } from '../../engine/io/folder-walk.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { createFolder } from '../../engine/io/new-folder.js';
import { isInside, openFolder } from '../../engine/io/roots.js';
import { mapConcurrently } from '../concurrency.js';
import { displayFolder, type FileRegistry } from './file-registry.js';

/** Longer lists would not be read. */
const MAX_ENTRIES = 5000;
const FILES_AT_ONCE = 16;
/** The id of the list of roots, if there are several. */
export const ROOTS_ID: FileId = 'roots';

/** Lists the roots, or a folder below them. Throws CallError without roots: then there is nothing to browse. */
export async function listFolder(
  registry: FileRegistry,
  roots: readonly string[] | undefined,
  id: FileId | undefined,
): Promise<FolderListing> {
  if (!roots) {
    throw refusal('forbidden', 'Folders are chosen in the system’s dialog here.');
  }
  const [only] = roots;
  if (id !== undefined && id !== ROOTS_ID) return listOne(registry, roots, registry.path(id));
  return roots.length === 1 && only !== undefined ? listOne(registry, roots, only) : listRoots(registry, roots);
}

async function listRoots(registry: FileRegistry, roots: readonly string[]): Promise<FolderListing> {
  const entries = await mapConcurrently(roots, FILES_AT_ONCE, (root) => entryOf(registry, root, displayFolder(root)));
  const trail = [{ id: ROOTS_ID, name: 'Folders' }];
  return { id: ROOTS_ID, name: 'Folders', trail, entries: entries.flatMap((entry) => entry ?? []), leftOut: 0 };
}

async function listOne(registry: FileRegistry, roots: readonly string[], folder: string): Promise<FolderListing> {
  const names = await withIoErrors('read', folder, () => namesIn(folder));
  const visible = names.filter((name) => !name.startsWith('.')).sort(compareNames);
  const shown = visible.slice(0, MAX_ENTRIES);
  const found = await mapConcurrently(shown, FILES_AT_ONCE, (name) => entryOf(registry, join(folder, name), name));
  const entries = found.flatMap((entry) => entry ?? []);
  return {
    id: registry.admit(folder),
    name: basename(folder) || folder,
    trail: trailTo(registry, roots, folder),
    entries: entries.toSorted((one, other) => Number(other.isFolder) - Number(one.isFolder)),
    leftOut: visible.length - shown.length,
  };
}

/** Makes a folder. Throws CallError without roots, for a name that cannot be one and for one that exists; IoError. */
export async function makeFolder(
  registry: FileRegistry,
  roots: readonly string[] | undefined,
  parent: FileId,
  name: string,
): Promise<{ readonly id: FileId }> {
  if (!roots) throw refusal('forbidden', 'Folders are made in the system’s dialog here.');
  const problem = fileNameProblem(name);
  if (problem !== undefined) throw refusal('argument', `This name ${problem}.`);
  const path = join(registry.path(parent), name);
  const id = registry.admit(path);
  if (await stat(path).catch(() => undefined)) throw refusal('argument', `'${name}' exists already.`);
  await createFolder(path);
  return { id };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const place = await openFolder(folder);
  try {
    return await readdir(place.path);
  } finally {
    await place.close();
  }
}

/** Undefined for an entry that is neither file nor folder, is outside the roots, or no longer exists. */
async function entryOf(registry: FileRegistry, path: string, name: string): Promise<FolderEntry | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats || !(stats.isFile() || stats.isDirectory()) || !registry.allows(path)) return undefined;
  return {
    id: registry.admit(path),
    name,
    isFolder: stats.isDirectory(),
    sizeBytes: stats.isFile() ? stats.size : 0,
    modifiedMs: Math.floor(stats.mtimeMs),
  };
}

function trailTo(registry: FileRegistry, roots: readonly string[], folder: string): FolderListing['trail'] {
  const root = roots.find((candidate) => isInside(candidate, folder)) ?? folder;
  const trail = [];
  for (let path = folder; ; path = dirname(path)) {
    trail.unshift({ id: registry.admit(path), name: path === root ? displayFolder(root) : basename(path) });
    if (path === root || path === dirname(path)) break;
  }
  return roots.length > 1 ? [{ id: ROOTS_ID, name: 'Folders' }, ...trail] : trail;
}
