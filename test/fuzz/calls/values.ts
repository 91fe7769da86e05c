import type { z } from 'zod';
import type { Random } from '../random.js';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A schema of the contract as JSON Schema, as far as the contract goes. */
type Schema = z.core.JSONSchema.BaseSchema;

/** Names of properties that hold ids. */
const ID_KEYS = new Set(['id', 'ids', 'document', 'documents', 'other', 'folder', 'run', 'task', 'job']);
const MAX_ITEMS = 4;
const MAX_DEPTH = 12;

/** Stands for one of the ids that there are, which are not known when inputs are made. */
export function idPlaceholder(random: Random): string {
  return `#id${random.below(1000)}#`;
}

/** A value that the schema accepts, but for the strings of which it says less than it means. `key` is the property's name. */
export function valueFor(schema: Schema, random: Random, key = ''): Json {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return valueFor(asSchema(random.pick(choices)), random, key);
  if (schema.const !== undefined) return schema.const as Json;
  if (schema.enum) return random.pick(schema.enum) as Json;
  switch (schema.type) {
    case 'object':
      return objectOf(schema, random);
    case 'array':
      return Array.from({ length: countOf(schema, random) }, () => valueFor(asSchema(schema.items), random, key));
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.oneIn(2);
    case 'string':
      return ID_KEYS.has(key) && !random.oneIn(8) ? idPlaceholder(random) : stringOf(random);
    default:
      return null;
  }
}

/** JSON Schema allows booleans too; the contract has none. */
function asSchema(schema: unknown): Schema {
  return (schema ?? {}) as Schema;
}

function objectOf({ properties = {}, required = [] }: Schema, random: Random): Json {
  const there = Object.entries(properties).filter(([name]) => required.includes(name) || random.oneIn(2));
  return Object.fromEntries(there.map(([name, schema]) => [name, valueFor(asSchema(schema), random, name)]));
}

function countOf({ minItems = 0, maxItems = MAX_ITEMS }: Schema, random: Random): number {
  return random.between(minItems, Math.max(minItems, Math.min(maxItems, minItems + MAX_ITEMS)));
}

/** Small ones as a rule, and both ends. */
function numberOf({ type, minimum = -1e9, maximum = 2 ** 53 - 1 }: Schema, random: Random): number {
  const small = Math.min(maximum, Math.max(minimum, 0) + random.below(300));
  const number = random.pick([small, small, small, minimum, maximum, Math.min(maximum, random.u32())]);
  return type === 'number' && random.oneIn(3) ? Math.min(maximum, number + 0.5) : number;
}

const STRINGS = [
  '',
  'a',
  '<f8',
  '|S5',
  '../../etc/passwd',
  'C:\\',
  '\u202e\u0000\u001b[2J',
  '\ud800',
  '__proto__',
  '{}',
  'é',
];

function stringOf(random: Random): string {
  return random.oneIn(20) ? 'x'.repeat(random.below(100_000)) : random.pick(STRINGS);
}

const HOSTILE: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e308,
  '',
  'constructor',
  [],
  [[]],
  {},
  { length: -1 },
  { toJSON: 1, constructor: null },
];

/** The same value, wrong in one place or a few. */
export function mutated(value: Json, random: Random, depth = 0): Json {
  if (depth > MAX_DEPTH || random.oneIn(4)) return replacement(value, random);
  if (Array.isArray(value)) return mutatedList(value, random, depth);
  if (typeof value !== 'object' || value === null) return replacement(value, random);
  const entries = Object.entries(value);
  if (random.oneIn(4))
    return { ...value, [random.pick(['surplus', '__proto__', 'constructor', ''])]: replacement(null, random) };
  if (entries.length === 0) return replacement(value, random);
  const [name] = random.pick(entries);
  if (random.oneIn(5)) return Object.fromEntries(entries.filter(([other]) => other !== name));
  return Object.fromEntries(
    entries.map(([other, old]) => [other, other === name ? mutated(old, random, depth + 1) : old]),
  );
}

function mutatedList(list: readonly Json[], random: Random, depth: number): Json {
  if (list.length === 0 || random.oneIn(4)) return [...list, replacement(null, random)];
  if (random.oneIn(6)) return repeated(list[0] ?? null, random.below(3000));
  const at = random.below(list.length);
  return list.map((old, index) => (index === at ? mutated(old, random, depth + 1) : old));
}

/** Less than a message may have: of long texts the fuzzer itself would need gigabytes. */
const REPEATED_CHARACTERS = 2 ** 24;

function repeated(item: Json, count: number): Json {
  const most = Math.floor(REPEATED_CHARACTERS / JSON.stringify(item).length);
  return Array.from({ length: Math.min(count, most) }, () => item);
}

function replacement(value: Json, random: Random): Json {
  if (typeof value === 'number' && random.oneIn(2)) return value + random.pick([-1, 1, 0.5, 2 ** 31, -(2 ** 53)]);
  if (random.oneIn(30)) return nested(random.between(2, 500));
  return random.oneIn(10) ? stringOf(random) : random.pick(HOSTILE);
}

function nested(depth: number): Json {
  let value: Json = [];
  for (let level = 1; level < depth; level++) value = [value];
  return value;
}
