import { ascii, asciiBytes, ByteReader, ByteWriter } from './bytes.js';
import { CHECKSUMS, type ChecksumName, checksumByName } from './checksums.js';
import { ArgumentError, FormatError } from './errors.js';

export const METADATA_HEADER_BYTES = 32;

const NAME_BYTES = 8;
const MAX_LEVEL = 9;
const MAX_U32 = 2 ** 32 - 1;
const DEFAULT_ROOM_FACTOR = 10;

export type MetadataCodec = 'None' | 'zlib';

/** Codecs at the index that is their id (source: bloscpack 0.16.0, `metacodecs.py`). */
const METADATA_CODECS: readonly MetadataCodec[] = ['None', 'zlib'];

/**
 * The first 32 bytes of the metadata section, little-endian. The stored bytes, their zero-filled room and the digest follow.
 *
 *     at  size  field
 *      0     8  magic_format, NUL-padded
 *      8     1  meta_options, 0
 *      9     1  meta_checksum, an id of the checksum table
 *     10     1  meta_codec: 0 None, 1 zlib
 *     11     1  meta_level
 *     12     4  meta_size
 *     16     4  max_meta_size
 *     20     4  meta_comp_size
 *     24     8  user_codec, NUL-padded
 */
export interface MetadataHeader {
  /** The serialiser: 'JSON'. Another one is no error here: its bytes can still be shown raw. One character a byte. */
  readonly magicFormat: string;
  readonly metaOptions: 0;
  readonly metaChecksum: ChecksumName;
  readonly metaCodec: MetadataCodec;
  /** 0 to 9: the level that was asked for, also when the codec fell back to 'None'. */
  readonly metaLevel: number;
  /** Bytes of the serialised metadata before compression. */
  readonly metaSize: number;
  /** Bytes of room for the stored metadata. */
  readonly maxMetaSize: number;
  /** Bytes stored, at most `maxMetaSize`; the digest covers these. */
  readonly metaCompSize: number;
  /** One character a byte, the NUL padding removed. */
  readonly userCodec: string;
}

/**
 * Reads the header at the start of `bytes`; what follows is not looked at. The sizes are what the file claims: compare
 * them with what is there before allocating.
 * Throws FormatError: 'truncated' or 'bad-metadata'.
 */
export function parseMetadataHeader(bytes: Uint8Array): MetadataHeader {
  const reader = new ByteReader(bytes, 'the metadata header');
  reader.need(METADATA_HEADER_BYTES);
  const header: MetadataHeader = {
    magicFormat: readName(reader),
    metaOptions: readOptions(reader),
    metaChecksum: lookUp(CHECKSUMS, reader.u8(), 'meta_checksum').name,
    metaCodec: lookUp(METADATA_CODECS, reader.u8(), 'meta_codec'),
    metaLevel: reader.u8(),
    metaSize: reader.u32(),
    maxMetaSize: reader.u32(),
    metaCompSize: reader.u32(),
    userCodec: readName(reader),
  };
  const fault = metadataFault(header);
  if (fault !== undefined) throw badMetadata(fault);
  return header;
}

function readName(reader: ByteReader): string {
  return ascii(reader.take(NAME_BYTES)).replace(/\0+$/, '');
}

function readOptions(reader: ByteReader): 0 {
  const options = reader.u8();
  if (options !== 0) throw badMetadata(`meta_options must be 0, found ${options}`);
  return 0;
}

function lookUp<T>(table: readonly T[], id: number, field: string): T {
  const entry = table[id];
  if (entry === undefined) throw badMetadata(`${field} must be from 0 to ${table.length - 1}, found ${id}`);
  return entry;
}

/** The rules that a header read from a file and one about to be written share. */
function metadataFault({ metaLevel, maxMetaSize, metaCompSize }: MetadataHeader): string | undefined {
  if (metaLevel > MAX_LEVEL) return `meta_level must be from 0 to ${MAX_LEVEL}, found ${metaLevel}`;
  if (metaCompSize > maxMetaSize) {
    return `meta_comp_size (${metaCompSize}) must not be larger than max_meta_size (${maxMetaSize})`;
  }
  return undefined;
}

function badMetadata(fault: string): FormatError {
  return new FormatError('bad-metadata', `bad metadata header: ${fault}`);
}

/** The header's 32 bytes. ArgumentError when a field is out of range or a name longer than 8 bytes. */
export function printMetadataHeader(header: MetadataHeader): Uint8Array {
  checkNumbers(header);
  const fault = metadataFault(header);
  if (fault !== undefined) throw new ArgumentError(`cannot write this metadata header: ${fault}`);
  const bytes = new Uint8Array(METADATA_HEADER_BYTES);
  const writer = new ByteWriter(bytes);
  writer.put(paddedName('magic_format', header.magicFormat));
  writer.u8(header.metaOptions);
  writer.u8(checksumByName(header.metaChecksum).id);
  writer.u8(METADATA_CODECS.indexOf(header.metaCodec));
  writer.u8(header.metaLevel);
  writer.u32(header.metaSize);
  writer.u32(header.maxMetaSize);
  writer.u32(header.metaCompSize);
  writer.put(paddedName('user_codec', header.userCodec));
  return bytes;
}

function checkNumbers(header: MetadataHeader): void {
  for (const field of ['metaLevel', 'metaSize', 'maxMetaSize', 'metaCompSize'] as const) {
    const value = header[field];
    if (!Number.isInteger(value) || value < 0 || value > MAX_U32) {
      throw new ArgumentError(
        `cannot write this metadata header: ${field} must be from 0 to ${MAX_U32}, found ${value}`,
      );
    }
  }
}

function paddedName(field: string, name: string): Uint8Array {
  const bytes = new Uint8Array(NAME_BYTES);
  const wide = Array.from(name).some((character) => character > '\xff');
  if (wide || name.length > NAME_BYTES) {
    throw new ArgumentError(`${field} must be at most ${NAME_BYTES} single-byte characters, found '${name}'`);
  }
  bytes.set(asciiBytes(name));
  return bytes;
}

/** Bytes of the whole section: header, room and digest. */
export function metadataSectionBytes(header: MetadataHeader): number {
  return METADATA_HEADER_BYTES + header.maxMetaSize + checksumByName(header.metaChecksum).digestBytes;
}

/** Bytes of room to reserve for metadata of `metaSize` bytes when nobody says otherwise: ten times that, as the reference does. */
export function defaultRoomBytes(metaSize: number): number {
  return Math.min(DEFAULT_ROOM_FACTOR * metaSize, MAX_U32);
}
