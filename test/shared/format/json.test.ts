import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../shared/format/errors.js';
import { JsonFloat, type JsonValue, parseJson, printJson, toPlainJs } from '../../../shared/format/json.js';

describe('parseJson and printJson', () => {
  // The right column is json.dumps(json.loads(left), separators=(',', ':')) of Python 3.11.
  it.each([
    ['{"10":1,"2":2,"a":{}}', '{"10":1,"2":2,"a":{}}'],
    ['[1, 1.0, 1e400, -1e400, NaN, -0, -0.0, 1E5]', '[1,1.0,Infinity,-Infinity,NaN,0,-0.0,100000.0]'],
    ['[1e22, 0.1e-6, 12345678901234567890]', '[1e+22,1e-07,12345678901234567890]'],
    ['[9007199254740993.0, 9007199254740993]', '[9007199254740992.0,9007199254740993]'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['"\\ud83d\\ude00 \\u00E9 \\/ \\" \\\\"', '"\\ud83d\\ude00 \\u00e9 / \\" \\\\"'],
    ['"\\b\\f\\n\\r\\t \\u007f\\u0000\\u001f"', '"\\b\\f\\n\\r\\t \\u007f\\u0000\\u001f"'],
    ['"Größe – 大小 😀"', '"Gr\\u00f6\\u00dfe \\u2013 \\u5927\\u5c0f \\ud83d\\ude00"'],
    ['"\\ud83d"', '"\\ud83d"'],
    ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
    [' [ ] ', '[]'],
    ['{"x":[{},[],null,true,false,Infinity,-Infinity]}', '{"x":[{},[],null,true,false,Infinity,-Infinity]}'],
    ['1.5', '1.5'],
    ['""', '""'],
  ])('read and write %s as Python does', (text, expected) => {
    expect(printJson(parseJson(text))).toBe(expected);
  });

  const anyNumber = fc.oneof(
    fc.double().filter((value) => !Number.isInteger(value)),
    fc.maxSafeInteger().map((value) => value + 0),
    fc.bigInt({ min: 2n ** 53n }),
    fc.integer().map((value) => new JsonFloat(value)),
  );
  const anyText = fc.string({ unit: 'binary' });
  const { value: anyJson } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      anyNumber,
      anyText,
      fc.array(tie('value')),
      fc.array(fc.tuple(anyText, tie('value'))).map((entries) => new Map(entries)),
    ),
  }));

  it('read every value as it was written', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(parseJson(printJson(value))).toEqual(value);
      }),
    );
  });

  it('write what JavaScript reads, where JavaScript can', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(printJson(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('parseJson', () => {
  it('distinguishes a float with an integral value from an integer', () => {
    expect(parseJson('1.0')).toBeInstanceOf(JsonFloat);
    expect(parseJson('1')).toBe(1);
    expect(parseJson('-9007199254740992')).toBe(-9007199254740992n);
  });

  it.each([
    ['', 0],
    ['[1,]', 3],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ['01', 1],
    ['+1', 0],
    ['.5', 0],
    ['1.', 1],
    ['1e', 1],
    ['-', 0],
    ['tru', 0],
    ['"a\nb"', 2],
    ['"\\x"', 2],
    ['"\\u12g4"', 2],
    ['"abc', 4],
    ['"abc\\', 5],
    ['[1 2]', 3],
    ['[', 1],
    [']', 0],
    ['{} x', 3],
    ['\ufeff{}', 0],
  ])('rejects %j with the position', (text, position) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ problem: 'bad-json' }));
    expect(() => parseJson(text)).toThrow(`at character ${position}:`);
  });

  it('limits the nesting', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(printJson(parseJson(nested(513)))).toBe(nested(513));
    expect(() => parseJson(nested(514))).toThrow('at most 512 levels');
    expect(() => parseJson('['.repeat(1_000_000))).toThrow('at most 512 levels');
  });

  it('limits the digits of an integer', () => {
    expect(parseJson('1'.repeat(4300))).toBe(BigInt('1'.repeat(4300)));
    expect(() => parseJson('1'.repeat(4301))).toThrow('at most 4300 digits');
  });
});

describe('printJson', () => {
  it('takes plain objects and wrapped numbers', () => {
    const metadata = { dtype: "'<f8'", shape: [2, 3], order: 'C', container: 'numpy' };
    expect(printJson(metadata)).toBe('{"dtype":"\'<f8\'","shape":[2,3],"order":"C","container":"numpy"}');
    expect(printJson(structuredClone(new JsonFloat(1)))).toBe('1.0');
    expect(printJson(1e22)).toBe('1e+22');
  });

  it('refuses other values than JSON, and a value that contains itself', () => {
    // @ts-expect-error: callers without types can pass it.
    expect(() => printJson({ a: undefined })).toThrow(ArgumentError);
    const loop: JsonValue[] = [];
    loop.push(loop);
    expect(() => printJson(loop)).toThrow(ArgumentError);
  });
});

describe('toPlainJs', () => {
  it('makes plain objects, and never touches a prototype', () => {
    const plain = toPlainJs(parseJson('{"a":[1.0,{"b":null}],"__proto__":{"x":1}}'));
    expect(JSON.stringify(plain)).toBe('{"a":[1,{"b":null}],"__proto__":{"x":1}}');
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
  });
});
