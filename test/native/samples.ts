import { type CompressSettings, compress, MAX_OVERHEAD, type NativeCodec } from '../../native/index.js';

export const codecs = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'] as const satisfies readonly NativeCodec[];
export const shuffles = [0, 1, 2] as const;

export const defaults: CompressSettings = { codec: 'lz4', clevel: 5, shuffle: 1, typesize: 8, blocksize: 0 };

/** Slowly ascending 32-bit integers: compressible under every codec and shuffle. */
export function ramp(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (let i = 0; i < sizeBytes; i++) bytes[i] = (i >> 2) >> (8 * (i % 4));
  return bytes;
}

/** Incompressible and the same on every run (a 32-bit xorshift). */
export function noise(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let state = 2463534242;
  for (let i = 0; i < sizeBytes; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

/** `plain` as one chunk of exactly ctbytes bytes. */
export function chunkOf(plain: Uint8Array, settings: Partial<CompressSettings> = {}): Uint8Array {
  const target = new Uint8Array(plain.length + MAX_OVERHEAD);
  return target.slice(0, compress(plain, target, { ...defaults, ...settings }));
}

/** A chunk of one block whose stream is not a zlib stream. */
export function chunkOfOneBlock(blocksize: number): Uint8Array {
  const chunk = new Uint8Array(28);
  const header = new DataView(chunk.buffer);
  // Format 2 of Blosc, 1 of zlib; zlib (3) in the upper bits of the flags, and a block in one piece; typesize 1.
  chunk.set([2, 1, (3 << 5) | 0x10, 1]);
  for (const [index, value] of [blocksize, blocksize, chunk.length, 20, 4, 0xffffffff].entries()) {
    header.setUint32(4 + 4 * index, value, true);
  }
  return chunk;
}
