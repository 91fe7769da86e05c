import { isBloscpackError } from '../../../../shared/format/errors.js';
import { type JsonValue, printJson } from '../../../../shared/format/json.js';
import { arrayNbytes, parseArrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { membersOf } from './json-object.js';

/** The keys that make the data of a container a numpy array. */
const ARRAY_KEYS = ['container', 'dtype', 'shape', 'order'] as const;

/** Why new metadata contradict the data: one clause without a full stop, and the numbers of bytes where these differ. */
interface Contradiction {
  readonly message: string;
  readonly context?: { readonly expected: number; readonly found: number };
}

/**
 * What is wrong with metadata with which the data could no longer be read as an array: when dtype and shape need another
 * number of bytes than there are, or when the metadata no longer describe the array that they described before; undefined when
 * nothing is. All other keys may have any value. `countPlainBytes` is called only when dtype, shape or order change.
 */
export async function arrayContradiction(
  old: JsonValue | undefined,
  next: JsonValue,
  countPlainBytes: () => Promise<number>,
): Promise<Contradiction | undefined> {
  if (ARRAY_KEYS.every((key) => sameMember(old, next, key))) return undefined;
  const array = describedArray(next);
  if (array === undefined) {
    return isArray(old) ? { message: 'the metadata would no longer say that the data are a numpy array' } : undefined;
  }
  if ('message' in array) return array;
  const [expected, found] = [array.nbytes, await countPlainBytes()];
  if (expected === found) return undefined;
  const message = `the array's dtype and shape would need ${expected} bytes, but the container holds ${found}`;
  return { message, context: { expected, found } };
}

function sameMember(old: JsonValue | undefined, next: JsonValue, key: string): boolean {
  const [before, after] = [membersOf(old)?.get(key), membersOf(next)?.get(key)];
  if (before === undefined || after === undefined) return before === after;
  return printJson(before) === printJson(after);
}

/** The size of the array that the new metadata describe; undefined for none, and what is wrong with incomplete ones. */
function describedArray(metadata: JsonValue): { readonly nbytes: number } | Contradiction | undefined {
  try {
    const spec = parseArrayMetadata(metadata);
    return spec && { nbytes: arrayNbytes(spec) };
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    return { message: `the metadata would not describe a numpy array: ${error.message}` };
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
