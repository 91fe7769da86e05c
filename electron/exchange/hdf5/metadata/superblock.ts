import { FormatError } from '../../../../shared/format/errors.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { badHdf5, type FieldSizes, Fields } from './fields.js';

export const SIGNATURE = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/** Where addresses of a file count from, and where its tree of groups begins. */
export interface Superblock extends FieldSizes {
  /** Bytes of other content before HDF5's (a user block): every address counts from here. */
  readonly baseByte: number;
  readonly rootAddress: number;
}

/** More than the longest superblock. */
const SUPERBLOCK_BYTES = 128;
const FIRST_USER_BLOCK_BYTES = 512;
/** A user block may be of any power of two; this is far more than anybody has. */
const MAX_USER_BLOCK_BYTES = 2 ** 30;

/** Where the superblock is; undefined when it is no HDF5 file. A user block of 512 bytes or more may stand before it. */
export async function findSuperblock(reader: RandomReader): Promise<number | undefined> {
  const last = Math.min(reader.sizeBytes - SIGNATURE.length, MAX_USER_BLOCK_BYTES);
  for (let at = 0; at <= last; at = at === 0 ? FIRST_USER_BLOCK_BYTES : at * 2) {
    if (startsAsHdf5(await reader.readAt(at, SIGNATURE.length))) return at;
  }
  return undefined;
}

export function startsAsHdf5(head: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => head[index] === byte);
}

/** Throws FormatError for a file that is no HDF5 file, is cut short, or has a superblock of another version. */
export async function readSuperblock(reader: RandomReader): Promise<Superblock> {
  const baseByte = await findSuperblock(reader);
  if (baseByte === undefined) throw badHdf5('it has no superblock of HDF5', { file: reader.name });
  const bytes = await reader.readAt(baseByte, Math.min(SUPERBLOCK_BYTES, reader.sizeBytes - baseByte));
  const context = { file: reader.name, offsetBytes: baseByte };
  const sizesAt = (bytes[SIGNATURE.length] ?? 0) < 2 ? SIGNATURE.length + 5 : SIGNATURE.length + 1;
  const sizes = { offsetBytes: bytes[sizesAt] ?? 0, lengthBytes: bytes[sizesAt + 1] ?? 0 };
  if (![sizes.offsetBytes, sizes.lengthBytes].every((size) => size === 2 || size === 4 || size === 8)) {
    throw badHdf5(`its addresses have ${sizes.offsetBytes} bytes and its lengths ${sizes.lengthBytes}`, context);
  }
  const fields = new Fields(bytes, 'the superblock', sizes, context);
  fields.skip(SIGNATURE.length);
  const version = fields.version([0, 1, 2, 3]);
  const { endAddress, rootAddress } = version < 2 ? oldFields(fields, version) : newFields(fields);
  if (endAddress > reader.sizeBytes) throw cutShort(reader, endAddress);
  return { ...sizes, baseByte, rootAddress };
}

interface Places {
  readonly endAddress: number;
  readonly rootAddress: number;
}

function oldFields(fields: Fields, version: number): Places {
  fields.skip(version === 0 ? 15 : 19);
  fields.address(); // base
  fields.address(); // free space
  const endAddress = fields.definedAddress();
  fields.address(); // driver information
  fields.length(); // the root's name
  return { endAddress, rootAddress: fields.definedAddress() };
}

function newFields(fields: Fields): Places {
  fields.skip(3);
  fields.address(); // base
  fields.address(); // extension
  const endAddress = fields.definedAddress();
  const rootAddress = fields.definedAddress();
  fields.checksum();
  return { endAddress, rootAddress };
}

function cutShort(reader: RandomReader, endAddress: number): FormatError {
  const message = `'${reader.name}' is cut short: HDF5 wrote ${endAddress} bytes, and the file has ${reader.sizeBytes}`;
  return new FormatError('truncated', message, { file: reader.name, expected: endAddress, found: reader.sizeBytes });
}
