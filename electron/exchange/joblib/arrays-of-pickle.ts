import { badPickle } from './pickle-input.js';
import { type FoundArray, itemsIn, type PickleValue } from './pickle-value.js';

export interface NamedFound {
  /** Keys and indices on the way to it, joined with `/`; undefined when the pickle is the array itself. */
  readonly name: string | undefined;
  readonly found: FoundArray;
}

/** Deeper values are not looked into: deeper than any program nests its results. */
const MAX_DEPTH = 64;
/** More than the values of a pickle are enough for: the same arrays have many names then. */
const MAX_ARRAYS = 2 ** 16;
/** Of all names. */
const MAX_LETTERS = 2 ** 22;

/**
 * The arrays in lists, tuples and dicts, in their order. Each list and dict is looked into once, also when it holds itself. Throws
 * FormatError, which names the file, for more arrays or longer names than any program writes.
 */
export function arraysOfPickle(root: PickleValue, file: string): readonly NamedFound[] {
  const named: NamedFound[] = [];
  let letters = 0;
  for (const { path, found } of arraysIn(root, [], new Set())) {
    const keys = path.map(keyText);
    letters += keys.reduce((count, key) => count + 1 + key.length, 0);
    if (letters > MAX_LETTERS) throw badPickle(file, `the names of its arrays have more than ${MAX_LETTERS} letters`);
    if (named.length === MAX_ARRAYS) throw badPickle(file, `it holds more than ${MAX_ARRAYS} arrays`);
    named.push({ name: keys.length === 0 ? undefined : keys.join('/'), found });
  }
  return named;
}

interface PlacedArray {
  /** Keys and indices. */
  readonly path: readonly PickleValue[];
  readonly found: FoundArray;
}

function* arraysIn(value: PickleValue, path: readonly PickleValue[], seen: Set<object>): Generator<PlacedArray> {
  if (value === null || typeof value !== 'object') return;
  if (value.kind === 'array') yield { path, found: value.found ?? { reason: 'its pickle gives it no values' } };
  if (seen.has(value) || path.length > MAX_DEPTH) return;
  seen.add(value);
  for (const [key, item] of keyedItems(value)) yield* arraysIn(item, [...path, key], seen);
}

function keyedItems(value: PickleValue): Iterable<readonly [PickleValue, PickleValue]> {
  const isDict = value !== null && typeof value === 'object' && value.kind === 'dict';
  return isDict ? value.entries : itemsIn(value).entries();
}

/** Keys of so many values are distinguished. */
const MAX_KEY_VALUES = 16;

function keyText(key: PickleValue): string {
  if (key === null || typeof key !== 'object' || key.kind !== 'tuple') return atomText(key);
  return key.items.slice(0, MAX_KEY_VALUES).map(atomText).join(',');
}

/** No tuples in tuples: by the memo one can hold another twice, and again twice. */
function atomText(key: PickleValue): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'None';
  if (typeof key !== 'object') return String(key);
  return key.kind === 'bytes' ? (key.text ?? '?') : '?';
}
