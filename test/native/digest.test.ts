import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { adler32, bloscVersion, crc32, zlibCompress } from '../../native/index.js';
import { ramp } from './samples.js';

const text = new TextEncoder().encode('123456789');

describe('digests', () => {
  it('returns the published check values', () => {
    expect(crc32(text)).toBe(0xcbf43926);
    expect(adler32(text)).toBe(0x091e01de);
    expect(adler32(new TextEncoder().encode('Wikipedia'))).toBe(0x11e60398);
  });

  it('returns the initial values for no bytes, and keeps a seed', () => {
    expect(adler32(new Uint8Array(0))).toBe(1);
    expect(crc32(new Uint8Array(0))).toBe(0);
    expect(adler32(new Uint8Array(0), 77)).toBe(77);
    expect(crc32(new Uint8Array(0), 77)).toBe(77);
  });

  it('continues from a seed', () => {
    expect(crc32(text.subarray(4), crc32(text.subarray(0, 4)))).toBe(crc32(text));
    expect(adler32(text.subarray(4), adler32(text.subarray(0, 4)))).toBe(adler32(text));
  });
});

describe('zlibCompress', () => {
  it('returns a zlib stream of the same data at every level', () => {
    for (let level = 0; level <= 9; level++) {
      expect(Buffer.compare(inflateSync(zlibCompress(ramp(10_000), level)), ramp(10_000))).toBe(0);
    }
    expect(inflateSync(zlibCompress(new Uint8Array(0), 6)).length).toBe(0);
  });

  it("returns the same bytes as Python's zlib.compress", () => {
    const json = new TextEncoder().encode(JSON.stringify(Array.from({ length: 2000 }, (_, i) => (i * i) % 977)));
    // python3 -c "import hashlib,json,zlib; j=json.dumps([i*i%977 for i in range(2000)],separators=(',',':')).encode();
    //   print(hashlib.sha256(zlib.compress(j,6)).hexdigest())", zlib 1.2.13
    const sha256 = createHash('sha256').update(zlibCompress(json, 6)).digest('hex');
    expect(sha256).toBe('72a8d85213157de7335e1ac99cb890fbc6aa391d3a9cfaeb41801b8fc8a847e0');
  });
});

describe('bloscVersion', () => {
  it('names C-Blosc, its date and all six codecs', () => {
    const { blosc, date, codecs } = bloscVersion();
    expect(blosc).toMatch(/^1\.\d+\.\d+/);
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Object.keys(codecs)).toEqual(['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd']);
  });
});

describe('adler32 of any length and content', () => {
  /** RFC 1950, byte by byte. */
  function adler32ByDefinition(bytes: Uint8Array, seed: number): number {
    let [sum, sums] = [seed & 0xffff, seed >>> 16];
    for (const byte of bytes) {
      sum = (sum + byte) % 65521;
      sums = (sums + sum) % 65521;
    }
    return ((sums << 16) | sum) >>> 0;
  }

  // Around the 32 bytes that are taken at a time, and the 5536 after which the sums are reduced.
  const lengths = [0, 1, 31, 32, 33, 63, 64, 65, 5535, 5536, 5537, 5552, 11_072, 11_073, 100_003];

  it.each(lengths)('agrees with its definition over %i bytes', (length) => {
    const highest = new Uint8Array(length).fill(255);
    const mixed = Uint8Array.from({ length }, (_, i) => (i * 7919 + (i >> 3)) % 256);
    for (const bytes of [highest, mixed, mixed.subarray(Math.min(3, length))]) {
      for (const seed of [1, 0, (65520 << 16) | 65520]) {
        expect(adler32(bytes, seed >>> 0)).toBe(adler32ByDefinition(bytes, seed >>> 0));
      }
    }
  });
});

describe('crc32 of any length and content', () => {
  /** RFC 1952, bit by bit. */
  function crc32ByDefinition(bytes: Uint8Array, seed: number): number {
    let state = ~seed;
    for (const byte of bytes) {
      state ^= byte;
      for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ (state & 1 ? 0xedb88320 : 0);
    }
    return ~state >>> 0;
  }

  // Around the 16 and 64 bytes that are taken at a time.
  const lengths = [0, 1, 15, 16, 17, 63, 64, 65, 79, 80, 81, 127, 128, 129, 191, 192, 255, 256, 4099];

  it.each(lengths)('agrees with its definition over %i bytes', (length) => {
    const mixed = Uint8Array.from({ length }, (_, i) => (i * 7919 + (i >> 3)) % 256);
    for (const bytes of [new Uint8Array(length), mixed, mixed.subarray(Math.min(3, length))]) {
      for (const seed of [0, 1, 0xffffffff]) expect(crc32(bytes, seed)).toBe(crc32ByDefinition(bytes, seed));
    }
  });
});
