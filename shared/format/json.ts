import { ArgumentError, FormatError } from './errors.js';
import { reprFloat } from './python-repr.js';

/** Deepest nesting that is read or written; Python's limit is a little lower than 1000. */
const MAX_DEPTH = 512;
/** Longest integer, in digits: Python's limit. Without one, a hostile file could take quadratic time. */
const MAX_INTEGER_DIGITS = 4300;

/** A float with an integral value: `1.0`, `1e22`. It is printed with its point, as in Python. */
export class JsonFloat extends Number {}

/** An object with its keys in order. (A plain object would move keys like "10" and "2" to the front.) */
export type JsonObject = ReadonlyMap<string, JsonValue>;

/**
 * JSON values as in Python. Whole numbers are ints (bigint beyond ±(2^53-1)), others floats. `parseJson` returns objects as Maps;
 * `printJson` accepts plain objects too.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | JsonFloat
  | string
  | readonly JsonValue[]
  | JsonObject
  | { readonly [key: string]: JsonValue };

/**
 * Reads JSON as Python's `json.loads` does: `NaN`, `Infinity` and `-Infinity` are numbers, of equal keys the last is kept,
 * integers keep every digit. Throws FormatError('bad-json') with the position in characters from 0, also for more values than
 * `limits` allows: a value of a few characters takes a hundred times as much memory.
 */
export function parseJson(text: string, limits: { readonly values?: number } = {}): JsonValue {
  return new JsonReader(text, limits.values ?? Number.POSITIVE_INFINITY).document();
}

const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly #text: string;
  readonly #maxValues: number;
  #values = 0;
  #at = 0;

  constructor(text: string, maxValues: number) {
    this.#text = text;
    this.#maxValues = maxValues;
  }

  document(): JsonValue {
    const value = this.#value(0);
    if (this.#peek() !== '') this.#fail('the end');
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) this.#fail(`at most ${MAX_DEPTH} levels of nesting`);
    if (++this.#values > this.#maxValues) this.#fail(`at most ${this.#maxValues} values`);
    const next = this.#peek();
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    return this.#scalar();
  }

  #object(depth: number): JsonObject {
    const entries = new Map<string, JsonValue>();
    this.#list('}', () => {
      if (this.#peek() !== '"') this.#fail('a key in double quotes');
      const key = this.#string();
      if (!this.#accept(':')) this.#fail("':'");
      entries.set(key, this.#value(depth + 1));
    });
    return entries;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** Reads the opening bracket, then items with commas between them up to the closing one. */
  #list(close: string, readItem: () => void): void {
    this.#at++;
    if (this.#accept(close)) return;
    do readItem();
    while (this.#accept(','));
    if (!this.#accept(close)) this.#fail(`',' or '${close}'`);
  }

  #string(): string {
    let value = '';
    let start = ++this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ') this.#fail('the rest of the string');
      if (character === '"' || character === '\\') {
        value += this.#text.slice(start, this.#at++);
        if (character === '"') return value;
        value += this.#escape();
        start = this.#at;
      } else {
        this.#at++;
      }
    }
  }

  /** The character of an escape. A surrogate pair is two escapes, which form one character in the string. */
  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    const escaped = ESCAPES[letter];
    if (escaped !== undefined) {
      this.#at++;
      return escaped;
    }
    const digits = this.#text.slice(this.#at + 1, this.#at + 5);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('an escape');
    this.#at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #scalar(): JsonValue {
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): JsonValue {
    const pattern = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
    pattern.lastIndex = this.#at;
    const [text, whole = '', fraction, exponent] = pattern.exec(this.#text) ?? this.#fail('a value');
    if (whole.length > MAX_INTEGER_DIGITS) this.#fail(`an integer of at most ${MAX_INTEGER_DIGITS} digits`);
    this.#at += text.length;
    const value = Number(text);
    if (fraction !== undefined || exponent !== undefined) return Number.isInteger(value) ? new JsonFloat(value) : value;
    // Python has no integer -0; adding 0 makes it 0 and changes nothing else.
    return Number.isSafeInteger(value) ? value + 0 : BigInt(text);
  }

  /** The next character that is not white space, '' at the end. */
  #peek(): string {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) return '';
      if (!' \t\n\r'.includes(character)) return character;
      this.#at++;
    }
  }

  #accept(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #fail(expected: string): never {
    const found = this.#text[this.#at];
    const what = found === undefined ? 'the end' : JSON.stringify(found);
    throw new FormatError('bad-json', `bad JSON at character ${this.#at}: expected ${expected}, found ${what}`);
  }
}

/**
 * Writes JSON as Python's `json.dumps(value, separators=(',', ':'))` does: no spaces, keys in their order, floats as
 * `repr`, everything but printable ASCII as \uXXXX. Throws ArgumentError for a value that is not JSON or nested too deep.
 */
export function printJson(value: JsonValue): string {
  return print(value, 0);
}

function print(value: JsonValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new ArgumentError(`JSON can have at most ${MAX_DEPTH} levels of nesting`);
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : printFloat(value);
  if (typeof value === 'string') return printString(value);
  // Any Number object: structured cloning does not keep the class JsonFloat.
  if (value instanceof Number) return printFloat(value.valueOf());
  if (isJsonArray(value)) return `[${value.map((item) => print(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new ArgumentError(`JSON cannot hold a value of type ${typeof value}`);
  const members = Array.from(jsonEntries(value), ([key, item]) => `${printString(key)}:${print(item, depth + 1)}`);
  return `{${members.join(',')}}`;
}

// Array.isArray alone does not narrow a readonly array out of the union.
function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function jsonEntries(value: JsonObject | { readonly [key: string]: JsonValue }): Iterable<[string, JsonValue]> {
  return value instanceof Map ? value.entries() : Object.entries(value);
}

function printFloat(value: number): string {
  if (Number.isFinite(value)) return reprFloat(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

const PRINTED_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/g, escapeUnit)}"`;
}

/** Escapes one UTF-16 unit; a character beyond U+FFFF has two. */
function escapeUnit(unit: string): string {
  return PRINTED_ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The value as plain objects, arrays and numbers, for display; loses the order of keys and the difference between `1.0` and `1`. */
export function toPlainJs(value: JsonValue): unknown {
  if (value instanceof Number) return value.valueOf();
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(toPlainJs);
  return Object.fromEntries(Array.from(jsonEntries(value), ([key, item]) => [key, toPlainJs(item)]));
}
