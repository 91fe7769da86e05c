import { ArgumentError } from '../../shared/format/errors.js';
import type { DatasetEntry } from './dataset.js';
import { requireChosen } from './single-array.js';

/** The array of that name; without a name, the only one. Throws ArgumentError for none, for several, and for one that cannot be read. */
export function chosenEntry<Entry extends DatasetEntry>(
  path: string,
  name: string | undefined,
  entries: readonly Entry[],
): Entry {
  const found = name === undefined ? onlyEntry(path, entries) : entries.find((entry) => entry.name === name);
  if (found === undefined) throw new ArgumentError(`'${path}' has no array '${name}'`, { file: path });
  if (found.spec !== undefined) return found;
  const what = found.name === undefined ? `'${path}'` : `'${found.name}' of '${path}'`;
  throw new ArgumentError(`${what} cannot be read: ${found.reason}`, { file: path });
}

/** The only one that can be read, or the only one. */
function onlyEntry<Entry extends DatasetEntry>(path: string, entries: readonly Entry[]): Entry | undefined {
  const readable = entries.filter(({ spec }) => spec !== undefined);
  const candidates = readable.length > 0 ? readable : entries;
  if (candidates.length !== 1)
    requireChosen(
      path,
      candidates.map(({ name }) => name ?? ''),
    );
  return candidates[0];
}
