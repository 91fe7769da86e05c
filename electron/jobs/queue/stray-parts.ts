import { readdir, realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isTemporaryNameOf } from '../../engine/io/atomic-file.js';
import { inFolderOf, openFolder } from '../../engine/io/roots.js';

/**
 * Temporary files that killed writers of these targets left behind. Only names that a writer of just these targets gives
 * are found; a folder that cannot be listed has none.
 */
export async function findStrayParts(targetPaths: readonly string[]): Promise<readonly string[]> {
  const namesByFolder = new Map<string, string[]>();
  for (const path of await Promise.all(targetPaths.map(resolveLink))) {
    const names = namesByFolder.get(dirname(path)) ?? [];
    namesByFolder.set(dirname(path), names);
    names.push(basename(path));
  }
  const found = await Promise.all([...namesByFolder].map(([folder, names]) => straysIn(folder, names)));
  return found.flat();
}

/** Deletes them; one that is gone or cannot be deleted stays without a word. */
export async function removeStrayParts(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => inFolderOf(path, unlink).catch(() => undefined)));
}

/** An output goes where a link of its name leads, and so does its temporary file. */
function resolveLink(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function straysIn(folder: string, targetNames: readonly string[]): Promise<readonly string[]> {
  const place = await openFolder(folder).catch(() => undefined);
  if (!place) return [];
  const entries = await readdir(place.path).catch(() => []);
  await place.close();
  // Hidden names with that ending are rare, so that nearly all entries are done with after one look.
  const candidates = entries.filter((name) => name.startsWith('.') && name.endsWith('.partial'));
  return candidates
    .filter((name) => targetNames.some((target) => isTemporaryNameOf(name, target)))
    .map((name) => join(folder, name));
}
