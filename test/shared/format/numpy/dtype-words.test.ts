import { expect, it } from 'vitest';
import { structDtype } from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { dtypeWords, wordsOfDtypeText } from '../../../../shared/format/numpy/dtype-words.js';

it('names plain dtypes as numpy does, and their byte order where it is not the usual one', () => {
  expect(['<f8', '>u2', '|b1', '<M8[ns]', '<U12'].map((text) => dtypeWords(parseTypeString(text)))).toEqual([
    'float64',
    'uint16 big-endian',
    'bool',
    'datetime64[ns]',
    'U12 text',
  ]);
});

it('names the first fields of a record and counts the others', () => {
  const fields = (...names: readonly string[]) =>
    structDtype(names.map((name) => ({ name, dtype: parseTypeString('<f4') })));
  expect(dtypeWords(fields('x'))).toBe('{x: float32}');
  expect(dtypeWords(fields('x', 'y', 'z', 'w', 'v'))).toBe('{x: float32, y: float32, z: float32, 2 more}');
});

it('puts numpy spellings in words, and leaves other texts as they are', () => {
  expect(['<f8', "'>u2'", "[('x', '<f4')]", 'float64', ''].map(wordsOfDtypeText)).toEqual([
    'float64',
    'uint16 big-endian',
    '{x: float32}',
    'float64',
    '',
  ]);
});
