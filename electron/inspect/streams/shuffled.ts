/**
 * Byte shuffle as Blosc does it: all first bytes of the items, then all second ones; an incomplete item stays at the
 * end.
 */
export function byteShuffled(plain: Uint8Array, typesize: number): Uint8Array {
  const items = Math.floor(plain.byteLength / typesize);
  const shuffled = new Uint8Array(plain);
  for (let byte = 0; byte < typesize; byte++) {
    for (let item = 0; item < items; item++) shuffled[byte * items + item] = plain[item * typesize + byte] ?? 0;
  }
  return shuffled;
}

/**
 * Bit shuffle as Blosc does it: the same for each bit, of as many items as fill whole bytes; the others stay at the
 * end.
 */
export function bitShuffled(plain: Uint8Array, typesize: number): Uint8Array {
  const items = Math.floor(plain.byteLength / typesize / 8) * 8;
  const planeBytes = items / 8;
  const shuffled = new Uint8Array(plain).fill(0, 0, items * typesize);
  for (let bit = 0; bit < typesize * 8; bit++) {
    const [byte, shift] = [bit >> 3, bit & 7];
    for (let item = 0; item < items; item++) {
      const value = ((plain[item * typesize + byte] ?? 0) >> shift) & 1;
      const target = bit * planeBytes + (item >> 3);
      shuffled[target] = (shuffled[target] ?? 0) | (value << (item & 7));
    }
  }
  return shuffled;
}
