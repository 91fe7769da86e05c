import { decompressZstd } from '../../../engine/pack/sized-chunk.js';
import type { BodyCodec } from '../metadata/record-batches.js';
import { decodeLz4Frame } from './lz4-frame.js';

/** Far larger than record batches are, 64 Ki rows in pandas. */
const MAX_PLAIN_BYTES = 2 ** 28;
/** What does not compress is stored as it is. */
export const MAX_STORED_BYTES = MAX_PLAIN_BYTES + 2 ** 20;
/** The number of plain bytes (i64), -1 for bytes that are not compressed. */
const PREFIX_BYTES = 8;
const NOT_COMPRESSED = -1n;

const DECODERS = { lz4: decodeLz4Frame, zstd: decompressZstd };

/**
 * The plain bytes of a compressed buffer. Memory is allocated only for what was needed, or a little more. Throws an Error for damaged
 * bytes, and for fewer than `neededBytes`.
 */
export async function decompressed(
  stored: Uint8Array,
  codec: Exclude<BodyCodec, 'none'>,
  neededBytes: number,
): Promise<Uint8Array> {
  if (stored.byteLength < PREFIX_BYTES) throw new Error('it does not say how many bytes it has');
  const stated = Buffer.from(stored.buffer, stored.byteOffset, PREFIX_BYTES).readBigInt64LE(0);
  const rest = stored.subarray(PREFIX_BYTES);
  const nbytes = stated === NOT_COMPRESSED ? rest.byteLength : Number(stated);
  if (nbytes < neededBytes) throw new Error(`it has ${nbytes} bytes, and ${neededBytes} are needed`);
  if (stated === NOT_COMPRESSED) return rest;
  if (nbytes > Math.min(MAX_PLAIN_BYTES, MAX_SURPLUS * neededBytes + PADDING_BYTES)) {
    throw new Error(`it has ${nbytes} bytes, where ${neededBytes} are needed and at most ${MAX_PLAIN_BYTES} are read`);
  }
  return DECODERS[codec](rest, nbytes);
}

/** Writers round up, some to the memory that they had reserved. */
const MAX_SURPLUS = 2;
const PADDING_BYTES = 64;
