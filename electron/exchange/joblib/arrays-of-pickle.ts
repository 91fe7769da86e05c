import type { FoundArray, PickleValue } from './pickle-value.js';

export interface NamedFound {
  /** Keys and indices on the way to it, joined with `/`; undefined when the pickle is the array itself. */
  readonly name: string | undefined;
  readonly found: FoundArray;
}

/** Deeper values are not looked into: deeper than any program nests its results. */
const MAX_DEPTH = 64;

/** The arrays in lists, tuples and dicts, in their order. Each list and dict is looked into once, also when it holds itself. */
export function arraysOfPickle(root: PickleValue): readonly NamedFound[] {
  return [...arraysIn(root, [], new Set())];
}

function* arraysIn(value: PickleValue, path: readonly string[], seen: Set<object>): Generator<NamedFound> {
  if (value === null || typeof value !== 'object') return;
  if (value.kind === 'array') {
    const found = value.found ?? { reason: 'its pickle gives it no values' };
    yield { name: path.length === 0 ? undefined : path.join('/'), found };
  }
  if (seen.has(value) || path.length > MAX_DEPTH) return;
  seen.add(value);
  for (const [key, item] of namedItems(value)) yield* arraysIn(item, [...path, key], seen);
}

function namedItems(
  value: Exclude<PickleValue, null | string | number | bigint | boolean>,
): Iterable<[string, PickleValue]> {
  switch (value.kind) {
    case 'dict':
      return value.entries.map(([key, item]) => [keyText(key), item]);
    case 'tuple':
    case 'list':
      return value.items.map((item, index) => [String(index), item]);
    default:
      return [];
  }
}

function keyText(key: PickleValue): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'None';
  if (typeof key !== 'object') return String(key);
  if (key.kind === 'bytes') return key.text ?? '?';
  return key.kind === 'tuple' ? key.items.map(keyText).join(',') : '?';
}
