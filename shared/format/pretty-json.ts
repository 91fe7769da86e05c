import { type JsonFloat, type JsonValue, printJson } from './json.js';

/** How texts and lists are printed; objects always have the same layout. */
export interface JsonStyle {
  /** A text in quotes. */
  readonly text: (text: string) => string;
  /** The text of a number that is not printed as in Python; undefined for the others. */
  readonly number?: (value: number) => string | undefined;
  /** A list on one line, or undefined for a line for each item. */
  readonly inline: (list: readonly JsonValue[]) => string | undefined;
}

/**
 * UTF-16 units that must be escaped in a terminal: control characters, which are commands there; characters that change the direction
 * of text or end a line; invisible characters; and unpaired surrogates, which cannot be encoded.
 */
export const DANGEROUS_CHARACTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are searched
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * For terminals: letters are not escaped, dangerous characters are; lists without nested lists or objects are on one line. Numbers as
 * in Python, including NaN.
 */
export const TERMINAL_JSON: JsonStyle = {
  text: (text) => JSON.stringify(text).replace(DANGEROUS_CHARACTERS, escapeUnit),
  inline(list) {
    if (list.some(isNested)) return undefined;
    return `[${list.map((item) => prettyJson(item, TERMINAL_JSON)).join(',')}]`;
  },
};

/** For files: only printable ASCII, as Python writes it, so that the encoding does not matter. */
export const FILE_JSON: JsonStyle = {
  text: printJson,
  inline: (list) => (list.some(isNested) ? undefined : printJson(list)),
};

/** For other programs: as for terminals, but NaN and the infinities, which JSON does not have, are null. */
export const STRICT_JSON: JsonStyle = {
  text: TERMINAL_JSON.text,
  number: (number) => (Number.isFinite(number) ? undefined : 'null'),
  inline(list) {
    if (list.some(isNested)) return undefined;
    return `[${list.map((item) => prettyJson(item, STRICT_JSON)).join(',')}]`;
  },
};

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Lists up to this length stay on one line of the screen when they hold only numbers and constants. */
const LINE_LENGTH = 72;

/** For the screen: nothing but JSON's own escapes. */
export const SCREEN_JSON: JsonStyle = {
  text: (text) => JSON.stringify(text),
  inline(list) {
    const line = printJson(list).replaceAll(',', ', ');
    const isShort = !list.some(isNested) && line.length <= LINE_LENGTH && !line.includes('"');
    return isShort || list.length === 0 ? line : undefined;
  },
};

const MAX_INDENT = 64;

/** JSON on several lines: two spaces for each level, one member on each line, integers with every digit. */
export function prettyJson(value: JsonValue, style: JsonStyle = TERMINAL_JSON, indent = ''): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value === 'number' || value instanceof Number) return style.number?.(value.valueOf()) ?? printJson(value);
  if (!isNested(value)) return printJson(value);
  // With deep nesting, a small file would be printed with gigabytes of spaces.
  const inner = indent.length < MAX_INDENT ? `${indent}  ` : indent;
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
