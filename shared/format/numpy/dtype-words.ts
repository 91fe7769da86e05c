import { FormatError } from '../errors.js';
import type { Dtype, ScalarCode, ScalarDtype } from './dtype.js';
import { dtypeOfText } from './dtype-parse.js';

const WORDS = {
  b: () => 'bool',
  i: ({ itemsize }) => `int${8 * itemsize}`,
  u: ({ itemsize }) => `uint${8 * itemsize}`,
  f: ({ itemsize }) => `float${8 * itemsize}`,
  c: ({ itemsize }) => `complex${8 * itemsize}`,
  S: ({ itemsize }) => `S${itemsize} bytes`,
  U: ({ itemsize }) => `U${itemsize / 4} text`,
  V: ({ itemsize }) => `V${itemsize} raw bytes`,
  M: ({ unit = '' }) => `datetime64${unit}`,
  m: ({ unit = '' }) => `timedelta64${unit}`,
} as const satisfies Record<ScalarCode, (dtype: ScalarDtype) => string>;

/** Fields that are named; further ones are counted. */
const MAX_FIELDS = 3;

/** A dtype as readable text: `float64`, `uint16 big-endian`, `{x: float32, y: float32, 2 more}`. */
export function dtypeWords(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'scalar':
      return `${WORDS[dtype.code](dtype)}${dtype.byteOrder === '>' ? ' big-endian' : ''}`;
    case 'struct': {
      const fields = dtype.fields.filter(({ padding }) => !padding);
      const named = fields.slice(0, MAX_FIELDS).map((field) => `${field.name}: ${dtypeWords(field.dtype)}`);
      const more = fields.length - named.length;
      return `{${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}}`;
    }
    case 'subarray':
      return `${dtypeWords(dtype.base)} array of ${dtype.shape.join(' × ')}`;
  }
}

/** The words for a dtype as numpy spells it: `float64` for `<f8`. A text that is no such dtype stays as it is. */
export function wordsOfDtypeText(text: string): string {
  try {
    return dtypeWords(dtypeOfText(text));
  } catch (error) {
    if (error instanceof FormatError) return text;
    throw error;
  }
}
