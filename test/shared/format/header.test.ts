import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKSUMS } from '../../../shared/format/checksums.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { headerRecord } from '../../../shared/format/field-names.js';
import {
  type BloscpackHeader,
  HEADER_BYTES,
  MAX_CHUNK_SIZE,
  parseHeader,
  plainSizeBytes,
  printHeader,
} from '../../../shared/format/header.js';
import { manifest, readFixture } from '../../fixtures.js';

const MAX_INT64 = 2n ** 63n - 1n;

const VALID: BloscpackHeader = {
  formatVersion: 3,
  offsets: true,
  metadata: false,
  checksum: 'adler32',
  typesize: 8,
  chunkSize: 1024,
  lastChunk: 1000,
  nchunks: 5n,
  maxAppChunks: 50n,
};

/** The bytes of VALID with some bytes changed: position -> bytes. */
function damaged(changes: Readonly<Record<number, readonly number[]>>): Uint8Array {
  const bytes = printHeader(VALID);
  for (const [at, values] of Object.entries(changes)) bytes.set(values, Number(at));
  return bytes;
}

function problemOf(bytes: Uint8Array): string {
  try {
    parseHeader(bytes);
    return 'none';
  } catch (error) {
    return error instanceof FormatError ? error.problem : String(error);
  }
}

describe('parseHeader', () => {
  it.each(manifest.golden)(
    'reads the header of $name as in the manifest, and prints the same bytes',
    ({ file, header }) => {
      const bytes = readFixture(file);
      const parsed = parseHeader(bytes);
      const expected = { ...header, nchunks: BigInt(header.nchunks), max_app_chunks: BigInt(header.max_app_chunks) };
      expect(headerRecord(parsed)).toEqual(expected);
      expect(printHeader(parsed)).toEqual(bytes.slice(0, HEADER_BYTES));
    },
  );

  it.each(manifest.golden)('computes the plain size of $name', ({ file, header, plain_nbytes: expected }) => {
    const size = plainSizeBytes(parseHeader(readFixture(file)));
    expect(size).toBe(header.nchunks === -1 ? undefined : BigInt(expected));
  });

  it('names a missing magic exactly as the reference does', () => {
    expect(() => parseHeader(readFixture('corrupt/bad_magic.blp'))).toThrow(
      "the magic marker b'blpk' is missing from the bloscpack header, instead we found: b'BLPK'",
    );
  });

  it('names the version that it cannot read', () => {
    const message = 'unsupported format version 4 (expected 3)';
    expect(() => parseHeader(readFixture('corrupt/version_4.blp'))).toThrow(message);
  });

  it.each([
    ['bad_magic', 'not-bloscpack'],
    ['version_2', 'unsupported-version'],
    ['version_4', 'unsupported-version'],
    ['reserved_option_bit', 'bad-header'],
    ['checksum_id_9', 'bad-header'],
    ['chunk_size_minus_2', 'bad-header'],
    ['last_chunk_gt_chunk', 'bad-header'],
    ['truncated_at_0', 'truncated'],
    ['truncated_at_3', 'truncated'],
    ['truncated_at_31', 'truncated'],
    ['truncated_at_32', 'none'],
    ['nchunks_huge', 'none'],
    ['max_app_huge', 'none'],
  ])('reports %s as %s', (name, problem) => {
    expect(problemOf(readFixture(`corrupt/${name}.blp`))).toBe(problem);
  });

  it.each([
    [[], 'truncated'],
    [[0x62], 'truncated'],
    [[0x62, 0x6c, 0x70, 0x6b], 'truncated'],
    [[0x62, 0x6c, 0x71], 'not-bloscpack'],
    [[0x50, 0x4b, 3, 4, 0], 'not-bloscpack'],
  ])('reports the short file %j as %s', (bytes, problem) => {
    expect(problemOf(Uint8Array.from(bytes))).toBe(problem);
  });

  it('checks the magic first, then the length, the version, the options, the checksum', () => {
    expect(problemOf(damaged({ 0: [0], 4: [9] }))).toBe('not-bloscpack');
    expect(problemOf(damaged({ 4: [9], 5: [0xff] }).subarray(0, 31))).toBe('truncated');
    expect(problemOf(damaged({ 4: [9], 5: [0xff] }))).toBe('unsupported-version');
    expect(() => parseHeader(damaged({ 5: [0xff], 6: [200] }))).toThrow(
      'reserved option bits must be 0, found 11111111',
    );
    expect(() => parseHeader(damaged({ 6: [200], 8: [0xfe, 0xff, 0xff, 0xff] }))).toThrow('checksum id 200');
  });

  it.each([
    ['chunk_size of 2^31-16', { 8: [0xf0, 0xff, 0xff, 0x7f] }, 'chunk_size must be an integer from -1 to 2147483631'],
    ['last_chunk of -2', { 12: [0xfe, 0xff, 0xff, 0xff] }, 'last_chunk must be an integer from -1'],
    ['last_chunk above chunk_size', { 12: [0x01, 0x04, 0, 0] }, 'last_chunk (1025) must not be larger than chunk_size'],
    ['nchunks of -2', { 16: [0xfe, 255, 255, 255, 255, 255, 255, 255] }, 'nchunks must be an integer from -1'],
    ['nchunks of 0', { 16: [0] }, 'nchunks must be -1 or at least 1'],
    ['unknown nchunks with offsets', { 16: Array(8).fill(255), 24: [0] }, 'nchunks must be known'],
    ['max_app_chunks of -1', { 24: Array(8).fill(255) }, 'max_app_chunks must be an integer from 0'],
    ['max_app_chunks without offsets', { 5: [0] }, 'max_app_chunks must be 0 when there are no offsets, found 50'],
    ['a sum above 2^63-1', { 24: [...Array(7).fill(255), 0x7f] }, 'must not add up to more than 9223372036854775807'],
  ])('rejects a %s', (_, changes, message) => {
    const bytes = damaged(changes);
    expect(problemOf(bytes)).toBe('bad-header');
    expect(() => parseHeader(bytes)).toThrow(message);
  });

  it('throws a FormatError or returns a header that prints the same bytes, for any bytes', () => {
    const anyHeader = fc.uint8Array({ minLength: 28, maxLength: 28 });
    fc.assert(
      fc.property(anyHeader, (rest) => {
        const bytes = Uint8Array.of(0x62, 0x6c, 0x70, 0x6b, ...rest);
        bytes.set([3, rest[1] ?? 0, (rest[2] ?? 0) % 9], 4);
        const problem = problemOf(bytes);
        if (problem === 'none') expect(printHeader(parseHeader(bytes))).toEqual(bytes);
        else expect(problem).toBe('bad-header');
      }),
    );
  });
});

