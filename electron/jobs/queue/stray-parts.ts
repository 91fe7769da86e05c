import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isPartialNameOf, removeStray, strayPartials } from '../../engine/io/partial-files.js';

/**
 * Partial files that killed writers of these targets left behind. Only names that a writer of just these targets gives, and
 * that no living process writes, are found; a folder that cannot be listed has none.
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

/** Deletes them; one that is gone, in use by now or cannot be deleted stays without a word. */
export async function removeStrayParts(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map(removeStray));
}

/** An output goes where a link of its name leads, and so does its temporary file. */
function resolveLink(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function straysIn(folder: string, targetNames: readonly string[]): Promise<readonly string[]> {
  const strays = await strayPartials(folder);
  return strays.filter((path) => targetNames.some((target) => isPartialNameOf(basename(path), target)));
}
