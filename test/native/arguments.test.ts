import { describe, expect, it } from 'vitest';
import {
  adler32,
  type CompressSettings,
  compress,
  compressAsync,
  decompress,
  getitem,
  zlibCompress,
} from '../../native/index.js';
import { packRun, RunCounters } from '../../native/runs.js';
import { expectNativeError } from './expect-native-error.js';
import { defaults } from './samples.js';

const bytes = new Uint8Array(64);

/** Stands for a caller without types. */
function wrong<T>(value: unknown): T {
  return value as T;
}

function settings(change: Readonly<Record<string, unknown>>): CompressSettings {
  return wrong({ ...defaults, ...change });
}

const run = {
  plain: bytes,
  chunkBytes: 64,
  choices: [defaults],
  digest: 'None',
  stored: new Uint8Array(80),
  storedLengths: new Uint32Array(1),
  threads: 1,
  memoryBytes: 0,
  counters: new RunCounters(),
} as const;

describe('arguments', () => {
  it.each([
    ['integer between 0 and 9 for clevel but received 10', () => compress(bytes, bytes, settings({ clevel: 10 }))],
    ['integer between 0 and 9 for clevel but received 1.5', () => compress(bytes, bytes, settings({ clevel: 1.5 }))],
    ['integer between 0 and 9 for clevel but received "5"', () => compress(bytes, bytes, settings({ clevel: '5' }))],
    [
      'integer between 0 and 2 for shuffle but received true',
      () => compress(bytes, bytes, settings({ shuffle: true })),
    ],
    ['integer between 1 and 255 for typesize but received 0', () => compress(bytes, bytes, settings({ typesize: 0 }))],
    [
      'integer between 0 and 2147483647 for blocksize but received -1',
      () => compress(bytes, bytes, settings({ blocksize: -1 })),
    ],
    [
      'one of blosclz, lz4, lz4hc, snappy, zlib, zstd for codec but received "lzma"',
      () => compress(bytes, bytes, settings({ codec: 'lzma' })),
    ],
    ['Uint8Array for source but received null', () => compress(wrong(null), bytes, defaults)],
    [
      'Uint8Array for source but received Float64Array',
      () => compressAsync(wrong(new Float64Array(1)), bytes, defaults),
    ],
    ['Uint8Array for chunk but received ArrayBuffer', () => decompress(wrong(new ArrayBuffer(1)), bytes)],
    ['Uint8Array for target but received undefined', () => decompress(bytes, wrong(undefined))],
    ['integer between 0 and 2147483647 for start but received -1', () => getitem(bytes, -1, 0, bytes)],
    ['integer between 0 and 2147483647 for count but received NaN', () => getitem(bytes, 0, Number.NaN, bytes)],
    ['integer between 0 and 4294967295 for seed but received 4294967296', () => adler32(bytes, 2 ** 32)],
    ['integer between 0 and 9 for level but received -1', () => zlibCompress(bytes, -1)],
    [
      'one of None, adler32, crc32, md5, sha1, sha224, sha256, sha384, sha512 for digest but received "md4"',
      () => packRun({ ...run, digest: wrong('md4') }),
    ],
    ['integer between 1 and 2147483647 for chunkBytes but received 0', () => packRun({ ...run, chunkBytes: 0 })],
    [
      'integer between 0 and 9007199254740991 for plain.positionBytes but received 9007199254740992',
      () => packRun({ ...run, plain: { fd: 0, positionBytes: 2 ** 53, lengthBytes: 1 } }),
    ],
  ])('expects %s', async (message, run) => {
    const error = await expectNativeError('bad-argument', run);
    expect(error.message).toBe(`Expected ${message}`);
  });
});
