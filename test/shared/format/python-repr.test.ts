import { describe, expect, it } from 'vitest';
import { reprBytes, reprFloat } from '../../../shared/format/python-repr.js';

// Every expected text was printed by Python 3.11.

describe('reprFloat', () => {
  it.each([
    [0.1, '0.1'],
    [1e-7, '1e-07'],
    [1e16, '1e+16'],
    [1e22, '1e+22'],
    [1, '1.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [123456789012345680, '1.2345678901234568e+17'],
    [9999999999999998, '9999999999999998.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5e-324'],
    [2.5, '2.5'],
    [100, '100.0'],
    [1 / 3, '0.3333333333333333'],
    [-1e-5, '-1e-05'],
    [1e21, '1e+21'],
    [123456.789, '123456.789'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('prints %d as Python does', (value, expected) => {
    expect(reprFloat(value)).toBe(expected);
  });
});

describe('reprBytes', () => {
  it.each([
    [[66, 76, 80, 75], "b'BLPK'"],
    [[105, 116, 39, 115], 'b"it\'s"'],
    [[105, 116, 34, 115], "b'it\"s'"],
    [[39, 34, 92, 120], "b'\\'\"\\\\x'"],
    [[147, 78, 85, 77], "b'\\x93NUM'"],
    [[9, 10, 13, 0], "b'\\t\\n\\r\\x00'"],
    [[127, 69, 76, 70], "b'\\x7fELF'"],
    [[], "b''"],
  ])('prints %j as Python does', (bytes, expected) => {
    expect(reprBytes(Uint8Array.from(bytes))).toBe(expected);
  });
});
