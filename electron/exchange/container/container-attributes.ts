import type { JsonObject, JsonValue } from '../../../shared/format/json.js';
import { type ArraySpec, arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { NPY_HEADER_KEY, npyHeaderIn } from '../../engine/arrays/npy-metadata.js';
import { membersOf } from '../../engine/in-place/metadata/json-object.js';
import type { Attributes } from '../dataset.js';

/**
 * Attributes in the metadata of a container stand under their own names, beside those of the array. Attributes of the same names as
 * these stand in an object under this key.
 */
const NESTED_KEY = 'attributes';

const RESERVED: ReadonlySet<string> = new Set(['dtype', 'shape', 'order', 'container', NPY_HEADER_KEY, NESTED_KEY]);

/** What users have added to the metadata of a container that holds an array. */
export function containerAttributes(metadata: JsonValue | undefined): Attributes {
  const attributes = new Map<string, JsonValue>();
  for (const [key, value] of membersOf(metadata) ?? []) {
    const nested = key === NESTED_KEY ? nestedAttributes(value) : undefined;
    if (nested) for (const [name, one] of nested) attributes.set(name, one);
    else if (key === NESTED_KEY || !RESERVED.has(key)) attributes.set(key, value);
  }
  return attributes;
}

/** Undefined for an attribute that only happens to have the key. */
function nestedAttributes(value: JsonValue): JsonObject | undefined {
  const members = membersOf(value);
  return members && members.size > 0 && [...members.keys()].every((key) => RESERVED.has(key)) ? members : undefined;
}

/**
 * The metadata of a container with this array and these attributes; `containerAttributes` gives the same attributes back. `source`:
 * the metadata of the array's source, from which a `.npy` header that numpy would write otherwise is kept.
 */
export function containerMetadata(spec: ArraySpec, attributes: Attributes, source?: JsonValue): JsonValue {
  const metadata = new Map<string, JsonValue>(Object.entries(arrayMetadata(spec)));
  const npyHeader = npyHeaderIn(source, spec);
  if (npyHeader !== undefined) metadata.set(NPY_HEADER_KEY, npyHeader);
  const nested = new Map<string, JsonValue>();
  for (const [name, value] of attributes) (RESERVED.has(name) ? nested : metadata).set(name, value);
  if (nested.size > 0) metadata.set(NESTED_KEY, nested);
  return metadata;
}
