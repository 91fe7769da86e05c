import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isPartialNameOf, removeStray, strayPartials } from '../../engine/io/partial-files.js';
import { isRemoteAddress } from '../../remote/remote-address.js';

/**
 * Partial files that killed writers of these targets left. Finds only names that writers of these targets use and
 * files that no running process writes; none in a folder that cannot be listed.
 */
export async function findStrayParts(targetPaths: readonly string[]): Promise<readonly string[]> {
  const namesByFolder = new Map<string, string[]>();
  // What was uploaded to a server is noted elsewhere, and removed by the next upload.
  const localPaths = targetPaths.filter((path) => !isRemoteAddress(path));
  for (const path of await Promise.all(localPaths.map(resolveLink))) {
    const names = namesByFolder.get(dirname(path)) ?? [];
    namesByFolder.set(dirname(path), names);
    names.push(basename(path));
  }
  const found = await Promise.all([...namesByFolder].map(([folder, names]) => straysIn(folder, names)));
  return found.flat();
}

/** Deletes them; ignores files that no longer exist, are in use again or cannot be deleted. */
export async function removeStrayParts(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map(removeStray));
}

/** An output whose name is a link is written to the link's target, and its temporary file beside that. */
function resolveLink(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function straysIn(folder: string, targetNames: readonly string[]): Promise<readonly string[]> {
  const strays = await strayPartials(folder);
  return strays.filter((path) => targetNames.some((target) => isPartialNameOf(basename(path), target)));
}
