import type { Fields } from '../metadata/fields.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';

/** Far more than HDF5 ever puts into one collection. */
const MAX_COLLECTION_BYTES = 2 ** 26;

/** The bytes that a reference of variable-length data leads to (length, address of a collection, index). Throws FormatError. */
export async function globalHeapBytes(file: Hdf5File, reference: Fields): Promise<Uint8Array> {
  const lengthBytes = reference.u32();
  const address = reference.address();
  const index = reference.u32();
  if (address === undefined || address === 0 || lengthBytes === 0) return new Uint8Array(0);
  const object = await objectOf(file, address, index);
  if (object.byteLength < lengthBytes) throw file.fault('a text is shorter than it should be', address);
  return object.subarray(0, lengthBytes);
}

async function objectOf(file: Hdf5File, address: number, index: number): Promise<Uint8Array> {
  const { lengthBytes } = file.superblock;
  const head = await file.fields(address, 8 + lengthBytes, 'a heap of texts');
  head.signature('GCOL');
  head.version([1]);
  head.skip(3);
  const sizeBytes = head.length();
  if (sizeBytes > MAX_COLLECTION_BYTES) throw head.fault(`has ${sizeBytes} bytes, more than ${MAX_COLLECTION_BYTES}`);
  const fields = await file.fields(address, sizeBytes, 'a heap of texts');
  fields.skip(8 + lengthBytes);
  while (fields.remaining >= 8 + lengthBytes) {
    const found = fields.u16();
    fields.skip(6);
    const objectBytes = fields.length();
    if (found === 0) break; // what is left is free
    const object = fields.take(objectBytes);
    if (found === index) return object;
    fields.skip(Math.min(fields.remaining, (8 - (objectBytes % 8)) % 8));
  }
  throw file.fault(`a heap of texts has no object ${index}`, address);
}
