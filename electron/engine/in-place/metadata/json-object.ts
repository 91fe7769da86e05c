import { ArgumentError } from '../../../../shared/format/errors.js';
import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';

/** The members of a JSON object in their order, whichever of its two forms it has; undefined for any other value. */
export function membersOf(value: JsonValue | undefined): JsonObject | undefined {
  if (value instanceof Map) return value;
  if (value === null || typeof value !== 'object' || value instanceof Number || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/** Single keys to change. */
export interface KeyChanges {
  /** New values. A key that there is keeps its place, others go to the end. */
  readonly assigned: ReadonlyMap<string, JsonValue>;
  /** Keys to remove, before anything is assigned. */
  readonly deleted: readonly string[];
}

/**
 * Metadata with single keys changed and all others as they were. No metadata are taken for an empty object. Throws
 * ArgumentError when the metadata are no object or lack a key to delete.
 */
export function withKeys(old: JsonValue | undefined, { assigned, deleted }: KeyChanges): JsonObject {
  const members = old === undefined ? new Map<string, JsonValue>() : membersOf(old);
  if (!members)
    throw new ArgumentError('the metadata are no JSON object, so they have no keys; they can only be replaced');
  const changed = new Map(members);
  for (const key of deleted) {
    if (!changed.delete(key)) throw new ArgumentError(`the metadata have no key '${key}' to delete`, { expected: key });
  }
  for (const [key, value] of assigned) changed.set(key, value);
  return changed;
}
