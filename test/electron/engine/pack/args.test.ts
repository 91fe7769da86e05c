import { describe, expect, test, vi } from 'vitest';
import { concurrentChunks, threadCount } from '../../../../electron/engine/operation.js';
import {
  type ChunkArgs,
  type MetadataArgs,
  resolveBloscpackArgs,
  resolveChunkArgs,
  resolveMetadataArgs,
} from '../../../../electron/engine/pack/args.js';
import { ArgumentError } from '../../../../shared/format/errors.js';

/** Arguments of a caller without types. */
const untyped = <T>(args: Record<string, unknown>) => args as T;

describe('the defaults', () => {
  test("are the reference's", () => {
    expect(resolveChunkArgs()).toEqual({ typesize: 8, clevel: 7, shuffle: 'byte', codec: 'blosclz', blocksize: 0 });
    const { maxAppChunks, ...bloscpack } = resolveBloscpackArgs();
    expect(bloscpack).toEqual({ offsets: true, checksum: 'adler32' });
    expect(typeof maxAppChunks === 'function' && maxAppChunks(7)).toBe(70n);
    const { maxMetaSize, ...metadata } = resolveMetadataArgs();
    expect(metadata).toEqual({ metaChecksum: 'adler32', metaCodec: 'zlib', metaLevel: 6, userCodec: '' });
    expect(typeof maxMetaSize === 'function' && maxMetaSize(46)).toBe(460);
  });

  test('take the item size of an array, and an explicit typesize before it', () => {
    expect(resolveChunkArgs({}, 4).typesize).toBe(4);
    expect(resolveChunkArgs({ typesize: 2 }, 4).typesize).toBe(2);
  });
});

describe('what Blosc or the format does not accept', () => {
  test.each([
    { typesize: 0 },
    { typesize: 256 },
    { typesize: 1.5 },
    { clevel: -1 },
    { clevel: 10 },
    { clevel: Number.NaN },
    { blocksize: -1 },
    { codec: 'gzip' },
    { shuffle: 'bits' },
    { shuffle: 'toString' },
  ])('is an ArgumentError: %o', (args) => {
    expect(() => resolveChunkArgs(untyped<ChunkArgs>(args))).toThrow(ArgumentError);
  });

  test.each([{ metaLevel: 10 }, { metaCodec: 'lz4' }, { metaChecksum: 'crc64' }])('is one for metadata: %o', (args) => {
    expect(() => resolveMetadataArgs(untyped<MetadataArgs>(args))).toThrow(ArgumentError);
  });

  test('is one for an unknown checksum', () => {
    expect(() => resolveBloscpackArgs(untyped({ checksum: 'sha3' }))).toThrow(ArgumentError);
  });
});

describe('threads and the window', () => {
  test.each([0, -1, 257, 1.5, Number.NaN])('%d threads are refused', (nthreads) => {
    expect(() => threadCount({ nthreads })).toThrow(ArgumentError);
  });

  test('work waits in the pool only where the pool has no more threads than were asked for', () => {
    vi.stubEnv('UV_THREADPOOL_SIZE', '2');
    expect(concurrentChunks({ nthreads: 2 })).toBe(4);
    expect(concurrentChunks({ nthreads: 1 })).toBe(1);
    vi.stubEnv('UV_THREADPOOL_SIZE', undefined);
    expect(concurrentChunks({ nthreads: 3 })).toBe(3);
    expect(concurrentChunks({ nthreads: 4 })).toBe(6);
    vi.unstubAllEnvs();
  });
});
