import { ByteReader, ByteWriter } from './bytes.js';
import { type FormatCodec, formatCodecById } from './codecs.js';
import { ArgumentError, type ErrorContext, FormatError } from './errors.js';

/** Bytes of the header of every Blosc chunk (`BLOSC_MIN_HEADER_LENGTH`). */
export const BLOSC_HEADER_BYTES = 16;
/** Bytes by which a chunk can at most be larger than its plain data. */
export const BLOSC_MAX_OVERHEAD = 16;
/** Largest plain buffer, in bytes (`INT_MAX - BLOSC_MAX_OVERHEAD`). */
export const BLOSC_MAX_BUFFERSIZE = 2_147_483_631;
/** Bytes of one block start, an i32. */
export const BLOCK_START_BYTES = 4;

const INT32_MAX = 2_147_483_647;
/** `(INT_MAX - BLOSC_MAX_TYPESIZE * sizeof(int32_t)) / 3` in `blosc.h`. */
const BLOSC_MAX_BLOCKSIZE = 715_827_542;
const BLOSC_VERSION_FORMAT = 2;
/** `BLOSC_*_VERSION_FORMAT`: the same for every codec. */
const CODEC_VERSION_FORMAT = 1;

const FLAG_BYTE_SHUFFLE = 0x01;
const FLAG_MEMCPYED = 0x02;
const FLAG_BIT_SHUFFLE = 0x04;
const FLAG_RESERVED = 0x08;
/** Blocks are stored as one stream each. */
export const FLAG_NOT_SPLIT = 0x10;
const CODEC_SHIFT = 5;

/**
 * The header of a chunk of C-Blosc 1, little-endian.
 *
 *     at  size  field
 *      0     1  version, 2
 *      1     1  versionlz, the codec's format version
 *      2     1  flags, see BloscFlags
 *      3     1  typesize
 *      4     4  nbytes, plain bytes
 *      8     4  blocksize, plain bytes of every block but the last
 *     12     4  ctbytes, bytes of the whole chunk with this header
 */
export interface BloscHeader {
  readonly version: number;
  readonly versionlz: number;
  readonly flags: number;
  readonly typesize: number;
  readonly nbytes: number;
  readonly blocksize: number;
  readonly ctbytes: number;
}

/** The fields of the flags byte. */
export interface BloscFlags {
  readonly byteShuffle: boolean;
  /** A pure copy: the plain bytes follow the header uncompressed, without block starts and streams. */
  readonly memcpyed: boolean;
  readonly bitShuffle: boolean;
  /** Every block is one stream. The reference prints this bit, inverted, as `split_blocks`. */
  readonly notSplit: boolean;
  /** Undefined for an id that C-Blosc 1 does not have. */
  readonly codec: FormatCodec | undefined;
  readonly codecId: number;
}

export function bloscFlags(flags: number): BloscFlags {
  const codecId = flags >> CODEC_SHIFT;
  return {
    byteShuffle: (flags & FLAG_BYTE_SHUFFLE) !== 0,
    memcpyed: (flags & FLAG_MEMCPYED) !== 0,
    bitShuffle: (flags & FLAG_BIT_SHUFFLE) !== 0,
    notSplit: (flags & FLAG_NOT_SPLIT) !== 0,
    codec: formatCodecById(codecId),
    codecId,
  };
}

/**
 * Reads the 16-byte header at the start of `bytes` and checks it by the rules of C-Blosc 1.21. Its sizes come from the file: compare
 * them with the available bytes before allocating.
 * Throws FormatError: 'truncated' or 'bad-chunk', with `context`.
 */
export function parseBloscHeader(bytes: Uint8Array, context: ErrorContext = {}): BloscHeader {
  const reader = new ByteReader(bytes, 'the Blosc chunk header', context);
  reader.need(BLOSC_HEADER_BYTES);
  const header: BloscHeader = {
    version: reader.u8(),
    versionlz: reader.u8(),
    flags: reader.u8(),
    typesize: reader.u8(),
    nbytes: reader.u32(),
    blocksize: reader.u32(),
    ctbytes: reader.u32(),
  };
  const fault = bloscFault(header);
  if (fault !== undefined) throw badChunk(fault, context);
  return header;
}

