import { ArgumentError } from '../../shared/format/errors.js';
import type { DatasetEntry } from './dataset.js';

/** Names that a message lists at most. */
const LISTED_NAMES = 20;

/** The array of that name; without a name, the only one. Throws ArgumentError for none, for several, and for one that cannot be read. */
export function chosenEntry<Entry extends DatasetEntry>(
  path: string,
  name: string | undefined,
  entries: readonly Entry[],
): Entry {
  const found = name === undefined ? onlyEntry(path, entries) : entries.find((entry) => entry.name === name);
  if (found === undefined) {
    throw new ArgumentError(`'${path}' has no array '${name}': ${listed(entries)}`, { file: path });
  }
  if (found.spec !== undefined) return found;
  const what = found.name === undefined ? `'${path}'` : `'${found.name}' of '${path}'`;
  throw new ArgumentError(`${what} cannot be read: ${found.reason}`, { file: path });
}

function onlyEntry<Entry extends DatasetEntry>(path: string, entries: readonly Entry[]): Entry {
  const readable = entries.filter(({ spec }) => spec !== undefined);
  const [only, ...others] = readable.length > 0 ? readable : entries;
  if (only === undefined) throw new ArgumentError(`'${path}' holds no array`, { file: path });
  if (others.length === 0) return only;
  throw new ArgumentError(`choose one array of '${path}' with '::': ${listed(entries)}`, { file: path });
}

function listed(entries: readonly DatasetEntry[]): string {
  const names = entries.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (names.length === 0) return 'its arrays have no names';
  return `it has ${names.slice(0, LISTED_NAMES).join(', ')}${names.length > LISTED_NAMES ? ', ...' : ''}`;
}

/** As the user names it: the path, and what stands behind `::`. */
export function datasetName(path: string, name: string | undefined): string {
  return name === undefined ? path : `${path}::${name}`;
}
