/**
 * Reads a dtype as numpy writes it (`dtype.str`, or `dtype.descr` of a structured dtype) and as `numpy.lib.format` reads it.
 */
import { ascii } from '../bytes.js';
import { FormatError } from '../errors.js';
import {
  type ByteOrder,
  type Dtype,
  type FieldSpec,
  MAX_DTYPE_DEPTH,
  type ScalarCode,
  type ScalarDtype,
  scalarDtype,
  structDtype,
  subarrayDtype,
} from './dtype.js';
import { type PyTuple, type PyValue, parsePythonLiteral, reprPython } from './python-literal.js';

/** Far longer than any type string that numpy writes. */
const MAX_TYPE_CHARS = 100;
const TYPE_STRING = /^([<>|=]?)([A-Za-z?])(\d*)(\[.*\])?$/;
const UNIT = /^\[(\d*)(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\]$/;

const ORDERS: Readonly<Record<string, ByteOrder>> = { '<': '<', '>': '>', '|': '|', '=': '|', '': '|' };

interface CodeRule {
  readonly code: ScalarCode;
  /** Bytes per unit of the number in the type string. */
  readonly bytesPerUnit: number;
  /** The number assumed when there is none; without it the number is required. */
  readonly defaultCount?: number;
}

const CODES: ReadonlyMap<string, CodeRule> = new Map<string, CodeRule>([
  ['b', { code: 'b', bytesPerUnit: 1 }],
  ['?', { code: 'b', bytesPerUnit: 1, defaultCount: 1 }],
  ['i', { code: 'i', bytesPerUnit: 1 }],
  ['u', { code: 'u', bytesPerUnit: 1 }],
  ['f', { code: 'f', bytesPerUnit: 1 }],
  ['c', { code: 'c', bytesPerUnit: 1 }],
  ['M', { code: 'M', bytesPerUnit: 1 }],
  ['m', { code: 'm', bytesPerUnit: 1 }],
  ['S', { code: 'S', bytesPerUnit: 1, defaultCount: 0 }],
  ['a', { code: 'S', bytesPerUnit: 1, defaultCount: 0 }],
  ['U', { code: 'U', bytesPerUnit: 4, defaultCount: 0 }],
  ['V', { code: 'V', bytesPerUnit: 1, defaultCount: 0 }],
]);

const EXPECTED = "a type string such as '<f8'";

function refuse(message: string, expected: string, found: string): never {
  throw new FormatError('bad-dtype', message, { expected, found });
}

/** A value in Python's notation, cut for messages. */
function shown(value: PyValue): string {
  const text = reprPython(typeof value === 'string' ? value.slice(0, 60) : value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `[1D]` is `[D]`, and `[generic]` is no unit. */
function normaliseUnit(text: string, typeString: string): string | undefined {
  if (text === '[generic]') return undefined;
  const [, digits = '', name = ''] = UNIT.exec(text) ?? [];
  const count = digits === '' ? 1 : Number(digits);
  if (name === '' || count >= 2 ** 31) {
    refuse(
      `dtype ${shown(typeString)} has an unknown time unit ${shown(text)}`,
      "a unit such as '[ms]' or '[25s]'",
      text,
    );
  }
  return count === 1 ? `[${name}]` : `[${count}${name}]`;
}

/** `<f8`, `|S10`, `>M8[25s]`; a missing byte order, `=` and `|` mean little-endian. Throws FormatError `bad-dtype`. */
export function parseTypeString(text: string): ScalarDtype {
  if (text.length > MAX_TYPE_CHARS) refuse(`${shown(text)} is too long to be a dtype`, EXPECTED, shown(text));
  const [match, order = '', letter = '', digits = '', unitText] = TYPE_STRING.exec(text) ?? [];
  if (match === undefined) refuse(`${shown(text)} is not a dtype, expected ${EXPECTED}`, EXPECTED, text);
  if (letter === 'O') {
    refuse(
      `dtype ${shown(text)} holds Python objects, which can only be pickled and are not supported`,
      EXPECTED,
      text,
    );
  }
  const rule = CODES.get(letter);
  if (!rule) refuse(`dtype ${shown(text)} has an unknown type code '${letter}'`, [...CODES.keys()].join(' '), letter);
  const count = digits === '' ? rule.defaultCount : Number(digits);
  if (count === undefined) refuse(`dtype ${shown(text)} lacks an item size`, EXPECTED, text);
  const hasUnit = rule.code === 'M' || rule.code === 'm';
  if (unitText !== undefined && !hasUnit) refuse(`dtype ${shown(text)} cannot have a time unit`, EXPECTED, text);
  const unit = unitText === undefined ? undefined : normaliseUnit(unitText, text);
  return scalarDtype(ORDERS[order] ?? '|', rule.code, count * rule.bytesPerUnit, unit);
}

/** A str, or a Python 2 str that was written as bytes. */
function textOf(value: PyValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value?.kind === 'bytes' ? ascii(value.bytes) : undefined;
}

function parseDimension(value: PyValue): number {
  if (typeof value === 'bigint' && value >= 0n && value < 2n ** 31n) return Number(value);
  return refuse(
    `a sub-array has the dimension ${shown(value)}, expected 0 to 2147483647`,
    '0..2147483647',
    shown(value),
  );
}

function parseSubarrayShape(value: PyValue): readonly number[] {
  if (typeof value === 'bigint') return [parseDimension(value)];
  if (typeof value === 'object' && (value?.kind === 'tuple' || value?.kind === 'list')) {
    return value.items.map(parseDimension);
  }
  return refuse(`a sub-array has the shape ${shown(value)}, expected a tuple of integers`, 'a tuple', shown(value));
}

/** `'name'` or `('title', 'name')`. */
function parseFieldName(value: PyValue): Pick<FieldSpec, 'name' | 'title'> {
  const plain = textOf(value);
  if (plain !== undefined) return { name: plain };
  if (typeof value === 'object' && value?.kind === 'tuple' && value.items.length === 2) {
    const [title, name] = value.items;
    const nameText = textOf(name);
    const titleText = textOf(title);
    if (nameText !== undefined && title === null) return { name: nameText };
    if (nameText !== undefined && titleText !== undefined) return { name: nameText, title: titleText };
  }
  return refuse(`${shown(value)} is not a field name, expected a string or (title, name)`, 'a string', shown(value));
}

function parseField(value: PyValue, depth: number): FieldSpec {
  const items = typeof value === 'object' && (value?.kind === 'tuple' || value?.kind === 'list') ? value.items : [];
  const [name, descr, shape] = items;
  if (name === undefined || descr === undefined || items.length > 3) {
    return refuse(
      `${shown(value)} is not a field, expected (name, type) or (name, type, shape)`,
      'a tuple',
      shown(value),
    );
  }
  const dtype = parseNested(descr, depth + 1);
  const full = shape === undefined ? dtype : subarrayDtype(dtype, parseSubarrayShape(shape));
  return { ...parseFieldName(name), dtype: full };
}

function parseSubarray(value: PyTuple, depth: number): Dtype {
  const [base, shape] = value.items;
  if (base === undefined || shape === undefined || value.items.length !== 2) {
    return refuse(`${shown(value)} is not a dtype, expected (type, shape)`, '(type, shape)', shown(value));
  }
  if (typeof shape === 'object' && shape?.kind === 'dict') {
    return refuse(`dtype ${shown(value)} has metadata, which numpy itself cannot read back`, '(type, shape)', 'a dict');
  }
  return subarrayDtype(parseNested(base, depth + 1), parseSubarrayShape(shape));
}

function parseNested(value: PyValue, depth: number): Dtype {
  if (depth > MAX_DTYPE_DEPTH) {
    return refuse(
      `a dtype nests deeper than ${MAX_DTYPE_DEPTH} levels`,
      `${MAX_DTYPE_DEPTH} levels`,
      `${depth} levels`,
    );
  }
  const text = textOf(value);
  if (text !== undefined) return parseTypeString(text);
  if (typeof value === 'object' && value?.kind === 'list') {
    return structDtype(value.items.map((item) => parseField(item, depth)));
  }
  if (typeof value === 'object' && value?.kind === 'tuple') return parseSubarray(value, depth);
  return refuse(`${shown(value)} is not a dtype, expected a string or a list of fields`, EXPECTED, shown(value));
}

/**
 * A `.npy` descr: a type string, a list of fields `(name, type[, shape])`, or `(type, shape)`.
 * Throws FormatError `bad-dtype`, for object dtypes too.
 */
export function parseDescr(value: PyValue): Dtype {
  return parseNested(value, 0);
}

/** A descr as text, quotes and all: `'<f8'` or `[('id', '<i4'), ('v', '<f8', (2, 3))]`. Throws FormatError `bad-dtype`. */
export function parseDtype(text: string): Dtype {
  return parseDescr(parsePythonLiteral(text));
}

/** A dtype that is a Python literal and not a plain type string: a list, a tuple or a string in quotes. */
const LITERAL_START = /^\s*(?:[[(]|[uUbB]?['"])/;

/**
 * A dtype as users, containers and numpy write it: a type string (`<f8`), or a Python literal (`[('x', '<f4')]`,
 * `('<f4', (3,))`, `'<f8'`). Throws FormatError('bad-dtype').
 */
export function dtypeOfText(text: string): Dtype {
  return LITERAL_START.test(text) ? parseDtype(text) : parseTypeString(text.trim());
}
