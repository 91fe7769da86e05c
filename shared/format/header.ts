import { ascii, asciiBytes, ByteReader, ByteWriter } from './bytes.js';
import { type ChecksumName, checksumById, checksumByName } from './checksums.js';
import { ArgumentError, FormatError } from './errors.js';
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
  /** At least 1 (an empty container holds one empty chunk); -1 = unknown, as a streaming writer leaves it. */
  readonly nchunks: bigint;
  /** Slots reserved in the offsets section for appending. */
  readonly maxAppChunks: bigint;
}

/** One rule of the header table: where the field lies, and what is wrong with a header that breaks the rule. */
interface HeaderRule {
  readonly offsetBytes: number;
  readonly fault: (header: BloscpackHeader) => string | undefined;
}

/** In the order in which a header is checked. */
const RULES: readonly HeaderRule[] = [
  { offsetBytes: 7, fault: (h) => outside('typesize', h.typesize, 0, 255) },
  { offsetBytes: 8, fault: (h) => outside('chunk_size', h.chunkSize, -1, MAX_CHUNK_SIZE) },
  { offsetBytes: 12, fault: (h) => outside('last_chunk', h.lastChunk, -1, MAX_CHUNK_SIZE) },
  { offsetBytes: 16, fault: (h) => outside('nchunks', h.nchunks, -1n, MAX_INT64) },
  { offsetBytes: 24, fault: (h) => outside('max_app_chunks', h.maxAppChunks, 0n, MAX_INT64) },
  { offsetBytes: 12, fault: lastChunkFault },
  { offsetBytes: 16, fault: nchunksFault },
  { offsetBytes: 24, fault: maxAppChunksFault },
];

function outside<T extends number | bigint>(field: string, value: T, min: T, max: T): string | undefined {
  const whole = typeof value === 'bigint' || Number.isInteger(value);
  if (whole && value >= min && value <= max) return undefined;
  return `${field} must be an integer from ${min} to ${max}, found ${value}`;
}

function lastChunkFault({ chunkSize, lastChunk }: BloscpackHeader): string | undefined {
  if (chunkSize === -1 || lastChunk <= chunkSize) return undefined;
  return `last_chunk (${lastChunk}) must not be larger than chunk_size (${chunkSize})`;
}

function nchunksFault({ nchunks, offsets }: BloscpackHeader): string | undefined {
  if (nchunks === 0n) return 'nchunks must be -1 or at least 1 (an empty container holds one chunk), found 0';
  if (nchunks === -1n && offsets) return 'nchunks must be known when there are offsets, found -1';
  return undefined;
}

function maxAppChunksFault({ nchunks, maxAppChunks, offsets }: BloscpackHeader): string | undefined {
  if (maxAppChunks === 0n) return undefined;
  if (!offsets) return `max_app_chunks must be 0 when there are no offsets, found ${maxAppChunks}`;
  if (nchunks + maxAppChunks > MAX_INT64) {
    return `nchunks (${nchunks}) and max_app_chunks (${maxAppChunks}) must not add up to more than ${MAX_INT64}`;
  }
  return undefined;
}

/**
 * Reads the header at the start of `bytes`; what follows is not looked at. Checks in one order: magic, length, version,
 * options, checksum id, field ranges.
 * Throws FormatError: 'not-bloscpack', 'truncated', 'unsupported-version' or 'bad-header'.
 */
export function parseHeader(bytes: Uint8Array): BloscpackHeader {
  checkMagic(bytes);
  const reader = new ByteReader(bytes, 'the bloscpack header');
  reader.need(HEADER_BYTES);
  reader.skip(MAGIC.length);
  const formatVersion = readVersion(reader);
  const options = readOptions(reader);
  const header: BloscpackHeader = {
    formatVersion,
    ...options,
    checksum: checksumById(reader.u8()).name,
    typesize: reader.u8(),
    chunkSize: reader.i32(),
    lastChunk: reader.i32(),
    nchunks: reader.i64(),
    maxAppChunks: reader.i64(),
  };
  for (const { offsetBytes, fault } of RULES) {
    const message = fault(header);
    if (message !== undefined) throw new FormatError('bad-header', `bad bloscpack header: ${message}`, { offsetBytes });
  }
  return header;
}

function checkMagic(bytes: Uint8Array): void {
  const head = bytes.subarray(0, MAGIC.length);
  // A file cut inside the magic may well have been a container; its length is reported instead.
  if (MAGIC.startsWith(ascii(head))) return;
  throw new FormatError(
    'not-bloscpack',
    `the magic marker b'${MAGIC}' is missing from the bloscpack header, instead we found: ${reprBytes(head)}`,
    { offsetBytes: 0, expected: MAGIC, found: ascii(head) },
  );
}

function readVersion(reader: ByteReader): typeof FORMAT_VERSION {
  const version = reader.u8();
  if (version === FORMAT_VERSION) return FORMAT_VERSION;
  throw new FormatError('unsupported-version', `unsupported format version ${version} (expected ${FORMAT_VERSION})`, {
    offsetBytes: 4,
    expected: FORMAT_VERSION,
    found: version,
  });
}

function readOptions(reader: ByteReader): Pick<BloscpackHeader, 'offsets' | 'metadata'> {
  const options = reader.u8();
  if ((options & ~(OPTION_OFFSETS | OPTION_METADATA)) !== 0) {
    const bits = options.toString(2).padStart(8, '0');
    throw new FormatError('bad-header', `bad bloscpack header: reserved option bits must be 0, found ${bits}`, {
      offsetBytes: 5,
      found: bits,
    });
  }
  return { offsets: (options & OPTION_OFFSETS) !== 0, metadata: (options & OPTION_METADATA) !== 0 };
}

/** The header's 32 bytes. Holds it to the same rules as `parseHeader`; ArgumentError when it breaks one. */
export function printHeader(header: BloscpackHeader): Uint8Array {
  for (const { fault } of RULES) {
    const message = fault(header);
    if (message !== undefined) throw new ArgumentError(`cannot write this bloscpack header: ${message}`);
  }
  const bytes = new Uint8Array(HEADER_BYTES);
  const writer = new ByteWriter(bytes);
  writer.put(asciiBytes(MAGIC));
  writer.u8(FORMAT_VERSION);
  writer.u8((header.offsets ? OPTION_OFFSETS : 0) | (header.metadata ? OPTION_METADATA : 0));
  writer.u8(checksumByName(header.checksum).id);
  writer.u8(header.typesize);
  writer.i32(header.chunkSize);
  writer.i32(header.lastChunk);
  writer.i64(header.nchunks);
  writer.i64(header.maxAppChunks);
  return bytes;
}

/** Bytes of the plain data by the header's own account, or undefined when a count is unknown (-1). */
export function plainSizeBytes(header: BloscpackHeader): bigint | undefined {
  const { chunkSize, lastChunk, nchunks } = header;
  if (chunkSize === -1 || lastChunk === -1 || nchunks === -1n) return undefined;
  return BigInt(chunkSize) * (nchunks - 1n) + BigInt(lastChunk);
}