/** The rules of `blosc_run_decompression_with_context` and `initialize_decompress_func` in C-Blosc 1.21.3's `blosc.c`. */
function bloscFault(header: BloscHeader): string | undefined {
  const { version, flags, typesize, nbytes, blocksize, ctbytes } = header;
  if (version !== BLOSC_VERSION_FORMAT) return `Blosc format version must be ${BLOSC_VERSION_FORMAT}, found ${version}`;
  if ((flags & FLAG_RESERVED) !== 0) return `the reserved flag 0x08 must not be set, found flags ${flags}`;
  if (typesize === 0) return 'typesize must be from 1 to 255, found 0';
  if (nbytes > BLOSC_MAX_BUFFERSIZE) return `nbytes must be at most ${BLOSC_MAX_BUFFERSIZE}, found ${nbytes}`;
  if (blocksize > BLOSC_MAX_BLOCKSIZE) return `blocksize must be at most ${BLOSC_MAX_BLOCKSIZE}, found ${blocksize}`;
  if (blocksize > Math.max(nbytes, 1))
    return `blocksize must be at most the ${nbytes} bytes of the chunk, found ${blocksize}`;
  if (blocksize === 0 && nbytes > 0) return `blocksize must be at least 1 in a chunk of ${nbytes} bytes, found 0`;
  if (ctbytes < BLOSC_HEADER_BYTES || ctbytes > INT32_MAX) {
    return `ctbytes must be from ${BLOSC_HEADER_BYTES} to ${INT32_MAX}, found ${ctbytes}`;
  }
  return bloscFlags(flags).memcpyed ? copyFault(header) : compressedFault(header);
}

function copyFault({ nbytes, ctbytes }: BloscHeader): string | undefined {
  const expected = nbytes + BLOSC_HEADER_BYTES;
  return ctbytes === expected
    ? undefined
    : `ctbytes must be ${expected} in a pure copy of ${nbytes} bytes, found ${ctbytes}`;
}

function compressedFault({ versionlz, flags, nbytes, blocksize, ctbytes }: BloscHeader): string | undefined {
  const { codec, codecId } = bloscFlags(flags);
  if (codec === undefined) return `codec id ${codecId} does not exist`;
  if (versionlz !== CODEC_VERSION_FORMAT) {
    return `the format version of codec ${codec} must be ${CODEC_VERSION_FORMAT}, found ${versionlz}`;
  }
  const blocks = nbytes === 0 ? 0 : Math.ceil(nbytes / blocksize);
  if (BLOSC_HEADER_BYTES + BLOCK_START_BYTES * blocks > ctbytes) {
    return `${blocks} block starts do not fit into a chunk of ${ctbytes} bytes`;
  }
  return undefined;
}

/** The FormatError for an invalid chunk; its message starts with the chunk's index when `context` has one. */
export function badChunk(fault: string, context: ErrorContext = {}): FormatError {
  const where = context.chunkIndex === undefined ? 'bad chunk' : `bad chunk ${context.chunkIndex}`;
  return new FormatError('bad-chunk', `${where}: ${fault}`, context);
}

/** The header's 16 bytes. Throws ArgumentError for a header that `parseBloscHeader` would not accept. */
export function printBloscHeader(header: BloscHeader): Uint8Array {
  const fault = bloscFault(header);
  if (fault !== undefined) throw new ArgumentError(`cannot write this Blosc header: ${fault}`);
  const bytes = new Uint8Array(BLOSC_HEADER_BYTES);
  const writer = new ByteWriter(bytes);
  writer.u8(header.version);
  writer.u8(header.versionlz);
  writer.u8(header.flags);
  writer.u8(header.typesize);
  writer.u32(header.nbytes);
  writer.u32(header.blocksize);
  writer.u32(header.ctbytes);
  return bytes;
}
