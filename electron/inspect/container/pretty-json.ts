import { type JsonValue, printJson } from '../../../shared/format/json.js';

/** Lists up to this length stay on one line when they hold no others. */
const LINE_LENGTH = 72;

/** JSON for people, two spaces a level; every digit as it is stored, every letter as it is read. */
export function prettyJson(value: JsonValue, indent = ''): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null || value instanceof Number) return printJson(value);
  const short = printJson(value).replaceAll(',', ', ');
  const inner = `${indent}  `;
  if (isList(value)) {
    const isFlat = value.every((item) => typeof item !== 'object' || item === null);
    if (value.length === 0 || (isFlat && short.length <= LINE_LENGTH && !short.includes('"'))) return short;
    return `[\n${value.map((item) => `${inner}${prettyJson(item, inner)}`).join(',\n')}\n${indent}]`;
  }
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${prettyJson(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
