import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dtype, scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { parseDtype, parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { parseNpyHeader } from '../../../../shared/format/numpy/npy-header.js';
import { formatElement, readElement } from '../../../../shared/format/numpy/values.js';
import { readFixture } from '../../../fixtures.js';
import { dtypeArbitrary } from './dtype-arbitrary.js';
import { VALUE_TABLE } from './value-table.js';

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function show(dtype: Dtype, bytes: Uint8Array, offset = 0): string {
  return formatElement(dtype, readElement(dtype, bytes, offset));
}

describe('a scalar', () => {
  it.each(VALUE_TABLE)('%s %s prints as numpy prints it: %s', (type, hex, text) => {
    expect(show(parseTypeString(type), fromHex(hex))).toBe(text);
  });

  it('keeps every bit of a 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.boolean(), (value, littleEndian) => {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigInt64(0, value, littleEndian);
        expect(readElement(scalarDtype(littleEndian ? '<' : '>', 'i', 8), bytes, 0)).toBe(value);
      }),
    );
  });

  it('prints times without a unit, which numpy itself cannot', () => {
    expect(show(parseTypeString('<M8'), fromHex('0500000000000000'))).toBe('5 generic time units');
  });

  it('shows code points beyond Unicode as replacement characters', () => {
    expect(readElement(parseTypeString('<U1'), fromHex('ffffffff'), 0)).toBe('\ufffd');
  });

  it('prints singles with the fewest digits that give the same single', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatElement(scalarDtype('<', 'f', 4), value);
        expect(Object.is(Math.fround(Number(text)), value)).toBe(true);
      }),
    );
  });
});

describe('a structured item', () => {
  const dtype = parseDtype(
    "[('i', '<i2'), ('', '|V1'), ('s', '|S3'), ('u', '<U1'), ('d', '<M8[D]'), ('p', [('x', '<f4')]), ('m', '|u1', (2, 3))]",
  );
  const bytes = fromHex('aaffff00616200e90000000000000000000000cdcccc3d010203040506');

  it('is read field by field, without padding', () => {
    expect(readElement(dtype, bytes, 1)).toEqual({
      kind: 'record',
      fields: [
        { name: 'i', value: -1 },
        { name: 's', value: Uint8Array.of(0x61, 0x62) },
        { name: 'u', value: 'é' },
        { name: 'd', value: { kind: 'datetime', ticks: 0n, unit: '[D]' } },
        { name: 'p', value: { kind: 'record', fields: [{ name: 'x', value: Math.fround(0.1) }] } },
        {
          name: 'm',
          value: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
      ],
    });
  });

  it('prints as a tuple', () => {
    expect(show(dtype, bytes, 1)).toBe("(-1, b'ab', 'é', '1970-01-01', (0.1,), [[1, 2, 3], [4, 5, 6]])");
  });

  it('reads sub-arrays of sub-arrays, and huge empty ones without allocating', () => {
    const nested = parseDtype("[('a', ('|u1', (2,)), (2,)), ('e', '<f8', (2147483647, 0)), ('z', [], (2147483647,))]");
    expect(show(nested, fromHex('01020304'))).toBe('([[1, 2], [3, 4]], [], [])');
  });
});

describe('readElement', () => {
  it.each([-1, 0.5, 1, Number.NaN])('refuses offset %d outside the bytes', (offset) => {
    expect(() => readElement(scalarDtype('<', 'f', 8), new Uint8Array(8), offset)).toThrow('not within the 8 bytes');
  });

  it('copies what it returns as bytes', () => {
    const bytes = Uint8Array.of(1, 2);
    const value = readElement(scalarDtype('|', 'V', 2), bytes, 0);
    bytes.fill(9);
    expect(value).toEqual(Uint8Array.of(1, 2));
  });

  it('reads and prints any item of any dtype', () => {
    fc.assert(
      fc.property(dtypeArbitrary, fc.infiniteStream(fc.nat({ max: 255 })), (dtype, stream) => {
        fc.pre(dtype.itemsize < 20_000);
        const bytes = Uint8Array.from(stream.take(dtype.itemsize));
        expect(typeof show(dtype, bytes)).toBe('string');
      }),
    );
  });

  // Expected texts printed by numpy from the fixtures (records through `.item()`).
  it.each([
    ['ndarray_f8', '1.0'],
    ['ndarray_record', "(1, 0.5, b'x1')"],
    ['ndarray_nested', '((0.0, 0.0), [[0, 0, 0], [0, 0, 0]])'],
    ['ndarray_datetime', '2014-07-27'],
    ['ndarray_S10', "b'pack'"],
    ['ndarray_U5', '大小'],
    ['ndarray_f4_be', '1.0'],
    ['ndarray_c8', '(1+0j)'],
  ])('reads item 1 of %s', (name, text) => {
    const bytes = readFixture('golden', `${name}.npy`);
    const { dtype, dataOffsetBytes } = parseNpyHeader(bytes);
    expect(show(dtype, bytes, dataOffsetBytes + dtype.itemsize)).toBe(text);
  });
});
