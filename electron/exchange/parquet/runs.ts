/**
 * Checks the lengths of the runs that `RLE` of Parquet writes before they are decoded: one run of a few bytes can stand for two
 * thousand million values. `count` is how many there are at most. Runs that end early are left to the decoder. Throws Error, for the
 * caller to name the file.
 *
 *     header  varint; even: a run of header / 2 equal values, which follows in whole bytes
 *             odd: (header >> 1) groups of 8 values of `bitWidth` bits each
 */
export function requireRuns(bytes: Uint8Array, bitWidth: number, count: number): void {
  if (bitWidth > 32) throw new Error(`values of ${bitWidth} bits`);
  let at = 0;
  for (let seen = 0; seen < count && at < bytes.byteLength; ) {
    const { value: header, next } = varint(bytes, at);
    const isPacked = header % 2 === 1;
    const values = isPacked ? 8 * Math.floor(header / 2) : header / 2;
    // The last group is filled up; writers fill up more than one.
    if (values === 0 || seen + values > count + (isPacked ? MAX_FILLED : 0)) {
      throw new Error(`a run of ${values} values, where ${count - seen} are left`);
    }
    seen += values;
    at = next + (isPacked ? (values * bitWidth) / 8 : Math.ceil(bitWidth / 8));
  }
}

const MAX_FILLED = 504;
const MAX_VARINT_BYTES = 5;

function varint(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new Error('runs that end early');
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  throw new Error('the length of a run is damaged');
}
