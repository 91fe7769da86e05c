import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTIAL_SUFFIX } from '../../engine/io/partial-files.js';
import { openFolder } from '../../engine/io/roots.js';

/** A file found below a folder. */
export interface FoundFile {
  readonly path: string;
  /** Its folder relative to the walked one, with `/` between parts; empty for the walked folder itself. */
  readonly relativeFolder: string;
}

interface Place {
  readonly folder: string;
  readonly relativeFolder: string;
}

/**
 * Yields all regular files below a folder. Links are followed, but no folder is entered twice, however many
 * links point to it. Hidden entries, partial outputs and folders that cannot be read are skipped.
 */
export async function* walkFolder(root: string, signal: AbortSignal): AsyncGenerator<FoundFile, void, undefined> {
  const entered = new Set<string>();
  const waiting: Place[] = [{ folder: root, relativeFolder: '' }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const real = await realpath(place.folder).catch(() => undefined);
    if (real === undefined || entered.has(real)) continue;
    entered.add(real);
    for await (const found of listFolder(place, signal)) {
      if ('path' in found) yield found;
      else waiting.push(found);
    }
  }
}

async function* listFolder(place: Place, signal: AbortSignal): AsyncGenerator<FoundFile | Place, void, undefined> {
  const held = await openFolder(place.folder).catch(() => undefined);
  const directory = held && (await opendir(held.path).catch(() => undefined));
  await held?.close();
  if (!directory) return;
  for await (const entry of directory) {
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
