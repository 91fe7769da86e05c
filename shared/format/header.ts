import { ascii, asciiBytes, ByteReader } from './bytes.js';
import { CHECKSUMS, type ChecksumName, checksumById, checksumByName, unknownChecksum } from './checksums.js';
import { ArgumentError, FormatError } from './errors.js';
import { type FixedField, firstFault, readFields, writeFields } from './fixed-fields.js';
import { MAX_INT64 } from './int64.js';
import { reprBytes } from './python-repr.js';

export const HEADER_BYTES = 32;
export const MAGIC = 'blpk';
export const FORMAT_VERSION = 3;
/** Largest chunk, in bytes: Blosc's limit on a buffer, 2^31-1-16 (`BLOSC_MAX_BUFFERSIZE`). */
export const MAX_CHUNK_SIZE = 2_147_483_631;

const OPTION_OFFSETS = 0x01;
const OPTION_METADATA = 0x02;

/**
 * The first 32 bytes of a container, little-endian.
 *
 *     at  size  field
 *      0     4  magic 'blpk'
 *      4     1  format_version, 3
 *      5     1  options: 0x01 offsets, 0x02 metadata, the others 0
 *      6     1  checksum, an id of the checksum table
 *      7     1  typesize
 *      8     4  chunk_size
 *     12     4  last_chunk
 *     16     8  nchunks
 *     24     8  max_app_chunks
 */
export interface BloscpackHeader {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** Whether an offsets section is present. */
  readonly offsets: boolean;
  /** Whether a metadata section is present. */
  readonly metadata: boolean;
  readonly checksum: ChecksumName;
  /** Bytes of an item, 0 to 255. */
  readonly typesize: number;
  /** Plain bytes of every chunk but the last; -1 = unknown or not uniform. */
  readonly chunkSize: number;
  /** Plain bytes of the last chunk; -1 = unknown. */
  readonly lastChunk: number;
  /** At least 1 (an empty container has one empty chunk); -1 = unknown, as a streaming writer leaves it. */
  readonly nchunks: bigint;
  /** Slots reserved in the offsets section for appending. */
  readonly maxAppChunks: bigint;
}

/** The same 32 bytes as they are stored, without checks. */
export interface RawHeader {
  /** One character for each byte. */
  readonly magic: string;
  readonly formatVersion: number;
  readonly options: number;
  readonly checksum: number;
  readonly typesize: number;
  readonly chunkSize: number;
  readonly lastChunk: number;
  readonly nchunks: bigint;
  readonly maxAppChunks: bigint;
}

/** In the order of the bytes, which is also the order of the checks. */
export const HEADER_FIELDS: readonly FixedField<RawHeader>[] = [
  {
    name: 'magic',
    key: 'magic',
    at: 0,
    sizeBytes: 4,
    type: 'char',
    fault: ({ magic }) => (magic === MAGIC ? undefined : `must be ${MAGIC}`),
    refusal: ({ magic }) => notBloscpack(asciiBytes(magic)),
  },
  {
    name: 'format_version',
    key: 'formatVersion',
    at: 4,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ formatVersion }) => (formatVersion === FORMAT_VERSION ? undefined : `must be ${FORMAT_VERSION}`),
    refusal: ({ formatVersion }) => unsupportedVersion(formatVersion),
  },
  {
    name: 'options',
    key: 'options',
    at: 5,
    sizeBytes: 1,
    type: 'bits',
    fault: ({ options }) =>
      (options & ~(OPTION_OFFSETS | OPTION_METADATA)) === 0 ? undefined : 'reserved bits are set',
    refusal: ({ options }) => reservedOptions(options.toString(2).padStart(8, '0')),
  },
  {
    name: 'checksum',
    key: 'checksum',
    at: 6,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ checksum }) => (CHECKSUMS[checksum] ? undefined : `must be from 0 to ${CHECKSUMS.length - 1}`),
    refusal: ({ checksum }) => unknownChecksum(checksum),
  },
  {
    name: 'typesize',
    key: 'typesize',
    at: 7,
    sizeBytes: 1,
    type: 'u8',
    fault: ({ typesize }) => outside(typesize, 0, 255),
  },
  {
    name: 'chunk_size',
    key: 'chunkSize',
    at: 8,
    sizeBytes: 4,
    type: 'i32',
    fault: ({ chunkSize }) => outside(chunkSize, -1, MAX_CHUNK_SIZE),
  },
  { name: 'last_chunk', key: 'lastChunk', at: 12, sizeBytes: 4, type: 'i32', fault: lastChunkFault },
  { name: 'nchunks', key: 'nchunks', at: 16, sizeBytes: 8, type: 'i64', fault: nchunksFault },
  { name: 'max_app_chunks', key: 'maxAppChunks', at: 24, sizeBytes: 8, type: 'i64', fault: maxAppChunksFault },
];

