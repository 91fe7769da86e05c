/** Words whose sums fit into 32 bits. */
const WORDS_PER_BLOCK = 360;

const folded = (sum: number): number => (sum & 0xffff) + (sum >>> 16);

/** HDF5's Fletcher-32, unsigned: of big-endian words; an odd last byte is the high one of its word. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  for (let at = 0; at < bytes.byteLength; ) {
    const end = Math.min(bytes.byteLength, at + 2 * WORDS_PER_BLOCK);
    for (; at < end; at += 2) {
      low += ((bytes[at] ?? 0) << 8) | (at + 1 < bytes.byteLength ? (bytes[at + 1] ?? 0) : 0);
      high += low;
    }
    low = folded(low);
    high = folded(high);
  }
  return ((folded(high) << 16) | folded(low)) >>> 0;
}