describe('printHeader', () => {
  const sizes = fc.integer({ min: 0, max: MAX_CHUNK_SIZE });
  const headers = fc
    .record({
      offsets: fc.boolean(),
      metadata: fc.boolean(),
      checksum: fc.constantFrom(...CHECKSUMS.map(({ name }) => name)),
      typesize: fc.integer({ min: 0, max: 255 }),
      sizes: fc.tuple(sizes, sizes),
      nchunks: fc.bigInt({ min: 1n, max: MAX_INT64 }),
      room: fc.bigInt({ min: 0n, max: MAX_INT64 }),
    })
    .map(({ sizes: [a, b], room, ...rest }): BloscpackHeader => {
      const maxAppChunks = rest.offsets ? room % (MAX_INT64 - rest.nchunks + 1n) : 0n;
      return { formatVersion: 3, ...rest, chunkSize: Math.max(a, b), lastChunk: Math.min(a, b), maxAppChunks };
    });

  it('prints 32 bytes that read back the same', () => {
    fc.assert(
      fc.property(headers, (header) => {
        const bytes = printHeader(header);
        expect(bytes.length).toBe(HEADER_BYTES);
        expect(parseHeader(bytes)).toEqual(header);
      }),
    );
  });

  it('prints unknown counts', () => {
    const unknown = { ...VALID, offsets: false, chunkSize: -1, lastChunk: -1, nchunks: -1n, maxAppChunks: 0n };
    expect(parseHeader(printHeader(unknown))).toEqual(unknown);
    expect(plainSizeBytes(unknown)).toBeUndefined();
  });

  it.each([
    { typesize: 256 },
    { typesize: 1.5 },
    { chunkSize: 2 ** 31 },
    { lastChunk: 1025 },
    { nchunks: 0n },
    { nchunks: -1n },
    { maxAppChunks: MAX_INT64 },
    { offsets: false },
  ])('refuses %o', (change) => {
    expect(() => printHeader({ ...VALID, ...change })).toThrow(ArgumentError);
  });
});

describe('plainSizeBytes', () => {
  it('is exact beyond 2^53', () => {
    const header = { ...VALID, chunkSize: MAX_CHUNK_SIZE, lastChunk: 1, nchunks: 2n ** 40n, maxAppChunks: 0n };
    expect(plainSizeBytes(header)).toBe(2147483631n * (2n ** 40n - 1n) + 1n);
  });
});
