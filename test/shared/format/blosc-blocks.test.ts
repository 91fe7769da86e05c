import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BlockExtent,
  blockExtents,
  blockNbytes,
  blockStartsBytes,
  nblocks,
  parseBlockStarts,
  parseBlockStreams,
  singleBlockChunk,
} from '../../../shared/format/blosc-blocks.js';
import {
  BLOSC_HEADER_BYTES,
  type BloscHeader,
  bloscFlags,
  FLAG_NOT_SPLIT,
  parseBloscHeader,
} from '../../../shared/format/blosc-chunk.js';
import { ByteWriter } from '../../../shared/format/bytes.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { readFixture } from '../../fixtures.js';
import { type ChunkFixture, chunkFixtures } from './chunk-fixtures.js';

const HEADER: BloscHeader = {
  version: 2,
  versionlz: 1,
  flags: 0x01,
  typesize: 4,
  nbytes: 2500,
  blocksize: 1024,
  ctbytes: 1000,
};

function extentsOf({ bytes, header }: ChunkFixture): readonly BlockExtent[] {
  return blockExtents(header, parseBlockStarts(bytes.subarray(BLOSC_HEADER_BYTES), header));
}

function storedBytes(bytes: Uint8Array, { storedStart, storedEnd }: BlockExtent): Uint8Array {
  return bytes.subarray(storedStart, storedEnd);
}

function startsSection(starts: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * starts.length);
  const writer = new ByteWriter(bytes);
  for (const start of starts) writer.i32(start);
  return bytes;
}

describe('blockExtents', () => {
  it.each(chunkFixtures)('covers $name without a gap, plain and stored', (fixture) => {
    const { header } = fixture;
    const extents = extentsOf(fixture);
    expect(extents.length).toBe(nblocks(header));
    let plainEnd = 0;
    let storedEnd = BLOSC_HEADER_BYTES + blockStartsBytes(header);
    for (const extent of extents) {
      expect(extent.startByte).toBe(plainEnd);
      expect(extent.storedStart).toBe(storedEnd);
      plainEnd += extent.nbytes;
      storedEnd = extent.storedEnd;
    }
    expect(plainEnd).toBe(header.nbytes);
    expect(storedEnd).toBe(header.ctbytes);
  });

  it('ends a block at the next larger start, since threaded writers store blocks as they finish', () => {
    const extents = blockExtents(HEADER, [600, 28, 300]);
    expect(extents.map(({ storedStart, storedEnd }) => [storedStart, storedEnd])).toEqual([
      [600, 1000],
      [28, 300],
      [300, 600],
    ]);
    expect(extents.map(({ startByte, nbytes }) => [startByte, nbytes])).toEqual([
      [0, 1024],
      [1024, 1024],
      [2048, 452],
    ]);
  });

  it('refuses starts of another chunk', () => {
    expect(() => blockExtents(HEADER, [28])).toThrow(ArgumentError);
  });
});

describe('blockNbytes', () => {
  it('is the blocksize for every block but the last', () => {
    expect([0, 1, 2].map((blockIndex) => blockNbytes(HEADER, blockIndex))).toEqual([1024, 1024, 452]);
    expect(() => blockNbytes(HEADER, 3)).toThrow(ArgumentError);
  });

  it('finds no blocks in an empty chunk', () => {
    expect(nblocks({ ...HEADER, nbytes: 0, blocksize: 0, ctbytes: 16 })).toBe(0);
  });
});

describe('parseBlockStarts', () => {
  it.each([
    [27, 'before the data'],
    [1000, 'behind the chunk'],
    [-1, 'below zero'],
    [2 ** 31 - 1, 'far outside'],
  ])('rejects a start of %d, %s', (start) => {
    expect(() => parseBlockStarts(startsSection([28, start, 30]), HEADER, { chunkIndex: 2 })).toThrow(
      expect.objectContaining({ problem: 'bad-chunk', context: { chunkIndex: 2 } }),
    );
  });

  it('rejects the start outside the chunk of a damaged container', () => {
    const container = readFixture('corrupt/nochecksum_bstarts_wild.blp');
    const chunk = container.subarray(Number(new DataView(container.buffer, 32).getBigInt64(8, true)));
    expect(() => parseBlockStarts(chunk.subarray(BLOSC_HEADER_BYTES), parseBloscHeader(chunk))).toThrow(
      expect.objectContaining({ problem: 'bad-chunk' }),
    );
  });

  it('reports starts that are cut short', () => {
    expect(() => parseBlockStarts(new Uint8Array(11), HEADER)).toThrow(
      expect.objectContaining({ problem: 'truncated' }),
    );
  });
});

