import { describe, expect, it } from 'vitest';
import { flagBits, streamsOf } from '../../../../../renderer/features/inspector/chunks/chunk-details/stream-words.js';
import { codecSentence, rangeWords, verdictOf } from '../../../../../renderer/features/inspector/chunks/chunk-words.js';
import { columnsFor } from '../../../../../renderer/features/inspector/chunks/table/columns.js';
import type { BlockRow, BloscFacts, ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';

const blosc: BloscFacts = {
  version: 2,
  versionlz: 1,
  flags: 0x21,
  typesize: 8,
  nbytes: 1_048_576,
  blocksize: 262_144,
  ctbytes: 90_827,
  codec: 'lz4 family',
  filter: 'byte',
  blocksSplit: true,
  memcpyed: false,
};
const block: BlockRow = {
  blockIndex: 3,
  start: 67_957,
  storedBytes: 22_870,
  plainBytes: 262_144,
  streams: [139, 139, 139, 139, 139, 8073, 8712, 32_768],
};

describe('a chunk in words', () => {
  it('writes ranges with their last index', () => {
    expect(rangeWords([6576, 6592])).toBe('6,576 to 6,591');
    expect(rangeWords([7, 8])).toBe('7');
    expect(rangeWords([0, 0])).toBe('none');
  });

  it('does not distinguish lz4 from lz4hc', () => {
    expect(codecSentence('lz4 family')).toBe('LZ4 family (lz4 or lz4hc)');
  });

  it('draws the flags from bit 7 to bit 0, the codec as three', () => {
    expect(flagBits(0x21).map(({ bits }) => bits)).toEqual(['001', '0', '0', '0', '0', '1']);
    expect(flagBits(0x10)[1]).toMatchObject({ bits: '1', isSet: true, name: expect.stringContaining('not split') });
  });

  it('names the streams of a byte shuffle by their bytes', () => {
    const streams = streamsOf(block, blosc, '<f8');
    expect(streams[0]?.label).toBe('byte 0, lowest');
    expect(streams[7]).toMatchObject({ label: 'byte 7, sign', isStored: true, plainBytes: 32_768 });
    expect(streamsOf(block, blosc, '>u8')[0]?.label).toBe('byte 0, highest');
    expect(streamsOf(block, { ...blosc, filter: 'bit' }, '<f8')[0]?.label).toBe('part 0');
    expect(streamsOf({ ...block, streams: [9] }, blosc, '<f8')[0]?.label).toBe('whole block');
  });

  it('says which digest is stored, which was computed, and what is affected', () => {
    const details: ChunkDetails = {
      row: { chunkIndex: 411, offsetBytes: 0, storedBytes: 1, plainBytes: 1, ratio: 1, check: 'mismatch' },
      elements: [100, 200],
      plainRange: [0, 1],
      blocks: [],
      digest: { stored: 'e6a1b84a', computed: '00000001', kind: 'adler32' },
      warnings: [],
    };
    expect(verdictOf(details)).toEqual({
      tone: 'bad',
      text: 'Chunk 411: adler32 e6a1b84a is stored, 00000001 computed. Items 100 to 199 are affected.',
    });
    const whole = { ...details, digest: { stored: 'e6a1b84a', computed: 'e6a1b84a', kind: 'adler32' } };
    expect(verdictOf(whole).tone).toBe('ok');
  });

  it('leaves out columns without room or content', () => {
    const keys = (width: number, digestBytes: number) =>
      columnsFor(width, overviewOf(digestBytes)).map(({ key }) => key);
    expect(keys(1000, 4)).toHaveLength(9);
    expect(keys(640, 4)).not.toContain('plain');
    expect(keys(1000, 0)).not.toContain('digest');
  });
});

function overviewOf(digestBytes: number): DocumentOverview {
  return {
    document: 'd',
    kind: 'container',
    file: { id: 'f', name: 'a.blp', folder: '~', sizeBytes: 544_556_937, modifiedMs: 0 },
    isReadAs: false,
    problems: [],
    container: {
      formatVersion: 3,
      checksum: 'adler32',
      digestBytes,
      typesize: 8,
      chunkSize: 1_048_576,
      lastChunk: 1_048_576,
      maxAppChunks: 0,
      nchunks: 2283,
      state: 'complete',
      hasOffsets: true,
      chunksBytes: 0,
      regions: [],
      reserve: { offsetSlots: 0, offsetSlotsUsed: 0, metadataRoomBytes: 0, metadataUsedBytes: 0, costBytes: 0 },
    },
  };
}
