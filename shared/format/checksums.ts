import { ArgumentError, FormatError } from './errors.js';

export type ChecksumName = 'None' | 'adler32' | 'crc32' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** One entry of the checksum table; data and metadata headers use the same ids. */
export interface Checksum {
  /** The byte in the header. */
  readonly id: number;
  readonly name: ChecksumName;
  /** Bytes of a stored digest: adler32 and crc32 as u32 little-endian, the others raw. */
  readonly digestBytes: number;
}

/** Every checksum, at the index that is its id (source: bloscpack 0.16.0, `checksums.py`). */
export const CHECKSUMS: readonly Checksum[] = [
  { id: 0, name: 'None', digestBytes: 0 },
  { id: 1, name: 'adler32', digestBytes: 4 },
  { id: 2, name: 'crc32', digestBytes: 4 },
  { id: 3, name: 'md5', digestBytes: 16 },
  { id: 4, name: 'sha1', digestBytes: 20 },
  { id: 5, name: 'sha224', digestBytes: 28 },
  { id: 6, name: 'sha256', digestBytes: 32 },
  { id: 7, name: 'sha384', digestBytes: 48 },
  { id: 8, name: 'sha512', digestBytes: 64 },
];

/** The entry for an id from a file. Throws FormatError('bad-header') when there is none. */
export function checksumById(id: number): Checksum {
  const checksum = CHECKSUMS[id];
  if (checksum === undefined) throw unknownChecksum(id);
  return checksum;
}

export function unknownChecksum(id: number): FormatError {
  const last = CHECKSUMS.length - 1;
  return new FormatError('bad-header', `checksum id ${id} does not exist (expected 0 to ${last})`, { found: id });
}

/** The entry for a name. Throws ArgumentError that lists the names when there is none. */
export function checksumByName(name: string): Checksum {
  const checksum = CHECKSUMS.find((candidate) => candidate.name === name);
  if (checksum === undefined) {
    const names = CHECKSUMS.map((candidate) => candidate.name).join(', ');
    throw new ArgumentError(`unknown checksum '${name}': expected one of ${names}`, { found: name });
  }
  return checksum;
}
