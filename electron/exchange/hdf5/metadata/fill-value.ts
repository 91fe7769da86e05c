import type { Fields } from './fields.js';

const FLAG_HAS_VALUE = 0x20;

/** Reads a fill value message: the bytes of one item, undefined for zeros. Throws FormatError. */
export function readFillValue(fields: Fields): Uint8Array | undefined {
  const version = fields.version([1, 2, 3]);
  if (version === 3) return fields.u8() & FLAG_HAS_VALUE ? readValue(fields) : undefined;
  fields.skip(2);
  const isDefined = fields.u8() !== 0;
  return version === 2 && !isDefined ? undefined : readValue(fields);
}

/** Reads the message of HDF5 before 1.6, which has nothing but the value. */
export function readOldFillValue(fields: Fields): Uint8Array | undefined {
  return readValue(fields);
}

function readValue(fields: Fields): Uint8Array | undefined {
  const sizeBytes = fields.u32();
  // -1 says that there is none.
  return sizeBytes === 0 || sizeBytes === 0xffffffff ? undefined : fields.take(sizeBytes);
}
