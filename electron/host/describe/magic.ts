import type { FileKind } from '../../../shared/contract/files.js';

/** Bytes from the start of a file that determine its kind. */
export const MAGIC_BYTES = 8;

type MagicKind = Extract<FileKind, 'container' | 'npy' | 'npz' | 'hdf5'>;

const MAGICS: readonly { readonly kind: MagicKind; readonly bytes: readonly number[] }[] = [
  { kind: 'container', bytes: [0x62, 0x6c, 0x70, 0x6b] }, // `blpk`
  { kind: 'npy', bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] }, // `\x93NUMPY`
  { kind: 'npz', bytes: [0x50, 0x4b, 0x03, 0x04] }, // `PK\x03\x04`
  { kind: 'npz', bytes: [0x50, 0x4b, 0x05, 0x06] }, // the end of a zip archive, with which an empty one begins
  { kind: 'hdf5', bytes: [0x89, 0x48, 0x44, 0x46] }, // `\x89HDF`
];

/** The kind by the first bytes, independent of the name; `raw` if unknown, also for an empty file. */
export function kindOf(head: Uint8Array): MagicKind | 'raw' {
  return MAGICS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.kind ?? 'raw';
}
