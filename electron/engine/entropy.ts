/**
 * Shannon entropy of `count` bytes, every `stride`th from `start` on, in bits per byte, 0 to 8. Bytes with an entropy near 8 cannot be
 * compressed. NaN for no bytes.
 */
export function entropyOfBytes(bytes: Uint8Array, start = 0, stride = 1, count = bytes.length): number {
  const counts = new Uint32Array(256);
  // A plain loop for speed: it runs over every stored byte of a file.
  for (let item = 0, at = start; item < count; item++, at += stride) {
    const byte = bytes[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  return entropyOfCounts(counts, count);
}

/** Entropy of one bit of each item, in bits per bit, 0 to 1. Bits are counted from the lowest bit of the item's first byte. */
export function entropyOfBits(bytes: Uint8Array, bit: number, stride: number, count: number): number {
  const [byte, mask] = [bit >> 3, 1 << (bit & 7)];
  let ones = 0;
  for (let item = 0; item < count; item++) if (((bytes[byte + item * stride] ?? 0) & mask) !== 0) ones++;
  return entropyOfCounts([ones, count - ones], count);
}

function entropyOfCounts(counts: Iterable<number>, total: number): number {
  if (total === 0) return Number.NaN;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / total);
  return Math.max(0, bits / total);
}
