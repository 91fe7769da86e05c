/**
 * The model of a numpy dtype: what the bytes of one array item mean. Use the three constructors below: they normalise byte order,
 * padding and empty shapes, so that equal dtypes are equal objects, and throw for dtypes that numpy does not have.
 */
import { FormatError } from '../errors.js';
import { reprStr } from './python-string.js';

export type Dtype = ScalarDtype | StructDtype | SubarrayDtype;

/** `|` for types without a byte order: one-byte numbers, S, V. */
export type ByteOrder = '<' | '>' | '|';

/** numpy's kind characters: bool, int, uint, float, complex, bytes, str (UCS-4), void, datetime64, timedelta64. */
export type ScalarCode = 'b' | 'i' | 'u' | 'f' | 'c' | 'S' | 'U' | 'V' | 'M' | 'm';

export interface ScalarDtype {
  readonly kind: 'scalar';
  readonly byteOrder: ByteOrder;
  readonly code: ScalarCode;
  /** Bytes of one item; of U four per character. */
  readonly itemsize: number;
  /** M and m only, in numpy's notation: `[ms]`, `[25s]`; absent for generic units. */
  readonly unit?: string;
}

export interface Field {
  /** Empty for padding and, rarely, for a field without a name, which numpy allows. */
  readonly name: string;
  readonly title?: string;
  readonly dtype: Dtype;
  /** Bytes from the start of the item. */
  readonly offset: number;
  /** True for the unused bytes that numpy writes as `('', '|V4')`. */
  readonly padding: boolean;
}

export interface StructDtype {
  readonly kind: 'struct';
  readonly itemsize: number;
  /** In offset order and without gaps: padding is a field too, and no two paddings are adjacent. */
  readonly fields: readonly Field[];
}

export interface SubarrayDtype {
  readonly kind: 'subarray';
  readonly base: Dtype;
  /** Never empty: a 0-d sub-array is its base. */
  readonly shape: readonly number[];
  readonly itemsize: number;
}

/** numpy keeps item sizes in a C int. */
export const MAX_ITEMSIZE = 2 ** 31 - 1;
/** Most dimensions of an array: 64 since numpy 2.0, 32 before. */
export const MAX_DIMENSIONS = 64;
/** Deepest nesting of structs and sub-arrays that is accepted. */
export const MAX_DTYPE_DEPTH = 32;

/** 12 and 24 are long double on 32-bit x86. */
const ITEMSIZES = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8, 12, 16],
  c: [8, 16, 24, 32],
  M: [8],
  m: [8],
  S: 'any',
  U: 'any',
  V: 'any',
} satisfies Record<ScalarCode, readonly number[] | 'any'>;

const NO_BYTE_ORDER: ReadonlySet<ScalarCode> = new Set<ScalarCode>(['b', 'S', 'V']);

function checkItemsize(sizeBytes: number, what: string): number {
  if (Number.isSafeInteger(sizeBytes) && sizeBytes >= 0 && sizeBytes <= MAX_ITEMSIZE) return sizeBytes;
  const message = `${what} has an item size of ${sizeBytes} bytes, numpy allows 0 to ${MAX_ITEMSIZE}`;
  throw new FormatError('bad-dtype', message, { expected: MAX_ITEMSIZE, found: sizeBytes });
}

/**
 * A plain type. As in numpy's descr, `byteOrder` `|` means little-endian for types that have a byte order; all others get `|`. Throws FormatError `bad-dtype` for an item size the code cannot have.
 */
export function scalarDtype(byteOrder: ByteOrder, code: ScalarCode, itemsize: number, unit?: string): ScalarDtype {
  const sizes: readonly number[] | 'any' = ITEMSIZES[code];
  checkItemsize(itemsize, `type '${code}'`);
  const allowed = sizes === 'any' ? code !== 'U' || itemsize % 4 === 0 : sizes.includes(itemsize);
  if (!allowed) {
    const expected = sizes === 'any' ? 'a multiple of 4' : sizes.join(', ');
    const message = `type '${code}' cannot have an item size of ${itemsize} bytes, expected ${expected}`;
    throw new FormatError('bad-dtype', message, { expected, found: itemsize });
  }
  const orderless = NO_BYTE_ORDER.has(code) || (itemsize === 1 && code !== 'U');
  const order = orderless ? '|' : byteOrder === '|' ? '<' : byteOrder;
  return { kind: 'scalar', byteOrder: order, code, itemsize, ...(unit === undefined ? {} : { unit }) };
}

/** A fixed-shape array inside an item; `base` itself when `shape` is empty. Throws FormatError `bad-dtype`. */
export function subarrayDtype(base: Dtype, shape: readonly number[]): Dtype {
  if (shape.length === 0) return base;
  if (shape.length > MAX_DIMENSIONS) {
    const message = `a sub-array has ${shape.length} dimensions, at most ${MAX_DIMENSIONS} are allowed`;
    throw new FormatError('bad-dtype', message, { expected: MAX_DIMENSIONS, found: shape.length });
  }
  for (const dimension of shape) checkItemsize(dimension, 'a dimension of a sub-array');
  const count = shape.includes(0) ? 0 : shape.reduce((product, dimension) => product * dimension, 1);
  return { kind: 'subarray', base, shape, itemsize: checkItemsize(count * base.itemsize, 'a sub-array') };
}

/** A field without its offset, which is behind the previous field. */
export type FieldSpec = Pick<Field, 'name' | 'title' | 'dtype'>;

/** numpy's rule (`descr_to_dtype`): void bytes without a name are padding; a sub-array counts as void. */
function isPadding({ name, title, dtype }: FieldSpec): boolean {
  if (name !== '' || title !== undefined) return false;
  return dtype.kind === 'subarray' || (dtype.kind === 'scalar' && dtype.code === 'V');
}

class FieldList {
  readonly fields: Field[] = [];
  sizeBytes = 0;
  readonly #taken = new Set<string>();

  add(spec: FieldSpec): void {
    if (isPadding(spec)) this.#pad(spec.dtype.itemsize);
    else this.#append(spec);
  }

  #append(spec: FieldSpec): void {
    this.#claim(spec.name);
    if (spec.title !== undefined) this.#claim(spec.title);
    this.fields.push({ ...spec, offset: this.sizeBytes, padding: false });
    this.#grow(spec.dtype.itemsize);
  }

  /** Joins adjacent padding: numpy keeps only offsets and prints a gap as one entry. */
  #pad(sizeBytes: number): void {
    if (sizeBytes === 0) return;
    const before = this.fields.at(-1)?.padding ? this.fields.pop() : undefined;
    const offset = before?.offset ?? this.sizeBytes;
    this.#grow(sizeBytes);
    this.fields.push({ name: '', dtype: scalarDtype('|', 'V', this.sizeBytes - offset), offset, padding: true });
  }

  #grow(sizeBytes: number): void {
    this.sizeBytes = checkItemsize(this.sizeBytes + sizeBytes, 'a structured type');
  }

  /** Names and titles share one namespace. */
  #claim(name: string): void {
    if (this.#taken.has(name)) {
      throw new FormatError(
        'bad-dtype',
        `the field name or title ${reprStr(name)} occurs twice in one structured type`,
      );
    }
    this.#taken.add(name);
  }
}

/** A struct of fields without gaps. Throws FormatError `bad-dtype` when a name repeats or the size overflows. */
export function structDtype(specs: readonly FieldSpec[]): StructDtype {
  const list = new FieldList();
  for (const spec of specs) list.add(spec);
  return { kind: 'struct', itemsize: list.sizeBytes, fields: list.fields };
}
