/** Bits of a key that one pass sorts by. */
const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * Sorts items by a positive key each, ascending and stable; items with key NaN come last. Keys are compared as
 * f32: sizes beyond 16 MiB that differ by less than one part in 16 million count as equal. Takes about 30 ms a million, where
 * a comparison sort takes a second.
 */
export function sortedByKeys(items: Uint32Array, keyOf: (item: number) => number): Uint32Array {
  const keys = Float32Array.from(items, keyOf);
  // Positive floats have the order of their bits, and NaN is above them all.
  const bits = new Uint32Array(keys.buffer);
  const [byLow, lowBits] = pass(items, bits, (bit) => bit & (DIGITS - 1));
  return pass(byLow, lowBits, (bit) => bit >>> DIGIT_BITS)[0];
}

function pass(items: Uint32Array, bits: Uint32Array, digitOf: (bits: number) => number): [Uint32Array, Uint32Array] {
  const starts = new Uint32Array(DIGITS + 1);
  for (const bit of bits) starts[digitOf(bit) + 1] = (starts[digitOf(bit) + 1] ?? 0) + 1;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
  const movedItems = new Uint32Array(items.length);
  const movedBits = new Uint32Array(items.length);
  for (let place = 0; place < items.length; place++) {
    const bit = bits[place] ?? 0;
    const target = starts[digitOf(bit)] ?? 0;
    starts[digitOf(bit)] = target + 1;
    movedItems[target] = items[place] ?? 0;
    movedBits[target] = bit;
  }
  return [movedItems, movedBits];
}
