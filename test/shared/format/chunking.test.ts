import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkNbytes, defaultMaxAppChunks, planChunks } from '../../../shared/format/chunking.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../../shared/format/header.js';
import { parseSize } from '../../../shared/format/sizes.js';
import { manifest } from '../../fixtures.js';

const packed = manifest.golden.filter(({ args, plain, header }) => plain && args.chunk_size && header.nchunks !== -1);

describe('planChunks', () => {
  it.each(packed)('divides the data of $name as the reference did', ({ args, header, plain_nbytes: sizeBytes }) => {
    const wanted = args.chunk_size;
    const chunking = planChunks(sizeBytes, typeof wanted === 'string' ? parseSize(wanted) : (wanted ?? 0));
    expect(chunking).toEqual({ nchunks: header.nchunks, chunkSize: header.chunk_size, lastChunk: header.last_chunk });
  });

  it.each([
    [0, 4, { nchunks: 1, chunkSize: 0, lastChunk: 0 }],
    [3, 4, { nchunks: 1, chunkSize: 3, lastChunk: 3 }],
    [4, 4, { nchunks: 1, chunkSize: 4, lastChunk: 4 }],
    [8, 4, { nchunks: 2, chunkSize: 4, lastChunk: 4 }],
    [9, 4, { nchunks: 3, chunkSize: 4, lastChunk: 1 }],
  ])('divides %d bytes into chunks of %d', (sizeBytes, chunkSizeBytes, expected) => {
    expect(planChunks(sizeBytes, chunkSizeBytes)).toEqual(expected);
  });

  it('returns chunks that add up to the input, none empty, none too large', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1, max: MAX_CHUNK_SIZE }), (sizeBytes, wanted) => {
        const { nchunks, chunkSize, lastChunk } = planChunks(sizeBytes, wanted);
        expect((nchunks - 1) * chunkSize + lastChunk).toBe(sizeBytes);
        expect(chunkSize).toBe(Math.min(wanted, sizeBytes));
        expect(lastChunk).toBeGreaterThan(0);
        expect(lastChunk).toBeLessThanOrEqual(chunkSize);
      }),
    );
  });

  it('is exact up to 2^53', () => {
    const { nchunks, lastChunk } = planChunks(Number.MAX_SAFE_INTEGER, 3);
    expect(BigInt(nchunks - 1) * 3n + BigInt(lastChunk)).toBe(2n ** 53n - 1n);
  });

  it.each([
    [-1, 4],
    [1.5, 4],
    [2 ** 53, 4],
    [10, 0],
    [10, -1],
    [10, MAX_CHUNK_SIZE + 1],
    [10, Number.NaN],
  ])('refuses %d bytes in chunks of %d', (sizeBytes, chunkSizeBytes) => {
    expect(() => planChunks(sizeBytes, chunkSizeBytes)).toThrow(ArgumentError);
  });
});

describe('chunkNbytes', () => {
  it('is the chunk size for every chunk but the last', () => {
    const chunking = planChunks(9, 4);
    expect([0, 1, 2].map((chunkIndex) => chunkNbytes(chunking, chunkIndex))).toEqual([4, 4, 1]);
  });

  it.each([-1, 3, 0.5])('refuses chunk %d of three', (chunkIndex) => {
    expect(() => chunkNbytes(planChunks(9, 4), chunkIndex)).toThrow(ArgumentError);
  });
});

describe('defaultMaxAppChunks', () => {
  it('reserves ten slots for each chunk, as long as the sum fits an int64', () => {
    expect(defaultMaxAppChunks(3)).toBe(30n);
    const many = 2 ** 62;
    expect(defaultMaxAppChunks(many) + BigInt(many)).toBe(2n ** 63n - 1n);
  });
});
