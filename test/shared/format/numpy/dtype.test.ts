import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import { scalarDtype, structDtype, subarrayDtype } from '../../../../shared/format/numpy/dtype.js';
import { dtypeOfText, parseDtype } from '../../../../shared/format/numpy/dtype-parse.js';
import { dtypeDescrRepr, dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { caseCount } from '../../../cases.js';
import { dtypeArbitrary } from './dtype-arbitrary.js';

const f8 = scalarDtype('<', 'f', 8);

describe('parseDtype', () => {
  // Left: the text; right: the result of numpy 1.24 (dtype.str or dtype.descr).
  it.each([
    ["'<f8'", "'<f8'"],
    ["'=f8'", "'<f8'"],
    ["'f8'", "'<f8'"],
    ["'|i4'", "'<i4'"],
    ["'>i1'", "'|i1'"],
    ["'<S10'", "'|S10'"],
    ["'a5'", "'|S5'"],
    ["'?'", "'|b1'"],
    ["'|U5'", "'<U5'"],
    ["'U'", "'<U0'"],
    ["'<V7'", "'|V7'"],
    ["'M8'", "'<M8'"],
    ["'<M8[1D]'", "'<M8[D]'"],
    ["'<M8[generic]'", "'<M8'"],
    ["'>m8[25s]'", "'>m8[25s]'"],
    ["b'<f8'", "'<f8'"],
    ['[]', '[]'],
    ["[('', '|V2'), ('', '|V2'), ('a', '<i4')]", "[('', '|V4'), ('a', '<i4')]"],
    ["[('a', '<i4'), ('', '|V0')]", "[('a', '<i4')]"],
    ["[('', '<f8')]", "[('', '<f8')]"],
    ["[('', '<i4', (2,))]", "[('', '|V8')]"],
    ["[(('t', ''), '|V4')]", "[(('t', ''), '|V4')]"],
    ["[((None, 'a'), '<i4')]", "[('a', '<i4')]"],
    ["[(u'a', '<i4', 3L)]", "[('a', '<i4', (3,))]"],
    ["[('a', '<i4', ())]", "[('a', '<i4')]"],
    ["[['a', '<i4', [2, 3]]]", "[('a', '<i4', (2, 3))]"],
    ["[('b', ('<i4', (2,)), (3,))]", "[('b', ('<i4', (2,)), (3,))]"],
    ["[('a', [('x', '<f4')], (0, 3))]", "[('a', [('x', '<f4')], (0, 3))]"],
    ["('<i4', (2, 3))", "'|V24'"],
  ])('reads %s as numpy does', (text, printed) => {
    expect(dtypeDescrRepr(parseDtype(text))).toBe(printed);
  });

  it('places fields one behind the other', () => {
    const dtype = parseDtype("[('id', '|u1'), ('', '|V3'), (('Mass', 'm'), '>f4', (2,))]");
    expect(dtype).toMatchObject({
      kind: 'struct',
      itemsize: 12,
      fields: [
        { name: 'id', offset: 0, padding: false },
        { name: '', offset: 1, padding: true, dtype: { code: 'V', itemsize: 3 } },
        { name: 'm', title: 'Mass', offset: 4, dtype: { kind: 'subarray', shape: [2], itemsize: 8 } },
      ],
    });
    expect(dtypeStr(dtype)).toBe('|V12');
  });

  it.each([
    ["'|O'", 'Python objects'],
    ["[('a', '|O8')]", 'Python objects'],
    ["'<x8'", "unknown type code 'x'"],
    ["'!f8'", 'is not a dtype'],
    ["' <f8'", 'is not a dtype'],
    ["'f'", 'lacks an item size'],
    ["'<f3'", 'cannot have an item size of 3 bytes, expected 2, 4, 8, 12, 16'],
    ["'b2'", 'expected 1'],
    ["'S2147483648'", 'item size'],
    ["'U536870912'", 'item size'],
    ["'S99999999999999999999'", 'item size'],
    [`'S${'0'.repeat(100)}1'`, 'too long to be a dtype'],
    ["'M8[7]'", 'unknown time unit'],
    ["'M8[D]x'", 'is not a dtype'],
    ["'M8[2147483648s]'", 'unknown time unit'],
    ["'<f8[s]'", 'cannot have a time unit'],
    ["[('a', '<i4'), ('a', '<i4')]", "'a' occurs twice"],
    ["[(('t', 'a'), '<i4'), ('t', '<i4')]", "'t' occurs twice"],
    ["[('a', '|V2147483647'), ('b', '|V1')]", 'item size of 2147483648'],
    ["[('a', '<i4', (65536, 65536))]", 'item size of 17179869184'],
    ["[('a', '<i4', (2147483648,))]", 'dimension 2147483648'],
    ["[('a', '<i4', (-1,))]", 'dimension -1'],
    ["[('a', '<i4', (True,))]", 'dimension True'],
    ["[('a', '<i4', None)]", 'shape None'],
    [`[('a', '<i4', (${'1, '.repeat(65)}))]`, '65 dimensions'],
    ["[('a',)]", 'is not a field'],
    ["[('a', '<i4', 1, 2)]", 'is not a field'],
    ["['<i4']", 'is not a field'],
    ["[(1, '<i4')]", 'is not a field name'],
    ["('<f8', {'a': 1})", 'has metadata'],
    ["{'names': ['a'], 'formats': ['<i4']}", 'is not a dtype'],
    ['8', 'is not a dtype'],
  ])('refuses %s', (text, message) => {
    expect(() => parseDtype(text)).toThrow(message);
  });

  it('refuses a dtype that is nested more deeply than the limit', () => {
    const nest = (depth: number) => `${'('.repeat(depth)}'<i4'${', 1)'.repeat(depth)}`;
    expect(() => parseDtype(nest(32))).not.toThrow();
    expect(() => parseDtype(nest(33))).toThrow('deeper than 32');
  });

  it('fails only with a FormatError, whatever the text', () => {
    const word = fc.constantFrom("'<f8'", "'a'", '(', ')', '[', ']', ', ', '3', '-1', "''", "'|V4'", 'None', '{', '}');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        try {
          parseDtype(words.join(''));
        } catch (error) {
          expect(isBloscpackError(error)).toBe(true);
        }
      }),
      { numRuns: caseCount(400) },
    );
  });
});

