/** Shannon entropy of bytes in bits a byte, 0 to 8: near 8 is what no codec makes any smaller. NaN for no bytes. */
export function byteEntropy(bytes: Uint8Array): number {
  const { length } = bytes;
  if (length === 0) return Number.NaN;
  const counts = new Uint32Array(256);
  // An index loop: this runs over every stored byte of a file.
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / length);
  return Math.max(0, bits / length);
}
