import { ByteReader } from './bytes.js';
import { CHECKSUMS, type ChecksumName, checksumById, checksumByName } from './checksums.js';
import { ArgumentError, FormatError } from './errors.js';
import { type FixedField, firstFault, readFields, writeFields } from './fixed-fields.js';

export const METADATA_HEADER_BYTES = 32;

const NAME_BYTES = 8;
const MAX_LEVEL = 9;
const MAX_U32 = 2 ** 32 - 1;
const DEFAULT_ROOM_FACTOR = 10;

export type MetadataCodec = 'None' | 'zlib';

/** Codecs at the index that is their id (source: bloscpack 0.16.0, `metacodecs.py`). */
export const METADATA_CODECS: readonly MetadataCodec[] = ['None', 'zlib'];

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
  /** The serialiser: 'JSON'. Another one is not an error: its bytes can be shown raw. One character for each byte. */
  readonly magicFormat: string;
  readonly metaOptions: 0;
  readonly metaChecksum: ChecksumName;
  readonly metaCodec: MetadataCodec;
  /** 0 to 9: the requested level, also when the codec fell back to 'None'. */
  readonly metaLevel: number;
  /** Bytes of the serialised metadata before compression. */
  readonly metaSize: number;
  /** Bytes of room for the stored metadata. */
  readonly maxMetaSize: number;
  /** Bytes stored, at most `maxMetaSize`; the digest covers these. */
  readonly metaCompSize: number;
  /** One character for each byte, without the NUL padding. */
  readonly userCodec: string;
}

/** The same 32 bytes as they are stored, without checks. Names as in `MetadataHeader`. */
export interface RawMetadataHeader {
  readonly magicFormat: string;
  readonly metaOptions: number;
  readonly metaChecksum: number;
  readonly metaCodec: number;
  readonly metaLevel: number;
  readonly metaSize: number;
  readonly maxMetaSize: number;
  readonly metaCompSize: number;
  readonly userCodec: string;
}

/** In the order of the bytes, which is also the order of the checks. */
export const METADATA_FIELDS: readonly FixedField<RawMetadataHeader>[] = [
  { name: 'magic_format', key: 'magicFormat', at: 0, sizeBytes: NAME_BYTES, type: 'char', isPadded: true },
  {
    name: 'meta_options',
    key: 'metaOptions',
    at: 8,
    sizeBytes: 1,
    type: 'bits',
    fault: ({ metaOptions }) => (metaOptions === 0 ? undefined : 'must be 0'),
  },
  {
    name: 'meta_checksum',
    key: 'metaChecksum',
    at: 9,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ metaChecksum }) => above(metaChecksum, CHECKSUMS.length - 1),
  },
  {
    name: 'meta_codec',
    key: 'metaCodec',
    at: 10,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ metaCodec }) => above(metaCodec, METADATA_CODECS.length - 1),
  },
  {
    name: 'meta_level',
    key: 'metaLevel',
    at: 11,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ metaLevel }) => above(metaLevel, MAX_LEVEL),
  },
  { name: 'meta_size', key: 'metaSize', at: 12, sizeBytes: 4, type: 'u32' },
  { name: 'max_meta_size', key: 'maxMetaSize', at: 16, sizeBytes: 4, type: 'u32' },
  {
    name: 'meta_comp_size',
    key: 'metaCompSize',
    at: 20,
    sizeBytes: 4,
    type: 'u32',
    fault: ({ metaCompSize, maxMetaSize }) =>
      metaCompSize <= maxMetaSize ? undefined : `must not be larger than max_meta_size (${maxMetaSize})`,
  },
  { name: 'user_codec', key: 'userCodec', at: 24, sizeBytes: NAME_BYTES, type: 'char', isPadded: true },
];

function above(value: number, most: number): string | undefined {
  return value <= most ? undefined : `must be from 0 to ${most}`;
}

/**
 * Reads the header at the start of `bytes` and ignores what follows. Its sizes come from the file: compare them with the available
 * bytes before allocating.
 * Throws FormatError: 'truncated' or 'bad-metadata'.
 */
export function parseMetadataHeader(bytes: Uint8Array): MetadataHeader {
  new ByteReader(bytes, 'the metadata header').need(METADATA_HEADER_BYTES);
  const raw = readFields(bytes, METADATA_FIELDS) as RawMetadataHeader; // all of its bytes are there
  const wrong = firstFault(raw, METADATA_FIELDS);
  const metaCodec = METADATA_CODECS[raw.metaCodec];
  if (wrong || !metaCodec) throw new FormatError('bad-metadata', `bad metadata header: ${wrong?.message}`);
  return { ...raw, metaOptions: 0, metaChecksum: checksumById(raw.metaChecksum).name, metaCodec };
}

/** The header's 32 bytes. ArgumentError when a field is out of range or a name longer than 8 bytes. */
export function printMetadataHeader(header: MetadataHeader): Uint8Array {
  checkNumbers(header);
  checkName('magic_format', header.magicFormat);
  checkName('user_codec', header.userCodec);
  const metaChecksum = checksumByName(header.metaChecksum).id;
  const raw: RawMetadataHeader = { ...header, metaChecksum, metaCodec: METADATA_CODECS.indexOf(header.metaCodec) };
  const wrong = firstFault(raw, METADATA_FIELDS);
  if (wrong) throw new ArgumentError(`cannot write this metadata header: ${wrong.message}`);
  return writeFields(raw, METADATA_FIELDS, METADATA_HEADER_BYTES);
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

function checkName(field: string, name: string): void {
  const wide = Array.from(name).some((character) => character > '\xff');
  if (!wide && name.length <= NAME_BYTES) return;
  throw new ArgumentError(`${field} must be at most ${NAME_BYTES} single-byte characters, found '${name}'`);
}

/** Bytes of the whole section: header, room and digest. */
export function metadataSectionBytes(header: MetadataHeader): number {
  return METADATA_HEADER_BYTES + header.maxMetaSize + checksumByName(header.metaChecksum).digestBytes;
}

/** Default room for metadata of `metaSize` bytes: ten times that, as in the reference. */
export function defaultRoomBytes(metaSize: number): number {
  return Math.min(DEFAULT_ROOM_FACTOR * metaSize, MAX_U32);
}