function outside<T extends number | bigint>(value: T, min: T, max: T): string | undefined {
  const whole = typeof value === 'bigint' || Number.isInteger(value);
  return whole && value >= min && value <= max ? undefined : `must be an integer from ${min} to ${max}`;
}

function lastChunkFault({ chunkSize, lastChunk }: RawHeader): string | undefined {
  const range = outside(lastChunk, -1, MAX_CHUNK_SIZE);
  if (range !== undefined || chunkSize < 0 || lastChunk <= chunkSize) return range;
  return `must not be larger than chunk_size (${chunkSize})`;
}

function nchunksFault({ nchunks, options }: RawHeader): string | undefined {
  if (nchunks === 0n) return 'must be -1 or at least 1 (an empty container holds one chunk)';
  if (nchunks === -1n && (options & OPTION_OFFSETS) !== 0) return 'must be known when there are offsets';
  return outside(nchunks, -1n, MAX_INT64);
}

function maxAppChunksFault({ nchunks, maxAppChunks, options }: RawHeader): string | undefined {
  const range = outside(maxAppChunks, 0n, MAX_INT64);
  if (range !== undefined || maxAppChunks === 0n) return range;
  if ((options & OPTION_OFFSETS) === 0) return 'must be 0 when there are no offsets';
  if (nchunks + maxAppChunks <= MAX_INT64) return undefined;
  return `and nchunks (${nchunks}) must not add up to more than ${MAX_INT64}`;
}

function notBloscpack(head: Uint8Array): FormatError {
  return new FormatError(
    'not-bloscpack',
    `the magic marker b'${MAGIC}' is missing from the bloscpack header, instead we found: ${reprBytes(head)}`,
    { offsetBytes: 0, expected: MAGIC, found: ascii(head) },
  );
}

function unsupportedVersion(version: number): FormatError {
  const message = `unsupported format version ${version} (expected ${FORMAT_VERSION})`;
  return new FormatError('unsupported-version', message, { offsetBytes: 4, expected: FORMAT_VERSION, found: version });
}

function reservedOptions(bits: string): FormatError {
  const message = `bad bloscpack header: reserved option bits must be 0, found ${bits}`;
  return new FormatError('bad-header', message, { offsetBytes: 5, found: bits });
}

/** Which sections follow the header, also of an invalid header. */
export function sectionsOf({ options }: Pick<RawHeader, 'options'>): Pick<BloscpackHeader, 'offsets' | 'metadata'> {
  return { offsets: (options & OPTION_OFFSETS) !== 0, metadata: (options & OPTION_METADATA) !== 0 };
}

/**
 * Reads the header at the start of `bytes` and ignores what follows. Checks the magic, the length and then every field
 * in the order of the table.
 * Throws FormatError: 'not-bloscpack', 'truncated', 'unsupported-version' or 'bad-header'.
 */
export function parseHeader(bytes: Uint8Array): BloscpackHeader {
  const head = bytes.subarray(0, MAGIC.length);
  // A file that was cut inside the magic may have been a container: then its length is reported.
  if (!MAGIC.startsWith(ascii(head))) throw notBloscpack(head);
  new ByteReader(bytes, 'the bloscpack header').need(HEADER_BYTES);
  const raw = readFields(bytes, HEADER_FIELDS) as RawHeader; // all of its bytes are there
  const wrong = firstFault(raw, HEADER_FIELDS);
  if (wrong?.field.refusal) throw wrong.field.refusal(raw);
  if (wrong) {
    throw new FormatError('bad-header', `bad bloscpack header: ${wrong.message}`, { offsetBytes: wrong.field.at });
  }
  const { typesize, chunkSize, lastChunk, nchunks, maxAppChunks } = raw;
  const checksum = checksumById(raw.checksum).name;
  const counts = { typesize, chunkSize, lastChunk, nchunks, maxAppChunks };
  return { formatVersion: FORMAT_VERSION, ...sectionsOf(raw), checksum, ...counts };
}

/** The header's 32 bytes. Throws ArgumentError for a header that `parseHeader` would not accept. */
export function printHeader(header: BloscpackHeader): Uint8Array {
  const { offsets, metadata, checksum, ...numbers } = header;
  const options = (offsets ? OPTION_OFFSETS : 0) | (metadata ? OPTION_METADATA : 0);
  const raw: RawHeader = { ...numbers, magic: MAGIC, options, checksum: checksumByName(checksum).id };
  const wrong = firstFault(raw, HEADER_FIELDS);
  if (wrong) throw new ArgumentError(`cannot write this bloscpack header: ${wrong.message}`);
  return writeFields(raw, HEADER_FIELDS, HEADER_BYTES);
}

/** Size of the plain data as the header gives it; undefined when a count is unknown (-1). */
export function plainSizeBytes(header: BloscpackHeader): bigint | undefined {
  const { chunkSize, lastChunk, nchunks } = header;
  if (chunkSize === -1 || lastChunk === -1 || nchunks === -1n) return undefined;
  return BigInt(chunkSize) * (nchunks - 1n) + BigInt(lastChunk);
}
