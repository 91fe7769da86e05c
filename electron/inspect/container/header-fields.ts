import { ascii } from '../../../shared/format/bytes.js';
import { CHECKSUMS } from '../../../shared/format/checksums.js';
import { FORMAT_VERSION, MAGIC, MAX_CHUNK_SIZE } from '../../../shared/format/header.js';
import { MAX_INT64 } from '../../../shared/format/int64.js';
import type { FieldRule } from './head-fields.js';

/** The container's header as it is stored; nothing is checked. */
export interface RawHeader {
  /** One character a byte. */
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

const OFFSETS_BIT = 0x01;
const METADATA_BIT = 0x02;

/** In the order of the bytes. Rules as in `shared/format/header.ts`, each judged by itself. */
export const HEADER_FIELDS: readonly FieldRule<RawHeader>[] = [
  {
    name: 'magic',
    at: 0,
    sizeBytes: 4,
    type: 'char',
    explanation: 'The four characters that every Bloscpack file begins with.',
    read: (reader) => ({ magic: ascii(reader.take(4)) }),
    show: ({ magic = '' }) => printable(magic),
    fault: ({ magic }) => (magic === MAGIC ? undefined : `must be ${MAGIC}`),
  },
  {
    name: 'format_version',
    at: 4,
    sizeBytes: 1,
    type: 'u8',
    explanation: 'Version of the format; 3 is the one in use.',
    read: (reader) => ({ formatVersion: reader.u8() }),
    show: ({ formatVersion }) => String(formatVersion),
    fault: ({ formatVersion }) => (formatVersion === FORMAT_VERSION ? undefined : `must be ${FORMAT_VERSION}`),
  },
  {
    name: 'options',
    at: 5,
    sizeBytes: 1,
    type: 'bits',
    explanation: 'Which optional sections follow the header. The other six bits must be 0.',
    read: (reader) => ({ options: reader.u8() }),
    show: ({ options = 0 }) => `0x${options.toString(16).padStart(2, '0')}`,
    fault: ({ options = 0 }) => ((options & ~(OFFSETS_BIT | METADATA_BIT)) === 0 ? undefined : 'reserved bits are set'),
    bits: ({ options = 0 }) => [
      { name: 'offsets present', value: yesNo(options & OFFSETS_BIT), bit: 0 },
      { name: 'metadata present', value: yesNo(options & METADATA_BIT), bit: 1 },
    ],
  },
  {
    name: 'checksum',
    at: 6,
    sizeBytes: 1,
    type: 'u8',
    explanation:
      'Kind of the checksum behind every chunk. adler32 takes 4 bytes a chunk, whatever an older README says.',
    read: (reader) => ({ checksum: reader.u8() }),
    show: ({ checksum = 0 }) => idAndName(checksum, CHECKSUMS[checksum]?.name),
    fault: ({ checksum = 0 }) => (CHECKSUMS[checksum] ? undefined : `must be from 0 to ${CHECKSUMS.length - 1}`),
  },
  {
    name: 'typesize',
    at: 7,
    sizeBytes: 1,
    type: 'u8',
    explanation: 'Bytes of one item, which a shuffle works with.',
    read: (reader) => ({ typesize: reader.u8() }),
    show: ({ typesize }) => String(typesize),
  },
  {
    name: 'chunk_size',
    at: 8,
    sizeBytes: 4,
    type: 'i32',
    explanation: 'Uncompressed bytes of every chunk but the last. −1: not known or not the same for all.',
    read: (reader) => ({ chunkSize: reader.i32() }),
    show: ({ chunkSize }) => String(chunkSize),
    fault: ({ chunkSize = 0 }) => outside(chunkSize, -1, MAX_CHUNK_SIZE),
  },
  {
    name: 'last_chunk',
    at: 12,
    sizeBytes: 4,
    type: 'i32',
    explanation: 'Uncompressed bytes of the last chunk. −1: not known.',
    read: (reader) => ({ lastChunk: reader.i32() }),
    show: ({ lastChunk }) => String(lastChunk),
    fault: lastChunkFault,
  },
  {
    name: 'nchunks',
    at: 16,
    sizeBytes: 8,
    type: 'i64',
    explanation: 'Chunks in this file. −1: a streaming writer did not know.',
    read: (reader) => ({ nchunks: reader.i64() }),
    show: ({ nchunks }) => String(nchunks),
    fault: nchunksFault,
  },
  {
    name: 'max_app_chunks',
    at: 24,
    sizeBytes: 8,
    type: 'i64',
    explanation: 'Offset slots kept free, so that chunks can be appended without writing the file anew.',
    read: (reader) => ({ maxAppChunks: reader.i64() }),
    show: ({ maxAppChunks }) => String(maxAppChunks),
    fault: maxAppChunksFault,
  },
];

/** An id of a table and what it stands for: `1, adler32`. */
export function idAndName(id: number, name: string | undefined): string {
  return `${id}, ${name ?? 'unknown'}`;
}

/** ASCII as it is, other bytes as `\x..`. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function yesNo(bit: number): string {
  return bit === 0 ? 'no' : 'yes';
}

function outside<T extends number | bigint>(value: T, min: T, max: T): string | undefined {
  return value >= min && value <= max ? undefined : `must be from ${min} to ${max}`;
}

function lastChunkFault({ lastChunk = 0, chunkSize = 0 }: Partial<RawHeader>): string | undefined {
  const range = outside(lastChunk, -1, MAX_CHUNK_SIZE);
  if (range) return range;
  return chunkSize >= 0 && lastChunk > chunkSize ? `must not be larger than chunk_size (${chunkSize})` : undefined;
}

function nchunksFault({ nchunks = 0n, options = 0 }: Partial<RawHeader>): string | undefined {
  if (nchunks < -1n || nchunks === 0n) return 'must be −1 or at least 1; an empty container holds one chunk';
  return nchunks === -1n && (options & OFFSETS_BIT) !== 0 ? 'must be known when there are offsets' : undefined;
}

function maxAppChunksFault({ nchunks = 0n, maxAppChunks = 0n, options = 0 }: Partial<RawHeader>): string | undefined {
  if (maxAppChunks < 0n) return 'must be 0 or more';
  if (maxAppChunks > 0n && (options & OFFSETS_BIT) === 0) return 'must be 0 when there are no offsets';
  return nchunks + maxAppChunks > MAX_INT64 ? `must not exceed ${MAX_INT64} together with nchunks` : undefined;
}
