import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { createCRC32, type IHasher } from 'hash-wasm';
import Lz4 from 'numcodecs/lz4';
import Bunzip from 'seek-bzip';
import { FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { decompressSizedChunk, decompressZstd } from '../../engine/pack/sized-chunk.js';

/** What stored bytes go through, from plain bytes to those in the file. */
export type BytesCodec = 'blosc' | 'zstd' | 'zlib' | 'gzip' | 'lz4' | 'bz2' | 'crc32c';

/** Of a CRC-32C behind the bytes. */
export const CRC_BYTES = 4;

/**
 * The plain bytes of a chunk, `nbytes` of them. `codecs` are in the order in which they were applied. `what` names the chunk in
 * messages. Memory is allocated only for what the stored bytes can hold. Throws FormatError('bad-chunk') for a damaged chunk, and for
 * one of another size.
 */
export async function decodeChunk(
  stored: Uint8Array,
  codecs: readonly BytesCodec[],
  nbytes: number,
  what: string,
): Promise<Uint8Array> {
  let bytes = stored;
  for (const [index, codec] of [...codecs.entries()].toReversed()) {
    const inner = codecs.slice(0, index).filter((one) => one === 'crc32c').length;
    bytes = await decodeOne(codec, bytes, nbytes + inner * CRC_BYTES, what);
  }
  if (bytes.byteLength === nbytes) return bytes;
  throw damaged(what, `it should hold ${nbytes} bytes, but holds ${bytes.byteLength}`);
}

async function decodeOne(codec: BytesCodec, stored: Uint8Array, nbytes: number, what: string): Promise<Uint8Array> {
  try {
    return await DECODERS[codec](stored, nbytes);
  } catch (error) {
    if (isBloscpackError(error) && error.kind !== 'format') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(what, reason.replace(/^(bad chunk|the chunk is damaged): /, ''), error);
  }
}

const DECODERS: Readonly<Record<BytesCodec, (stored: Uint8Array, nbytes: number) => Promise<Uint8Array>>> = {
  blosc: decompressSizedChunk,
  zstd: decompressZstd,
  zlib: (stored, nbytes) => promisify(inflate)(stored, { maxOutputLength: nbytes }),
  gzip: (stored, nbytes) => promisify(gunzip)(stored, { maxOutputLength: nbytes }),
  lz4: decodeLz4,
  bz2: async (stored, nbytes) => decodeBzip2(stored, nbytes),
  crc32c: withoutCrc32c,
};

/** LZ4 needs a byte for 255 bytes at least. */
const MAX_LZ4_RATIO = 255;

/** As numcodecs writes it: the number of plain bytes (u32 little-endian), and one block. */
async function decodeLz4(stored: Uint8Array, nbytes: number): Promise<Uint8Array> {
  const stated = stored.byteLength < 4 ? 0 : Buffer.from(stored.buffer, stored.byteOffset).readUInt32LE(0);
  if (stated !== nbytes) throw new Error(`it should hold ${nbytes} bytes, but states ${stated}`);
  if (nbytes > stored.byteLength * MAX_LZ4_RATIO) throw new Error(`${stored.byteLength} bytes cannot hold ${nbytes}`);
  return Lz4.fromConfig({ id: 'lz4' }).decode(stored);
}

function decodeBzip2(stored: Uint8Array, nbytes: number): Uint8Array {
  let plain = new Uint8Array(Math.min(nbytes, 2 ** 20));
  let filled = 0;
  const writeByte = (byte: number): void => {
    if (filled === nbytes) throw new Error(`it holds more than ${nbytes} bytes`);
    if (filled === plain.byteLength) {
      const grown = new Uint8Array(Math.min(nbytes, 2 * filled));
      grown.set(plain);
      plain = grown;
    }
    plain[filled++] = byte;
  };
  Bunzip.decode(stored, { writeByte }, true);
  return plain.subarray(0, filled);
}

let hasher: Promise<IHasher> | undefined;

/** Castagnoli's polynomial, bits reversed. */
const CRC32C_POLYNOMIAL = 0x82f63b78;

/** The bytes before the CRC-32C (u32 little-endian). Throws an Error when it is not theirs. */
export async function withoutCrc32c(stored: Uint8Array): Promise<Uint8Array> {
  if (stored.byteLength < CRC_BYTES) throw new Error(`its ${stored.byteLength} bytes are too few for a CRC-32C`);
  const bytes = stored.subarray(0, -CRC_BYTES);
  const expected = Buffer.from(stored.subarray(-CRC_BYTES)).readUInt32LE(0).toString(16).padStart(8, '0');
  hasher ??= createCRC32(CRC32C_POLYNOMIAL);
  const found = (await hasher).init().update(bytes).digest('hex');
  if (found === expected) return bytes;
  throw new Error(`its stored CRC-32C is ${expected}, but its bytes have ${found}`);
}

export function damaged(what: string, reason: string, cause?: unknown): FormatError {
  return new FormatError('bad-chunk', `${what} is damaged: ${reason}`, {}, cause);
}