describe('parseBlockStreams', () => {
  it.each(chunkFixtures)('finds streams that fill every block of $name', (fixture) => {
    const { bytes, header } = fixture;
    const lengthBytes = bloscFlags(header.flags).memcpyed ? 0 : 4;
    for (const extent of extentsOf(fixture)) {
      const streams = parseBlockStreams(storedBytes(bytes, extent), header, extent);
      let end = extent.storedStart;
      for (const stream of streams) {
        expect(stream.offset).toBe(end + lengthBytes);
        end = stream.offset + stream.ctbytes;
      }
      expect(end).toBe(extent.storedEnd);
      expect(streams.reduce((sum, stream) => sum + stream.nbytes, 0)).toBe(extent.nbytes);
    }
  });

  it.each([
    ['a full block', {}, 4],
    ['a block with the flag not to', { flags: 0x11 }, 1],
    ['large items', { typesize: 17, blocksize: 1020, nbytes: 1020 }, 1],
    ['16-byte items', { typesize: 16, blocksize: 2048, nbytes: 2048 }, 16],
    ['streams that would be too short', { blocksize: 508, nbytes: 508 }, 1],
    ['streams of the least length', { blocksize: 512, nbytes: 512 }, 4],
    ['a shorter last block', { nbytes: 1000 }, 1],
  ])('splits as C-Blosc does: %s', (_, change, expected) => {
    const header = { ...HEADER, nbytes: 1024, ...change };
    const [extent] = blockExtents(header, [20]);
    expect(extent && parseBlockStreams(new Uint8Array(extent.storedEnd - 20), header, extent).length).toBe(expected);
  });

  it('recognises stored streams', () => {
    const header = { ...HEADER, flags: 0x11, nbytes: 10, blocksize: 10, ctbytes: 34 };
    const block = Uint8Array.of(10, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const [extent] = blockExtents(header, [20]);
    expect(extent && parseBlockStreams(block, header, extent)).toEqual([
      { offset: 24, ctbytes: 10, nbytes: 10, stored: true },
    ]);
  });

  it('throws a FormatError or finds streams inside it, for any block', () => {
    const [extent] = blockExtents({ ...HEADER, nbytes: 1024, ctbytes: 60 }, [20]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (block) => {
        try {
          const streams = extent ? parseBlockStreams(block, HEADER, extent) : [];
          for (const { offset, ctbytes } of streams) expect(offset + ctbytes).toBeLessThanOrEqual(20 + block.length);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});

describe('singleBlockChunk', () => {
  it.each(chunkFixtures)('makes every block of $name a separate chunk', (fixture) => {
    const { bytes, header } = fixture;
    for (const extent of extentsOf(fixture)) {
      const block = storedBytes(bytes, extent);
      const chunk = singleBlockChunk(header, extent, block);
      const alone = parseBloscHeader(chunk);
      const short = extent.nbytes < header.blocksize;
      const blockFacts = short ? { blocksize: extent.nbytes, flags: header.flags | FLAG_NOT_SPLIT } : {};
      expect(alone).toEqual({ ...header, ...blockFacts, nbytes: extent.nbytes, ctbytes: chunk.length });
      const starts = parseBlockStarts(chunk.subarray(BLOSC_HEADER_BYTES), alone);
      expect(starts).toEqual(bloscFlags(header.flags).memcpyed ? [] : [20]);
      const [only, ...others] = blockExtents(alone, starts);
      expect(others).toEqual([]);
      expect(only && storedBytes(chunk, only)).toEqual(block);
      expect(only && streamLengths(block, alone, only)).toEqual(streamLengths(block, header, extent));
    }
  });

  it('refuses bytes of another length', () => {
    const [extent] = blockExtents(HEADER, [28, 300, 600]);
    expect(() => extent && singleBlockChunk(HEADER, extent, new Uint8Array(271))).toThrow(ArgumentError);
  });
});

function streamLengths(block: Uint8Array, header: BloscHeader, extent: BlockExtent): readonly number[] {
  return parseBlockStreams(block, header, extent).map(({ ctbytes }) => ctbytes);
}
