import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, parseHeader } from '../../../shared/format/header.js';
import { metadataSectionBytes, parseMetadataHeader } from '../../../shared/format/metadata-section.js';
import {
  OFFSET_BYTES,
  offsetsSectionBytes,
  parseOffsets,
  printOffsets,
  UNKNOWN_OFFSET,
} from '../../../shared/format/offsets.js';
import { manifest, readFixture } from '../../fixtures.js';

const withOffsets = manifest.golden.filter(({ header }) => header.offsets);

function offsetsSection(file: string): Uint8Array {
  const bytes = readFixture(file);
  const header = parseHeader(bytes);
  const afterHeader = bytes.subarray(HEADER_BYTES);
  const start = HEADER_BYTES + (header.metadata ? metadataSectionBytes(parseMetadataHeader(afterHeader)) : 0);
  return bytes.slice(start, start + Number(offsetsSectionBytes(header)));
}

describe('parseOffsets', () => {
  it.each(withOffsets)(
    'reads the offsets of $name, and prints the same bytes',
    ({ file, header, offsets: expected }) => {
      const section = offsetsSection(file);
      const offsets = parseOffsets(section);
      expect(offsets.slice(0, header.nchunks)).toEqual(expected);
      expect(new Set(offsets.slice(header.nchunks))).toEqual(
        new Set(header.max_app_chunks > 0 ? [UNKNOWN_OFFSET] : []),
      );
      expect(printOffsets(offsets)).toEqual(section);
    },
  );

  it('reads the offsets of an aborted writer', () => {
    const offsets = parseOffsets(offsetsSection('corrupt/offsets_all_unknown.blp'));
    expect(offsets.every((offset) => offset === UNKNOWN_OFFSET)).toBe(true);
  });

  it('reads back any offsets page by page', () => {
    const offset = fc.oneof(fc.constant(UNKNOWN_OFFSET), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(offset), fc.nat({ max: 10 }), (offsets, page) => {
        const bytes = printOffsets(offsets);
        const cut = OFFSET_BYTES * Math.min(page, offsets.length);
        expect([...parseOffsets(bytes.subarray(0, cut)), ...parseOffsets(bytes.subarray(cut))]).toEqual(offsets);
      }),
    );
  });

  it.each([
    ['-2', [0xfe, 255, 255, 255, 255, 255, 255, 255]],
    ['2^53', [0, 0, 0, 0, 0, 0, 0x20, 0]],
    ['2^63-1', [255, 255, 255, 255, 255, 255, 255, 0x7f]],
  ])('rejects an offset of %s and names its chunk', (_, entry) => {
    const bytes = Uint8Array.from([...printOffsets([40]), ...entry]);
    expect(() => parseOffsets(bytes, 100)).toThrow(
      expect.objectContaining({ problem: 'bad-offset', context: expect.objectContaining({ chunkIndex: 101 }) }),
    );
  });

  it('reports a part of an entry', () => {
    expect(() => parseOffsets(new Uint8Array(12))).toThrow(expect.objectContaining({ problem: 'truncated' }));
  });
});

describe('offsetsSectionBytes', () => {
  it('is exact for counts that no file could hold', () => {
    const header = parseHeader(readFixture('corrupt/nchunks_huge.blp'));
    expect(offsetsSectionBytes(header)).toBe(8n * (header.nchunks + header.maxAppChunks));
  });

  it('is 0 without offsets', () => {
    expect(offsetsSectionBytes(parseHeader(readFixture('golden/no_offsets.blp')))).toBe(0n);
  });
});
