import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii } from '../../../shared/format/bytes.js';
import { CHECKSUMS } from '../../../shared/format/checksums.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { metadataHeaderRecord } from '../../../shared/format/field-names.js';
import { HEADER_BYTES, parseHeader } from '../../../shared/format/header.js';
import { parseJson, printJson, toPlainJs } from '../../../shared/format/json.js';
import {
  defaultRoomBytes,
  METADATA_HEADER_BYTES,
  type MetadataHeader,
  metadataSectionBytes,
  parseMetadataHeader,
  printMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import { offsetsSectionBytes } from '../../../shared/format/offsets.js';
import { manifest, readFixture } from '../../fixtures.js';

const VALID: MetadataHeader = {
  magicFormat: 'JSON',
  metaOptions: 0,
  metaChecksum: 'adler32',
  metaCodec: 'zlib',
  metaLevel: 6,
  metaSize: 100,
  maxMetaSize: 1000,
  metaCompSize: 80,
  userCodec: '',
};

const withMetadata = manifest.golden.filter(({ header }) => header.metadata);

function section(file: string): Uint8Array {
  return readFixture(file).subarray(HEADER_BYTES);
}

function damaged(at: number, value: number): Uint8Array {
  const bytes = printMetadataHeader(VALID);
  bytes[at] = value;
  return bytes;
}

describe('parseMetadataHeader', () => {
  it.each(withMetadata)(
    'reads the metadata header of $name as in the manifest, and prints the same bytes',
    ({ file, metadataHeader }) => {
      const bytes = section(file);
      const header = parseMetadataHeader(bytes);
      expect(metadataHeaderRecord(header)).toEqual(metadataHeader);
      expect(printMetadataHeader(header)).toEqual(bytes.slice(0, METADATA_HEADER_BYTES));
    },
  );

  it.each(withMetadata)('computes the length of the section of $name', ({ file, chunks }) => {
    const end = HEADER_BYTES + metadataSectionBytes(parseMetadataHeader(section(file)));
    const offsets = Number(offsetsSectionBytes(parseHeader(readFixture(file))));
    expect(end + offsets).toBe(chunks?.[0]?.position);
  });

  it.each(withMetadata)(
    'gives the position of the metadata of $name, which are printed as they are stored',
    ({ file, metadata }) => {
      const bytes = section(file);
      const { metaCodec, metaSize, metaCompSize } = parseMetadataHeader(bytes);
      const stored = bytes.subarray(METADATA_HEADER_BYTES, METADATA_HEADER_BYTES + metaCompSize);
      const text = ascii(metaCodec === 'zlib' ? inflateSync(stored) : stored);
      expect(text.length).toBe(metaSize);
      expect(toPlainJs(parseJson(text))).toEqual(metadata);
      expect(printJson(parseJson(text))).toBe(text);
    },
  );

  it.each(['metadata_comp_size_lies', 'metadata_codec_7'])('reports %s', (name) => {
    expect(() => parseMetadataHeader(section(`corrupt/${name}.blp`))).toThrow(
      expect.objectContaining({ problem: 'bad-metadata' }),
    );
  });

  it('accepts an unknown serialiser and returns its name', () => {
    const { magicFormat } = parseMetadataHeader(section('corrupt/metadata_magic_unknown.blp'));
    expect(magicFormat).not.toBe('JSON');
  });

  it.each([
    ['an option', 8, 1, 'meta_options must be 0, found 1'],
    ['an unknown checksum', 9, 9, 'meta_checksum must be from 0 to 8, found 9'],
    ['an unknown codec', 10, 2, 'meta_codec must be from 0 to 1, found 2'],
    ['a level of 10', 11, 10, 'meta_level must be from 0 to 9, found 10'],
    ['more stored bytes than room', 23, 1, 'meta_comp_size (16777296) must not be larger than max_meta_size (1000)'],
  ])('rejects %s', (_, at, value, message) => {
    const bytes = damaged(at, value);
    expect(() => parseMetadataHeader(bytes)).toThrow(expect.objectContaining({ problem: 'bad-metadata' }));
    expect(() => parseMetadataHeader(bytes)).toThrow(message);
  });

  it('reports a header that is cut short', () => {
    expect(() => parseMetadataHeader(printMetadataHeader(VALID).subarray(0, 31))).toThrow(
      expect.objectContaining({ problem: 'truncated' }),
    );
  });
});

describe('printMetadataHeader', () => {
  const size = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const name = fc.uint8Array({ maxLength: 8 }).map((bytes) => ascii(bytes).replace(/\0+$/, ''));

  it('prints 32 bytes that read back the same', () => {
    const headers = fc.record({
      magicFormat: name,
      metaOptions: fc.constant<0>(0),
      metaChecksum: fc.constantFrom(...CHECKSUMS.map((checksum) => checksum.name)),
      metaCodec: fc.constantFrom('None' as const, 'zlib' as const),
      metaLevel: fc.integer({ min: 0, max: 9 }),
      metaSize: size,
      sizes: fc.tuple(size, size),
      userCodec: name,
    });
    fc.assert(
      fc.property(headers, ({ sizes: [a, b], ...rest }) => {
        const header = { ...rest, maxMetaSize: Math.max(a, b), metaCompSize: Math.min(a, b) };
        expect(parseMetadataHeader(printMetadataHeader(header))).toEqual(header);
      }),
    );
  });

  it.each([
    { metaLevel: 10 },
    { metaLevel: -1 },
    { metaSize: 2 ** 32 },
    { metaSize: 0.5 },
    { metaCompSize: 1001 },
    { magicFormat: 'TOO LONG!' },
    { userCodec: '大' },
  ])('refuses %o', (change) => {
    expect(() => printMetadataHeader({ ...VALID, ...change })).toThrow(ArgumentError);
  });
});

describe('defaultRoomBytes', () => {
  it('reserves ten times the size, up to the maximum of the field', () => {
    expect(defaultRoomBytes(46)).toBe(460);
    expect(defaultRoomBytes(2 ** 31)).toBe(2 ** 32 - 1);
  });
});
