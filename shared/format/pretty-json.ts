import { type JsonFloat, type JsonValue, printJson } from './json.js';

/** How texts and lists are printed; the layout of objects is the same everywhere. */
export interface JsonStyle {
  /** A text in quotes. */
  readonly text: (text: string) => string;
  /** A list on one line, or undefined for a line for each item. */
  readonly inline: (list: readonly JsonValue[]) => string | undefined;
}

/**
 * For terminals and scripts: everything but printable ASCII is escaped, so that nothing in a file can reach the terminal as a
 * command; lists without lists or objects in them stay on one line.
 */
export const TERMINAL_JSON: JsonStyle = {
  text: printJson,
  inline: (list) => (list.some(isNested) ? undefined : printJson(list)),
};

/** Lists up to this length stay on one line of the screen when they hold only numbers and constants. */
const LINE_LENGTH = 72;

/** For the screen: every letter as it is read. */
export const SCREEN_JSON: JsonStyle = {
  text: (text) => JSON.stringify(text),
  inline(list) {
    const line = printJson(list).replaceAll(',', ', ');
    const isShort = !list.some(isNested) && line.length <= LINE_LENGTH && !line.includes('"');
    return isShort || list.length === 0 ? line : undefined;
  },
};

/** JSON on several lines, two spaces a level, one member a line; integers exact, every digit as it is stored. */
export function prettyJson(value: JsonValue, style: JsonStyle = TERMINAL_JSON, indent = ''): string {
  if (typeof value === 'string') return style.text(value);
  if (!isNested(value)) return printJson(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const lines = () => value.map((item) => inner + prettyJson(item, style, inner));
    return style.inline(value) ?? `[\n${lines().join(',\n')}\n${indent}]`;
  }
  const members = value instanceof Map ? [...value.entries()] : Object.entries(value);
  if (members.length === 0) return '{}';
  const lines = members.map(([key, item]) => `${inner}${style.text(key)}: ${prettyJson(item, style, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isNested(
  value: JsonValue,
): value is Exclude<JsonValue, null | boolean | number | bigint | string | JsonFloat> {
  return value !== null && typeof value === 'object' && !(value instanceof Number);
}

// Array.isArray alone does not narrow a readonly array out of the union.
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