describe('the constructors', () => {
  it('force the byte order that a type can have', () => {
    expect(scalarDtype('>', 'S', 4).byteOrder).toBe('|');
    expect(scalarDtype('>', 'u', 1).byteOrder).toBe('|');
    expect(scalarDtype('|', 'U', 4).byteOrder).toBe('<');
    expect(scalarDtype('>', 'U', 0).byteOrder).toBe('>');
  });

  it('join adjacent padding and replace a 0-d sub-array by its base', () => {
    const pad = { name: '', dtype: scalarDtype('|', 'V', 2) };
    expect(structDtype([pad, pad]).fields).toHaveLength(1);
    expect(subarrayDtype(f8, [])).toBe(f8);
  });

  it('refuse impossible dtypes', () => {
    expect(() => scalarDtype('<', 'U', 6)).toThrow('a multiple of 4');
    expect(() => subarrayDtype(f8, [1.5])).toThrow('dimension');
  });
});

describe('dtypeDescrRepr', () => {
  it('is read back as the same dtype', () => {
    fc.assert(
      fc.property(dtypeArbitrary, (dtype) => {
        expect(parseDtype(dtypeDescrRepr(dtype))).toEqual(dtype);
      }),
    );
  });
});

describe('dtypeOfText', () => {
  it.each([
    ['<f8', "'<f8'"],
    [' >i2 ', "'>i2'"],
    ["'<f8'", "'<f8'"],
    ['"<f8"', "'<f8'"],
    ["u'<f8'", "'<f8'"],
    ["('<f4', (3,))", "'|V12'"], // numpy prints a bare sub-array as the bytes of one item
    ["[('x', '<f4'), ('y', '>i4')]", "[('x', '<f4'), ('y', '>i4')]"],
  ])('reads %s', (text, descr) => {
    expect(dtypeDescrRepr(dtypeOfText(text))).toBe(descr);
  });

  it.each(['', 'float', "('<f4', (3,)", '[x]'])('refuses %j', (text) => {
    expect(() => dtypeOfText(text)).toThrow();
  });
});
