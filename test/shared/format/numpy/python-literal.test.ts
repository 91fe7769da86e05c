import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import {
  MAX_LITERAL_CHARS,
  MAX_LITERAL_DEPTH,
  type PyValue,
  parsePythonLiteral,
  reprPython,
} from '../../../../shared/format/numpy/python-literal.js';
import { caseCount } from '../../../cases.js';

function tuple(...items: readonly PyValue[]): PyValue {
  return { kind: 'tuple', items };
}

function list(...items: readonly PyValue[]): PyValue {
  return { kind: 'list', items };
}

describe('parsePythonLiteral', () => {
  it.each<[string, PyValue]>([
    ['None', null],
    [' True ', true],
    ['False\n', false],
    ['-12', -12n],
    ['123456789012345678901', 123456789012345678901n],
    ['10L', 10n],
    ['1.5', 1.5],
    ['-1e-3', -0.001],
    ['2.', 2],
    ['.5', 0.5],
    ["'it'", 'it'],
    ['"it\'s"', "it's"],
    ["u'x'", 'x'],
    ["'a\\\\b\\'c\\n\\x41\\u00e9\\U0001f600\\101\\q'", "a\\b'c\nAé😀A\\q"],
    ['()', tuple()],
    ['(1)', 1n],
    ['(1,)', tuple(1n)],
    ['(1, 2,)', tuple(1n, 2n)],
    ["[ 'a' ,(\n'b',) ]", list('a', tuple('b'))],
    [
      "{'a': 1, 2: [],}",
      {
        kind: 'dict',
        entries: [
          ['a', 1n],
          [2n, list()],
        ],
      },
    ],
    ["b'\\x00\\xff a'", { kind: 'bytes', bytes: Uint8Array.of(0, 255, 32, 97) }],
  ])('reads %s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    ['', 'expected a Python literal at position 0 of the Python literal, found the end of the text'],
    ['[1 2]', "expected ',' or ']' at position 3"],
    ['(,)', 'expected a Python literal at position 1'],
    ['[1,,2]', 'expected a Python literal at position 3'],
    ['1 1', 'expected the end of the text at position 2'],
    ['{1}', "expected ':' at position 2"],
    ['__import__("os")', 'expected a Python literal at position 0'],
    ["'open", 'an unterminated string from position 1'],
    ["'open\\'", 'an unterminated string from position 1'],
    ["'two\nlines'", 'an unterminated string from position 1'],
    ['010', 'an integer with leading zeros'],
    ['12abc', 'position 0'],
    ['1.2.3', 'position 0'],
    ['1+2', 'expected the end of the text at position 1'],
    ["'\\x4'", 'a malformed escape'],
    ["'\\U00110000'", 'a malformed escape'],
    ["b'é'", 'a malformed bytes literal'],
    ["'a' 'b'", 'expected the end of the text at position 4'],
    ['{', 'expected a Python literal at position 1'],
    ['9'.repeat(500), 'a number of 500 characters'],
  ])('refuses %j with the position', (text, message) => {
    expect(() => parsePythonLiteral(text)).toThrow(message);
  });

  it('refuses text that is nested too deeply or too long, without overflowing the stack', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parsePythonLiteral(nested(MAX_LITERAL_DEPTH))).not.toThrow();
    expect(() => parsePythonLiteral(nested(MAX_LITERAL_DEPTH + 1))).toThrow('nested brackets');
    expect(() => parsePythonLiteral('('.repeat(1_000_000))).toThrow('nested brackets');
    expect(() => parsePythonLiteral(' '.repeat(MAX_LITERAL_CHARS + 1))).toThrow('too long');
  });

  it('reads long strings without overflowing the stack', () => {
    const plain = 'x'.repeat(5_000_000);
    expect(parsePythonLiteral(`'${plain}'`)).toBe(plain);
    const escaped = '\\n'.repeat(2_000_000);
    expect(parsePythonLiteral(`'${escaped}'`)).toBe('\n'.repeat(2_000_000));
    expect(() => parsePythonLiteral(`'${escaped}`)).toThrow('an unterminated string');
  });

  it('fails only with a FormatError, whatever the text', () => {
    const fragments = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      "'",
      '"',
      '\\',
      'b',
      'u',
      '1',
      '-',
      '.',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragments).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parsePythonLiteral(text);
          } catch (error) {
            expect(isBloscpackError(error)).toBe(true);
          }
        },
      ),
      { numRuns: caseCount(400) },
    );
  });
});

const { value: pyValue } = fc.letrec<{ value: PyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 8 }).map((bytes): PyValue => ({ kind: 'bytes', bytes: Uint8Array.from(bytes) })),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => tuple(...items)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => list(...items)),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((entries): PyValue => ({ kind: 'dict', entries })),
  ),
}));

describe('reprPython', () => {
  // Expected texts printed by Python 3.11.
  it.each<[string, PyValue]>([
    ['"it\'s"', "it's"],
    [`'both\\'"'`, `both'"`],
    ["'tab\\t\\x7f\\xad'", 'tab\t\x7f\xad'],
    ["'é中😀'", 'é中😀'],
    ["'\\ud800\\u2028\\xa0'", '\ud800\u2028\u00a0'],
    ["'\\U000e0001'", '\u{e0001}'],
    ['(1,)', tuple(1n)],
    ['()', tuple()],
    ['1e+16', 1e16],
    [`b"'\\x00\\xff"`, { kind: 'bytes', bytes: Uint8Array.of(39, 0, 255) }],
  ])('prints %s as Python does', (text, value) => {
    expect(reprPython(value)).toBe(text);
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(pyValue, (value) => {
        expect(parsePythonLiteral(reprPython(value))).toEqual(value);
      }),
    );
  });
});
