import { ArgumentError, isBloscpackError } from '../../../../shared/format/errors.js';
import { type JsonValue, printJson } from '../../../../shared/format/json.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { membersOf } from './json-object.js';

/** The keys that make the data of a container a numpy array. */
const ARRAY_KEYS = ['container', 'dtype', 'shape', 'order'] as const;

/**
 * Throws ArgumentError for metadata with which the data could no longer be read as an array: when dtype and shape need another
 * number of bytes than there are, or when the metadata no longer describe the array that they described before. All other keys
 * may have any value. `countPlainBytes` is called only when dtype, shape or order change.
 */
export async function requireFittingArray(
  old: JsonValue | undefined,
  next: JsonValue,
  countPlainBytes: () => Promise<number>,
): Promise<void> {
  if (ARRAY_KEYS.every((key) => sameMember(old, next, key))) return;
  const array = describedArray(next);
  if (!array) {
    if (isArray(old)) throw refusal('the metadata would no longer say that the data are a numpy array');
    return;
  }
  const [expected, found] = [array.nbytes, await countPlainBytes()];
  if (expected === found) return;
  throw refusal(`the array's dtype and shape would need ${expected} bytes, but the container holds ${found}`, {
    expected,
    found,
  });
}

function sameMember(old: JsonValue | undefined, next: JsonValue, key: string): boolean {
  const [before, after] = [membersOf(old)?.get(key), membersOf(next)?.get(key)];
  if (before === undefined || after === undefined) return before === after;
  return printJson(before) === printJson(after);
}

/** The array that the new metadata describe; undefined for none. Throws ArgumentError for incomplete ones. */
function describedArray(metadata: JsonValue): { readonly spec: ArraySpec; readonly nbytes: number } | undefined {
  try {
    const spec = parseArrayMetadata(metadata);
    return spec && { spec, nbytes: arrayNbytes(spec) };
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    throw refusal(`the metadata would not describe a numpy array: ${error.message}`);
  }
}

/** False for invalid metadata of an array, so that they can be replaced. */
function isArray(metadata: JsonValue | undefined): boolean {
  try {
    return parseArrayMetadata(metadata) !== undefined;
  } catch (error) {
    if (isBloscpackError(error)) return false;
    throw error;
  }
}

function refusal(what: string, context: { readonly expected?: number; readonly found?: number } = {}): ArgumentError {
  return new ArgumentError(`${what}; force the change if you intend this`, context);
}
