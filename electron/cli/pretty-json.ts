import { type JsonValue, printJson } from '../../shared/format/json.js';

/**
 * JSON for people and scripts: one member a line, two spaces deep, integers exact, everything but printable ASCII escaped
 * (so that nothing in a file can reach the terminal as a command).
 */
export function prettyJson(value: JsonValue, indent = ''): string {
  const inner = `${indent}  `;
  const entries = entriesOf(value);
  if (entries === undefined || entries.length === 0) return printJson(value);
  const lines = entries.map(([key, item]) => {
    const label = key === undefined ? '' : `${printJson(key)}: `;
    return `${inner}${label}${prettyJson(item, inner)}`;
  });
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** The members of an object or the items of a list that is worth several lines; undefined for everything else. */
function entriesOf(value: JsonValue): readonly (readonly [string | undefined, JsonValue])[] | undefined {
  if (value === null || typeof value !== 'object' || value instanceof Number) return undefined;
  if (isList(value)) return value.some(isNested) ? value.map((item) => [undefined, item] as const) : undefined;
  return value instanceof Map ? [...value.entries()] : Object.entries(value);
}

function isNested(value: JsonValue): boolean {
  return value !== null && typeof value === 'object' && !(value instanceof Number);
}

// Array.isArray alone does not narrow a readonly array out of the union.
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** An object whose keys are in TypeScript's casing, for `--json`: `chunkIndex` becomes `chunk_index`, undefined is left out. */
export function snakeCased(value: unknown): JsonValue {
  if (value instanceof Map || value instanceof Number) return value as JsonValue; // metadata, whose keys are the user's
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value as JsonValue; // printJson refuses what is no JSON
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [snakeCase(key), snakeCased(item)]));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
