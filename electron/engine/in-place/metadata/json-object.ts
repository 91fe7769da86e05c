import { ArgumentError } from '../../../../shared/format/errors.js';
import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';

/** The members of a JSON object (a Map or a plain object) in their order; undefined for any other value. */
export function membersOf(value: JsonValue | undefined): JsonObject | undefined {
  if (value instanceof Map) return value;
  if (value === null || typeof value !== 'object' || value instanceof Number || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/** Changes of single keys. */
export interface KeyChanges {
  /** New values. An existing key keeps its place, a new one is added at the end. */
  readonly assigned: ReadonlyMap<string, JsonValue>;
  /** Keys to remove, before anything is assigned. */
  readonly deleted: readonly string[];
}

/**
 * Returns the metadata with some keys changed and all others unchanged. Undefined metadata count as an empty object. Throws
 * ArgumentError when the metadata are not an object, or have no key to delete of that name.
 */
export function withKeys(old: JsonValue | undefined, { assigned, deleted }: KeyChanges): JsonObject {
  const members = old === undefined ? new Map<string, JsonValue>() : membersOf(old);
  if (!members)
    throw new ArgumentError('the metadata are not a JSON object, so they have no keys; they can only be replaced');
  const changed = new Map(members);
  for (const key of deleted) {
    if (!changed.delete(key)) throw new ArgumentError(`the metadata have no key '${key}' to delete`, { expected: key });
  }
  for (const [key, value] of assigned) changed.set(key, value);
  return changed;
}
