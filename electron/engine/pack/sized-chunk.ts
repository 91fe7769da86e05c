import {
  BLOCK_START_BYTES,
  BLOSC_HEADER_BYTES,
  badChunk,
  FLAG_NOT_SPLIT,
  parseBloscHeader,
  printBloscHeader,
} from '../../../shared/format/blosc-chunk.js';
import type { ErrorContext } from '../../../shared/format/errors.js';
import { decompressChunk } from './single-chunk.js';

/** Zstandard's `ZSTD_compressBound` the other way round: a block of 128 KiB takes at least 4 bytes. */
const MAX_ZSTD_RATIO = 2 ** 15;

/**
 * Decompresses a Blosc chunk that stands alone, outside of a container, and must have `nbytes` plain bytes. Memory is allocated only
 * for what its stored bytes can hold. Throws FormatError for a chunk that is damaged, or of another size.
 */
export async function decompressSizedChunk(
  chunk: Uint8Array,
  nbytes: number,
  context: ErrorContext = {},
): Promise<Uint8Array> {
  const header = parseBloscHeader(chunk, context);
  if (header.nbytes !== nbytes) throw badChunk(`it should hold ${nbytes} bytes, but holds ${header.nbytes}`, context);
  if (header.ctbytes > chunk.byteLength) {
    throw badChunk(`it should have ${header.ctbytes} bytes, but ends after ${chunk.byteLength}`, context);
  }
  requireRatio(chunk.byteLength, nbytes, context);
  return decompressChunk(chunk, context);
}

/** An empty Zstandard frame that readers skip: magic 0x184D2A50, length 0. */
const EMPTY_FRAME = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0);
/** Bits 5 to 7 of a chunk's flags: codec 4, which is zstd. */
const ZSTD_FLAGS = 4 << 5;

/**
 * Decompresses Zstandard frames of `nbytes` plain bytes in all, as the only block of a chunk. Throws FormatError for other bytes,
 * and for more or fewer.
 */
export async function decompressZstd(
  frames: Uint8Array,
  nbytes: number,
  context: ErrorContext = {},
): Promise<Uint8Array> {
  requireRatio(frames.byteLength, nbytes, context);
  // Blosc takes a block that has as many bytes as its plain bytes for a copy of them.
  const stream = frames.byteLength === nbytes ? Buffer.concat([frames, EMPTY_FRAME]) : frames;
  const streamAt = BLOSC_HEADER_BYTES + BLOCK_START_BYTES;
  const starts = Buffer.alloc(2 * BLOCK_START_BYTES);
  starts.writeInt32LE(streamAt, 0);
  starts.writeInt32LE(stream.byteLength, BLOCK_START_BYTES);
  const ctbytes = streamAt + BLOCK_START_BYTES + stream.byteLength;
  const flags = ZSTD_FLAGS | FLAG_NOT_SPLIT;
  const header = printBloscHeader({ version: 2, versionlz: 1, flags, typesize: 1, nbytes, blocksize: nbytes, ctbytes });
  return decompressSizedChunk(Buffer.concat([header, starts, stream]), nbytes, context);
}

function requireRatio(storedBytes: number, nbytes: number, context: ErrorContext): void {
  if (nbytes <= storedBytes * MAX_ZSTD_RATIO) return;
  throw badChunk(`${storedBytes} stored bytes cannot hold ${nbytes} bytes`, context);
}
