import { expect, it } from 'vitest';

it('typed arrays are equal where kind, length and items are, also inside of other values', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3);
  expect(bytes.subarray(1)).toEqual(Uint8Array.of(1, 2, 3));
  expect({ found: [bytes] }).toEqual({ found: [Uint8Array.of(0, 1, 2, 3)] });
  expect({ found: bytes, more: 1 }).toMatchObject({ found: Uint8Array.of(0, 1, 2, 3) });
  expect(Float64Array.of(0, Number.NaN)).toEqual(Float64Array.of(0, Number.NaN));
  // The same number with other bytes.
  const otherNaN = new Float64Array(BigUint64Array.of(0x7ff8_0000_0000_0001n).buffer);
  expect(otherNaN).toEqual(Float64Array.of(Number.NaN));
});

it('typed arrays differ in an item, their length or their kind', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3);
  expect(bytes).not.toEqual(Uint8Array.of(0, 1, 2, 4));
  expect(bytes).not.toEqual(bytes.subarray(1));
  expect(bytes).not.toEqual(Buffer.from(bytes));
  expect(bytes).not.toEqual(Int8Array.of(0, 1, 2, 3));
  expect(bytes).not.toEqual([0, 1, 2, 3]);
  expect({ found: [bytes] }).not.toEqual({ found: [Uint8Array.of(0, 1, 2, 4)] });
  expect(Float64Array.of(0)).not.toEqual(Float64Array.of(-0));
});
