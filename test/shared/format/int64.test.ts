import { describe, expect, it } from 'vitest';
import { toSafeInteger } from '../../../shared/format/int64.js';

describe('toSafeInteger', () => {
  it.each([0n, -1n, 9007199254740991n, -9007199254740991n])('keeps %s', (value) => {
    expect(BigInt(toSafeInteger(value, 'nchunks'))).toBe(value);
  });

  it.each([9007199254740992n, 2n ** 62n, -(2n ** 63n)])('refuses %s, which a double would round', (value) => {
    expect(() => toSafeInteger(value, 'nchunks')).toThrow(expect.objectContaining({ problem: 'bad-header' }));
    expect(() => toSafeInteger(value, 'nchunks')).toThrow(`nchunks is ${value}`);
  });
});
