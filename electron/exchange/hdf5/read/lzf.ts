import { badHdf5 } from '../metadata/fields.js';

const MAX_LITERAL = 32;

/**
 * Unpacks LZF, h5py's own compression. A control byte below 32 is followed by so many literal bytes and one more; of others the high
 * three bits are the length less 2 of a copy (7: more in the next byte), the rest and the next byte how far back it begins, less 1.
 */
export function unpackLzf(stored: Uint8Array, maxBytes: number): Uint8Array {
  const plain = new Uint8Array(maxBytes);
  let from = 0;
  let to = 0;
  const next = (): number => {
    const byte = stored[from++];
    if (byte === undefined) throw damaged();
    return byte;
  };
  while (from < stored.byteLength) {
    const control = next();
    if (control < MAX_LITERAL) {
      const literal = stored.subarray(from, from + control + 1);
      if (literal.byteLength <= control || to + control >= maxBytes) throw damaged();
      plain.set(literal, to);
      from += control + 1;
      to += control + 1;
      continue;
    }
    const lengthBits = control >> 5;
    const length = 2 + lengthBits + (lengthBits === 7 ? next() : 0);
    const start = to - ((control & 31) << 8) - next() - 1;
    if (start < 0 || to + length > maxBytes) throw damaged();
    for (let at = start; at < start + length; at++) plain[to++] = plain[at] ?? 0;
  }
  return plain.subarray(0, to);
}

function damaged(): Error {
  return badHdf5('its compressed bytes do not decompress');
}
