/**
 * Dtypes in containers older than bloscpack 0.7.2: `dtype.descr` converted to JSON, in which tuples are lists, as in
 * `[["a", "<i2"], ["m", "<f8", [2, 3]]]`. The meaning of a list follows from its position.
 */
import { FormatError } from '../errors.js';
import type { Dtype } from './dtype.js';
import { parseDescr } from './dtype-parse.js';
import type { PyValue } from './python-literal.js';

/** Deeper than any dtype that is accepted: limits the recursion over the JSON. */
const MAX_LIST_DEPTH = 64;

function refuse(expected: string): never {
  throw new FormatError('bad-dtype', `the dtype in the metadata is damaged, expected ${expected}`, { expected });
}

/** An integer from JSON: a number, a bigint, or a Number object (see `JsonFloat`). */
export function jsonInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  const number = value instanceof Number ? value.valueOf() : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? BigInt(number) : undefined;
}

/** A field's name or its `[title, name]`; a sub-array's length or its shape. */
function nameOrShape(value: unknown): PyValue {
  if (typeof value === 'string' || value === null) return value;
  if (Array.isArray(value)) return { kind: 'tuple', items: value.map(nameAtom) };
  return nameAtom(value);
}

function nameAtom(value: unknown): PyValue {
  if (typeof value === 'string' || value === null) return value;
  return jsonInteger(value) ?? refuse('strings and integers');
}

function field(value: unknown, depth: number): PyValue {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return refuse('fields of the form [name, type]');
  const [name, type, ...shape]: readonly unknown[] = value;
  return { kind: 'tuple', items: [nameOrShape(name), descr(type, depth + 1), ...shape.map(nameOrShape)] };
}

function descr(value: unknown, depth: number): PyValue {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || depth > MAX_LIST_DEPTH) return refuse('a type string or a list of fields');
  return { kind: 'list', items: value.map((item) => field(item, depth)) };
}

/** The dtype of a list of fields. `fields` is parsed JSON. Throws FormatError `bad-dtype`. */
export function parseLegacyFields(fields: readonly unknown[]): Dtype {
  return parseDescr(descr(fields, 0));
}
