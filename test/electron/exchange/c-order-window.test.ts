import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COrderWindow } from '../../../electron/exchange/c-order-window.js';
import { scalarDtype } from '../../../shared/format/numpy/dtype.js';

/** The items in C order, one by one. */
function inCOrder(shape: readonly number[], itemsize: number, stored: Uint8Array): Uint8Array {
  const result = new Uint8Array(stored.byteLength);
  const items = shape.reduce((product, length) => product * length, 1);
  for (let place = 0; place < items; place++) {
    let [rest, from, step] = [place, 0, items];
    for (const length of shape.toReversed()) {
      step /= length;
      from += (rest % length) * step;
      rest = Math.floor(rest / length);
    }
    result.set(stored.subarray(from * itemsize, (from + 1) * itemsize), place * itemsize);
  }
  return result;
}

test('takes any range of items in C order out of items in F order, in pieces of any size and alignment', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
  const arguments_ = [
    shapes,
    fc.constantFrom(1, 2, 3, 4, 6, 8, 16),
    fc.integer({ min: 1, max: 50 }),
    fc.nat(40),
    fc.nat(3),
  ] as const;
  fc.assert(
    fc.property(...arguments_, (shape, itemsize, windowItems, pieceItems, shift) => {
      const items = shape.reduce((product, length) => product * length, 1);
      const stored = Uint8Array.from({ length: items * itemsize }, (_, at) => (at * 31 + (at >> 5)) & 0xff);
      const pieces: Uint8Array[] = [];
      for (let startItem = 0; startItem < items; startItem += windowItems) {
        const range = { startItem, endItem: Math.min(items, startItem + windowItems) };
        const window = new COrderWindow({ shape, dtype: scalarDtype('|', 'V', itemsize) }, range);
        for (let at = 0; at < stored.byteLength; at += (pieceItems + 1) * itemsize) {
          const piece = stored.subarray(at, at + (pieceItems + 1) * itemsize);
          const shifted = new Uint8Array(shift + piece.byteLength).subarray(shift);
          shifted.set(piece);
          window.add(shifted);
        }
        pieces.push(window.bytes);
      }
      expect(Buffer.concat(pieces).equals(inCOrder(shape, itemsize, stored))).toBe(true);
    }),
  );
});
