import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOSC_HEADER_BYTES,
  type BloscHeader,
  bloscFlags,
  parseBloscHeader,
  printBloscHeader,
} from '../../../shared/format/blosc-chunk.js';
import { ByteWriter } from '../../../shared/format/bytes.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { bloscHeaderRecord } from '../../../shared/format/field-names.js';
import { manifest, readFixture } from '../../fixtures.js';
import { chunkFixtures } from './chunk-fixtures.js';

const VALID: BloscHeader = {
  version: 2,
  versionlz: 1,
  flags: 0x21,
  typesize: 8,
  nbytes: 1000,
  blocksize: 400,
  ctbytes: 500,
};

/** The fields without checks. */
function rawHeader(header: BloscHeader): Uint8Array {
  const bytes = new Uint8Array(BLOSC_HEADER_BYTES);
  const writer = new ByteWriter(bytes);
  for (const field of ['version', 'versionlz', 'flags', 'typesize'] as const) writer.u8(header[field]);
  for (const field of ['nbytes', 'blocksize', 'ctbytes'] as const) writer.u32(header[field]);
  return bytes;
}

describe('parseBloscHeader', () => {
  it.each(manifest.golden)('reads every chunk header of $name, and prints the same bytes', ({ file, chunks = [] }) => {
    const container = readFixture(file);
    for (const { position, blosc } of chunks) {
      const bytes = container.slice(position, position + BLOSC_HEADER_BYTES);
      const header = parseBloscHeader(bytes);
      expect(bloscHeaderRecord(header)).toEqual(blosc);
      expect(printBloscHeader(header)).toEqual(bytes);
    }
  });

  it('reads the chunks of older releases', () => {
    for (const { name, header } of chunkFixtures.filter((fixture) => fixture.name.startsWith('blosc-1'))) {
      expect(header.nbytes, name).toBe(4_000_000);
    }
  });

  it.each([
    ['a future version', { version: 3 }, 'version must be 2, found 3'],
    ['version 1', { version: 1 }, 'version must be 2, found 1'],
    ['the reserved flag', { flags: 0x29 }, 'reserved flag 0x08'],
    ['a typesize of 0', { typesize: 0 }, 'typesize must be from 1 to 255, found 0'],
    ['more bytes than Blosc takes', { nbytes: 2 ** 31 - 16 }, 'nbytes must be at most 2147483631'],
    ['a blocksize of 0', { blocksize: 0 }, 'blocksize must be at least 1'],
    ['a blocksize beyond Blosc', { blocksize: 715_827_543 }, 'blocksize must be at most 715827542'],
    ['a chunk shorter than its header', { ctbytes: 15 }, 'ctbytes must be from 16'],
    ['a chunk beyond 2 GiB', { ctbytes: 2 ** 31 }, 'ctbytes must be from 16 to 2147483647'],
    ['an unknown codec', { flags: 0xa1 }, 'codec id 5 does not exist'],
    ['an unknown format of a codec', { versionlz: 2 }, 'codec lz4 must be 1, found 2'],
    ['a copy of another length', { flags: 0x02 }, 'ctbytes must be 1016 in a pure copy of 1000 bytes, found 500'],
    ['more blocks than fit', { nbytes: 2 ** 30, blocksize: 1 }, '1073741824 block starts do not fit'],
  ])('rejects %s', (_, change, message) => {
    const bytes = rawHeader({ ...VALID, ...change });
    expect(() => parseBloscHeader(bytes, { chunkIndex: 4 })).toThrow(
      expect.objectContaining({ problem: 'bad-chunk', context: { chunkIndex: 4 } }),
    );
    expect(() => parseBloscHeader(bytes, { chunkIndex: 4 })).toThrow(message);
    expect(() => parseBloscHeader(bytes, { chunkIndex: 4 })).toThrow('bad chunk 4: ');
    expect(() => printBloscHeader({ ...VALID, ...change })).toThrow(ArgumentError);
  });

  it('accepts a pure copy whose codec is unknown, since nothing has to be decoded', () => {
    const header = { ...VALID, flags: 0xe2, ctbytes: 1016 };
    expect(parseBloscHeader(rawHeader(header))).toEqual(header);
  });

  it('reports a header that is cut short', () => {
    expect(() => parseBloscHeader(rawHeader(VALID).subarray(0, 15), { chunkIndex: 4 })).toThrow(
      expect.objectContaining({ problem: 'truncated', context: expect.objectContaining({ chunkIndex: 4 }) }),
    );
  });

  it.each(['chunk_ctbytes_zero', 'nochecksum_blocksize_zero', 'nochecksum_typesize_zero'])('reports %s', (name) => {
    const container = readFixture(`corrupt/${name}.blp`);
    const offsets = new DataView(container.buffer, 32);
    const chunkIndex = name.startsWith('nochecksum') ? 1 : 0;
    const position = Number(offsets.getBigInt64(8 * chunkIndex, true));
    expect(() => parseBloscHeader(container.subarray(position))).toThrow(
      expect.objectContaining({ problem: 'bad-chunk' }),
    );
  });

  it('throws a FormatError or returns a header that prints the same bytes, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        bytes.set([2, 1]);
        try {
          expect(printBloscHeader(parseBloscHeader(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});

describe('bloscFlags', () => {
  it('reads every bit', () => {
    expect(bloscFlags(0x95)).toEqual({
      byteShuffle: true,
      memcpyed: false,
      bitShuffle: true,
      notSplit: true,
      codec: 'zstd',
      codecId: 4,
    });
    expect(bloscFlags(0xe2)).toEqual({
      byteShuffle: false,
      memcpyed: true,
      bitShuffle: false,
      notSplit: false,
      codec: undefined,
      codecId: 7,
    });
  });
});
