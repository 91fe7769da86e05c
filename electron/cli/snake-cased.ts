import type { JsonValue } from '../../shared/format/json.js';

/** An object whose keys are in TypeScript's casing, for `--json`: `chunkIndex` becomes `chunk_index`, undefined is left out. */
export function snakeCased(value: unknown): JsonValue {
  if (value instanceof Map || value instanceof Number) return value as JsonValue; // metadata, whose keys are the user's
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value as JsonValue; // printJson refuses what is no JSON
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [snakeCase(key), snakeCased(item)]));
}

export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
