/**
 * The part of Python's literal grammar in which numpy writes dtypes and `.npy` headers: None, booleans, integers, floats,
 * strings, bytes, tuples, lists and dicts. It is parsed, not evaluated; `reprPython` prints a value as Python's `repr` does.
 * Python 2 notation (`10L`, `u'..'`) is accepted, since old `.npy` files contain it.
 */
import { assertNever, FormatError } from '../errors.js';
import { reprBytes, reprFloat } from '../python-repr.js';
import { decodeBytesBody, decodeStrBody, reprStr } from './python-string.js';

export interface PyBytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}
export interface PyTuple {
  readonly kind: 'tuple';
  readonly items: readonly PyValue[];
}
export interface PyList {
  readonly kind: 'list';
  readonly items: readonly PyValue[];
}
export interface PyDict {
  readonly kind: 'dict';
  /** Key and value in the order written; a repeated key is kept as often as it was written. */
  readonly entries: readonly (readonly [PyValue, PyValue])[];
}

/** A Python value: `bigint` is an int, `number` a float, `string` a str. */
export type PyValue = null | boolean | bigint | number | string | PyBytes | PyTuple | PyList | PyDict;

/** Longest text that is accepted, in characters. */
export const MAX_LITERAL_CHARS = 10 * 2 ** 20;
/** Deepest nesting of brackets that is accepted. */
export const MAX_LITERAL_DEPTH = 64;
/** More digits than any dimension, item size or double needs. */
const MAX_NUMBER_CHARS = 400;

const SPACE = /[ \t\r\n\f]*/y;
const NUMBER = /[+-]?(?:(\d+)[lL]?(?![\w.])|(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?(?![\w.]))/y;
const STRING_PREFIX = /([uUbB]?)(['"])/y;
const WORD = /[A-Za-z_]\w*/y;

const KEYWORDS: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

class LiteralParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Parses the whole text as one value. */
  document(): PyValue {
    const value = this.#value();
    this.#match(SPACE);
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the text');
    return value;
  }

  #value(): PyValue {
    switch (this.#peek()) {
      case '(':
        return this.#parenthesised();
      case '[':
        return this.#nested(() => ({ kind: 'list', items: this.#items(']').items }));
      case '{':
        return this.#nested(() => ({ kind: 'dict', entries: this.#entries() }));
      default:
        return this.#atom();
    }
  }

  #atom(): PyValue {
    const string = this.#match(STRING_PREFIX);
    if (string) return this.#string(string);
    const number = this.#match(NUMBER);
    if (number) return this.#number(number);
    const start = this.#at;
    const keyword = KEYWORDS.get(this.#match(WORD)?.[0] ?? '');
    if (keyword !== undefined) return keyword;
    this.#at = start;
    throw this.#unexpected('a Python literal');
  }

  #string([, prefix = '', quote = '']: RegExpExecArray): PyValue {
    const body = this.#stringBody(quote);
    if (prefix.toLowerCase() !== 'b')
      return decodeStrBody(body) ?? this.#fail('a malformed escape in the string before');
    const bytes = decodeBytesBody(body) ?? this.#fail('a malformed bytes literal before');
    return { kind: 'bytes', bytes };
  }

  /** Reads up to and including the closing quote. A loop, since a regular expression could overflow the stack on a long text. */
  #stringBody(quote: string): string {
    const start = this.#at;
    for (let at = start; at < this.#text.length && this.#text[at] !== '\n'; at += 1) {
      if (this.#text[at] === quote) {
        this.#at = at + 1;
        return this.#text.slice(start, at);
      }
      if (this.#text[at] === '\\') at += 1;
    }
    return this.#fail('an unterminated string from');
  }

  #number([text, digits]: RegExpExecArray): bigint | number {
    if (text.length > MAX_NUMBER_CHARS) return this.#fail(`a number of ${text.length} characters before`);
    if (digits === undefined) return Number(text);
    // Python 3 has no such integers and Python 2 read them as octal.
    if (/^0+[1-9]/.test(digits)) return this.#fail('an integer with leading zeros before');
    return text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  }

  /** `()`, `(x,)` and `(x, y)` are tuples, `(x)` is x. */
  #parenthesised(): PyValue {
    return this.#nested(() => {
      const { items, trailingComma } = this.#items(')');
      const [only] = items;
      return items.length === 1 && only !== undefined && !trailingComma ? only : { kind: 'tuple', items };
    });
  }

  /** Runs `parse` behind an opening bracket. */
  #nested(parse: () => PyValue): PyValue {
    this.#depth += 1;
    if (this.#depth > MAX_LITERAL_DEPTH) return this.#fail(`more than ${MAX_LITERAL_DEPTH} nested brackets`);
    this.#at += 1;
    const value = parse();
    this.#depth -= 1;
    return value;
  }

  #items(close: string): { items: PyValue[]; trailingComma: boolean } {
    const items: PyValue[] = [];
    let trailingComma = false;
    while (!this.#take(close)) {
      if (items.length > 0 && !trailingComma) throw this.#unexpected(`',' or '${close}'`);
      items.push(this.#value());
      trailingComma = this.#take(',');
    }
    return { items, trailingComma };
  }

  #entries(): [PyValue, PyValue][] {
    const entries: [PyValue, PyValue][] = [];
    let comma = true;
    while (!this.#take('}')) {
      if (!comma) throw this.#unexpected("',' or '}'");
      const key = this.#value();
      if (!this.#take(':')) throw this.#unexpected("':'");
      entries.push([key, this.#value()]);
      comma = this.#take(',');
    }
    return entries;
  }

  #peek(): string | undefined {
    this.#match(SPACE);
    return this.#text[this.#at];
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #unexpected(expected: string): FormatError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const found = rest === '' ? 'the end of the text' : reprStr(rest);
    const where = `at position ${this.#at} of the Python literal`;
    return new FormatError('bad-dtype', `expected ${expected} ${where}, found ${found}`, { expected, found });
  }

  #fail(found: string): never {
    throw new FormatError('bad-dtype', `found ${found} position ${this.#at} of the Python literal`, { found });
  }
}

/**
 * Parses one Python literal; white space around it is ignored.
 * Throws FormatError `bad-dtype` with the position (in characters) when the text is anything else, is longer than
 * `MAX_LITERAL_CHARS` or nests deeper than `MAX_LITERAL_DEPTH`.
 */
export function parsePythonLiteral(text: string): PyValue {
  if (text.length > MAX_LITERAL_CHARS) {
    const context = { expected: MAX_LITERAL_CHARS, found: text.length };
    throw new FormatError(
      'bad-dtype',
      `a Python literal of ${text.length} characters is too long to be a dtype`,
      context,
    );
  }
  return new LiteralParser(text).document();
}

/** Python's `repr`: `'it'`, `"it's"`, `(1,)`, `[1, 2]`, `{'a': True}`. */
export function reprPython(value: PyValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return reprFloat(value);
  if (typeof value === 'string') return reprStr(value);
  switch (value.kind) {
    case 'bytes':
      return reprBytes(value.bytes);
    case 'tuple':
      return `(${value.items.map(reprPython).join(', ')}${value.items.length === 1 ? ',' : ''})`;
    case 'list':
      return `[${value.items.map(reprPython).join(', ')}]`;
    case 'dict':
      return `{${value.entries.map(([key, item]) => `${reprPython(key)}: ${reprPython(item)}`).join(', ')}}`;
    default:
      return assertNever(value);
  }
}
