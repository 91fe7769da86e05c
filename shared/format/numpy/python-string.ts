/**
 * Python's string and bytes literals: the body of a literal decoded, and `repr` of `str`.
 * Source of the rules: the Python language reference, "String and Bytes literals", and CPython's `unicode_repr`.
 */

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/gu;
const BYTES_ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|([\s\S]))/g;

/** Letters of escapes that need further characters: without them the escape is malformed. */
const INCOMPLETE = new Set(['x', 'u', 'U', 'N']);

/** The text between the quotes of a `str` literal, decoded; `undefined` when an escape is malformed. */
export function decodeStrBody(body: string): string | undefined {
  let malformed = false;
  const text = body.replace(ESCAPE, (match: string, octal?: string, x?: string, u4?: string, u8?: string, c = '') => {
    const hex = x ?? u4 ?? u8;
    const codePoint = octal ? Number.parseInt(octal, 8) : hex ? Number.parseInt(hex, 16) : undefined;
    if (codePoint === undefined) {
      malformed ||= INCOMPLETE.has(c);
      return SIMPLE_ESCAPES[c] ?? match;
    }
    malformed ||= codePoint > 0x10ffff;
    return malformed ? '' : String.fromCodePoint(codePoint);
  });
  return malformed ? undefined : text;
}

/** The text between the quotes of a `bytes` literal, decoded; `undefined` when it is malformed or not ASCII. */
export function decodeBytesBody(body: string): Uint8Array | undefined {
  let malformed = /[^\0-\x7f]/.test(body);
  const latin1 = body.replace(BYTES_ESCAPE, (match: string, octal?: string, hex?: string, c = '') => {
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
    malformed ||= c === 'x';
    return SIMPLE_ESCAPES[c] ?? match;
  });
  return malformed ? undefined : Uint8Array.from(latin1, (c) => c.charCodeAt(0));
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Characters that are not printable for Python: Unicode categories Other and Separator, except the space. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function hex(codePoint: number, digits: number): string {
  return codePoint.toString(16).padStart(digits, '0');
}

function escapeCodePoint(codePoint: number): string {
  if (codePoint <= 0xff) return `\\x${hex(codePoint, 2)}`;
  return codePoint <= 0xffff ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

/** Python quotes with `'` unless the text holds `'` and no `"`. */
function quoteFor(text: string): string {
  return text.includes("'") && !text.includes('"') ? '"' : "'";
}

/** `repr(str)`. Which characters are printable depends on the Unicode version of the JavaScript engine, as on Python's there. */
export function reprStr(text: string): string {
  const quote = quoteFor(text);
  let out = quote;
  for (const c of text) {
    if (c === quote) out += `\\${c}`;
    else if (c in NAMED) out += NAMED[c];
    else out += c !== ' ' && UNPRINTABLE.test(c) ? escapeCodePoint(c.codePointAt(0) ?? 0) : c;
  }
  return out + quote;
}

/** `str` of a `numpy.void` without fields: every byte as `\xHH`, its digits in upper case. */
export function voidText(bytes: Uint8Array): string {
  return `b'${Array.from(bytes, (byte) => `\\x${hex(byte, 2).toUpperCase()}`).join('')}'`;
}

/** Characters U+0000..U+00FF as bytes; `undefined` when another one occurs. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
