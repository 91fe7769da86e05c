import { expect, test } from 'vitest';
import { lookup3 } from '../../../../../electron/exchange/hdf5/metadata/lookup3.js';

test('gives the values of its author', () => {
  expect(lookup3(new Uint8Array(0))).toBe(0xdeadbeef);
  expect(lookup3(new TextEncoder().encode('Four score and seven years ago'))).toBe(0x17770551);
});
