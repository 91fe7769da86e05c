import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import { PARTIAL_SUFFIX } from './partial-files.js';
import { openFolder } from './roots.js';

let nameOrder: Intl.Collator | undefined;

/** The order of names for a sort: `m2` comes before `m10`. Made at its first use, since it costs a tenth of a start of `blpk`. */
export function compareNames(one: string, other: string): number {
  nameOrder ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return nameOrder.compare(one, other);
}

/** A file found below a folder. */
export interface FoundFile {
  readonly path: string;
  /** Its folder from the walked one on, whose name is the first part, with `/` between parts. */
  readonly relativeFolder: string;
}

interface Place {
  readonly folder: string;
  readonly relativeFolder: string;
}

/**
 * Yields all regular files below a folder. Links are followed, but no folder is entered twice, however many
 * links point to it. Hidden entries, partial outputs and folders that cannot be read are skipped; `onUnreadable` gets the path of
 * each such folder and the error. A folder below for which `isWhole` says so is yielded as a file. The order is that of names, with numbers by their value, and the files of a folder come before
 * those of its folders.
 */
export async function* walkFolder(
  root: string,
  signal: AbortSignal,
  onUnreadable: (folder: string, error: unknown) => void = () => undefined,
  isWhole: (folder: string) => Promise<boolean> = async () => false,
): AsyncGenerator<FoundFile, void, undefined> {
  const entered = new Set<string>();
  const waiting: Place[] = [{ folder: root, relativeFolder: basename(resolve(root)) }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const real = await realpath(place.folder).catch(() => undefined);
    if (real === undefined || entered.has(real)) continue;
    entered.add(real);
    if (place.folder !== root && (await isWhole(place.folder))) {
      yield { path: place.folder, relativeFolder: posix.dirname(place.relativeFolder) };
      continue;
    }
    const folders: Place[] = [];
    const entries = await entriesOf(place.folder).catch((error: unknown) => onUnreadable(place.folder, error));
    for await (const found of listFolder(place, entries ?? [], signal)) {
      if ('path' in found) yield found;
      else folders.push(found);
    }
    waiting.push(...folders.reverse());
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const held = await openFolder(folder);
  try {
    return await readdir(held.path, { withFileTypes: true });
  } finally {
    await held.close();
  }
}

async function* listFolder(
  place: Place,
  entries: readonly Dirent[],
  signal: AbortSignal,
): AsyncGenerator<FoundFile | Place, void, undefined> {
  for (const entry of entries.toSorted((one, other) => compareNames(one.name, other.name))) {
    if (signal.aborted) return;
    if (entry.name.startsWith('.') || entry.name.endsWith(PARTIAL_SUFFIX)) continue;
    const path = join(place.folder, entry.name);
    const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
    if (target?.isFile()) yield { path, relativeFolder: place.relativeFolder };
    if (target?.isDirectory()) yield { folder: path, relativeFolder: below(place.relativeFolder, entry.name) };
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
