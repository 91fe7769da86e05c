/** Bits a byte, 0 to 8, of every `stride`th byte from `start` on. */
export function entropyOfBytes(bytes: Uint8Array, start: number, stride: number, count: number): number {
  const counts = new Uint32Array(256);
  for (let item = 0; item < count; item++) {
    const byte = bytes[start + item * stride] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  return entropyOfCounts(counts, count);
}

/** Bits a bit, 0 to 1, of one bit of each item, counted from the lowest bit of its first byte. */
export function entropyOfBits(bytes: Uint8Array, bit: number, stride: number, count: number): number {
  const [byte, mask] = [bit >> 3, 1 << (bit & 7)];
  let ones = 0;
  for (let item = 0; item < count; item++) if (((bytes[byte + item * stride] ?? 0) & mask) !== 0) ones++;
  return entropyOfCounts([ones, count - ones], count);
}

function entropyOfCounts(counts: Iterable<number>, total: number): number {
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
