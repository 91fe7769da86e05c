import { describe, expect, test } from 'vitest';
import { planSection } from '../../../../../electron/engine/in-place/metadata/section-plan.js';
import type { MetadataArgs } from '../../../../../electron/engine/pack/args.js';
import type { JsonValue } from '../../../../../shared/format/json.js';
import { type MetadataHeader, parseMetadataHeader } from '../../../../../shared/format/metadata-section.js';

const compressed: MetadataHeader = {
  magicFormat: 'JSON',
  metaOptions: 0,
  metaChecksum: 'adler32',
  metaCodec: 'zlib',
  metaLevel: 3,
  metaSize: 50,
  maxMetaSize: 100,
  metaCompSize: 40,
  userCodec: 'mine',
};
const fallenBack: MetadataHeader = { ...compressed, metaCodec: 'None' };
const stored: MetadataHeader = { ...fallenBack, metaLevel: 0 };

const small = { a: 1 };
const compressible = { a: 'x'.repeat(300) };
const large = { a: Array.from({ length: 200 }, (_, i) => i * i) };

const decisions: readonly [
  string,
  MetadataHeader | undefined,
  JsonValue,
  MetadataArgs,
  Partial<MetadataHeader>,
  string,
][] = [
  [
    'fit the room',
    compressed,
    small,
    {},
    { maxMetaSize: 100, metaChecksum: 'adler32', metaLevel: 3, userCodec: 'mine' },
    'in-place',
  ],
  ['fit once compressed', compressed, compressible, {}, { metaCodec: 'zlib', metaLevel: 3 }, 'in-place'],
  ['fit, where zlib once gave nothing and now does', fallenBack, compressible, {}, { metaCodec: 'zlib' }, 'in-place'],
  [
    'fit, with another digest of the same length',
    compressed,
    small,
    { metaChecksum: 'crc32' },
    { metaChecksum: 'crc32' },
    'in-place',
  ],
  [
    'fit, stored as they are from now on',
    compressed,
    small,
    { metaCodec: 'None' },
    { metaCodec: 'None', metaLevel: 0 },
    'in-place',
  ],
  [
    'fit, compressed from now on',
    stored,
    compressible,
    { metaCodec: 'zlib' },
    { metaCodec: 'zlib', metaLevel: 6 },
    'in-place',
  ],
  ['fit, at another level', stored, compressible, { metaLevel: 9 }, { metaCodec: 'zlib', metaLevel: 9 }, 'in-place'],
  ['fit, with another user codec', compressed, small, { userCodec: 'u' }, { userCodec: 'u' }, 'in-place'],
  ['fit, and there is the requested room', compressed, small, { maxMetaSize: 100 }, { maxMetaSize: 100 }, 'in-place'],
  ['outgrow the room', compressed, large, {}, { maxMetaSize: 10610, metaChecksum: 'adler32', metaLevel: 3 }, 'rewrite'],
  ['outgrow the room uncompressed', stored, compressible, {}, { metaCodec: 'None', maxMetaSize: 3080 }, 'rewrite'],
  [
    'are larger than the room requested before',
    compressed,
    large,
    { maxMetaSize: 900 },
    { maxMetaSize: 900 },
    'rewrite',
  ],
  ['are asked more room for', compressed, small, { maxMetaSize: 101 }, { maxMetaSize: 101 }, 'rewrite'],
  [
    'need a digest of another length',
    compressed,
    small,
    { metaChecksum: 'md5' },
    { metaChecksum: 'md5', maxMetaSize: 100 },
    'rewrite',
  ],
  ['have no section yet', undefined, small, {}, { metaChecksum: 'adler32', metaLevel: 6, maxMetaSize: 70 }, 'rewrite'],
  [
    'have no section yet, stored as they are',
    undefined,
    small,
    { metaCodec: 'None' },
    { metaCodec: 'None', metaLevel: 0 },
    'rewrite',
  ],
];

describe('metadata that', () => {
  test.each(decisions)('%s', (_title, old, metadata, asked, fields, how) => {
    const plan = planSection(metadata, old, asked);
    expect(plan.how).toBe(how);
    expect(parseMetadataHeader(plan.section)).toMatchObject(fields);
  });

  test('do not fit the requested room are refused', () => {
    expect(() => planSection(large, compressed, { maxMetaSize: 10 })).toThrow(
      expect.objectContaining({
        kind: 'argument',
        message: expect.stringContaining('do not fit the requested room of 10 bytes'),
      }),
    );
  });
});
