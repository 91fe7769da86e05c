import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Metadata, readMetadata } from '../../../../electron/engine/container/decode-metadata.js';
import { encodeMetadata } from '../../../../electron/engine/container/encode-metadata.js';
import { readLayout } from '../../../../electron/engine/container/layout.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { resolveMetadataArgs } from '../../../../electron/engine/pack/args.js';
import { HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import {
  METADATA_HEADER_BYTES,
  type MetadataHeader,
  metadataSectionBytes,
  parseMetadataHeader,
  printMetadataHeader,
} from '../../../../shared/format/metadata-section.js';
import { manifest, readFixture } from '../../../fixtures.js';

/** A container that ends after this metadata section. */
async function readSection(section: Uint8Array): Promise<Metadata | undefined> {
  const head = printHeader({
    formatVersion: 3,
    offsets: false,
    metadata: true,
    checksum: 'None',
    typesize: 1,
    chunkSize: 0,
    lastChunk: 0,
    nchunks: 1n,
    maxAppChunks: 0n,
  });
  const reader = memoryReader(new Uint8Array(Buffer.concat([head, section])));
  return readMetadata(reader, await readLayout(reader));
}

/** A section of any writer: sizes and bytes can contradict each other. */
function sectionOf(stored: Uint8Array, fields: Partial<MetadataHeader> = {}): Uint8Array {
  const header: MetadataHeader = {
    magicFormat: 'JSON',
    metaOptions: 0,
    metaChecksum: 'md5',
    metaCodec: 'None',
    metaLevel: 6,
    metaSize: stored.byteLength,
    maxMetaSize: stored.byteLength + 10,
    metaCompSize: stored.byteLength,
    userCodec: '',
    ...fields,
  };
  const section = new Uint8Array(metadataSectionBytes(header));
  section.set(printMetadataHeader(header));
  section.set(stored, METADATA_HEADER_BYTES);
  section.set(createHash('md5').update(stored).digest(), METADATA_HEADER_BYTES + header.maxMetaSize);
  return section;
}

const text = (value: string) => new TextEncoder().encode(value);

describe('encoding', () => {
  test.each(manifest.golden.filter((golden) => golden.metadata !== undefined))(
    'gives the bytes of golden $name again',
    async ({ file, args: written }) => {
      const container = readFixture(file);
      const reader = memoryReader(container);
      const metadata = await readMetadata(reader, await readLayout(reader));
      const header = parseMetadataHeader(container.subarray(HEADER_BYTES));
      const section = container.subarray(HEADER_BYTES, HEADER_BYTES + metadataSectionBytes(header));
      const args = resolveMetadataArgs({
        metaChecksum: header.metaChecksum,
        // The requested codec: the header also has None where zlib made the metadata longer.
        metaCodec: written.meta?.meta_codec === 'None' ? 'None' : 'zlib',
        metaLevel: header.metaLevel,
        maxMetaSize: header.maxMetaSize,
        userCodec: header.userCodec,
      });
      if (metadata?.kind !== 'json') throw new Error('golden metadata are JSON');
      expect(Buffer.compare(encodeMetadata(metadata.value, args), section)).toBe(0);
    },
  );

  test('refuses a room that is too small', () => {
    const args = (maxMetaSize: number) => resolveMetadataArgs({ metaCodec: 'None', maxMetaSize });
    expect(encodeMetadata([1, 2], args(5)).byteLength).toBe(32 + 5 + 4);
    for (const room of [4, -1, 5.5, Number.NaN, 2 ** 32]) {
      expect(() => encodeMetadata([1, 2], args(room))).toThrow('do not fit the requested room');
    }
  });
});

describe('decoding', () => {
  test('returns JSON, stored or deflated, and raw bytes of unknown serialisers', async () => {
    expect(await readSection(sectionOf(text('[1]')))).toEqual({ kind: 'json', value: [1] });
    const deflated = deflateSync(text('[1]'));
    expect(await readSection(sectionOf(deflated, { metaCodec: 'zlib', metaSize: 3 }))).toEqual({
      kind: 'json',
      value: [1],
    });
    expect(await readSection(sectionOf(text('\u0000?'), { magicFormat: 'PICKLE' }))).toEqual({
      kind: 'raw',
      magicFormat: 'PICKLE',
      bytes: text('\u0000?'),
    });
  });

  test.each([
    ['longer than announced', sectionOf(text('[1]'), { metaSize: 2 })],
    ['shorter than announced', sectionOf(text('[1]'), { metaSize: 4 })],
    ['no zlib stream', sectionOf(text('[1]'), { metaCodec: 'zlib' })],
    ['inflating to more', sectionOf(deflateSync(text('[1]')), { metaCodec: 'zlib', metaSize: 2 })],
    ['inflating to less', sectionOf(deflateSync(text('[1]')), { metaCodec: 'zlib', metaSize: 4 })],
    ['a bomb', sectionOf(deflateSync(new Uint8Array(2 ** 26)), { metaCodec: 'zlib', metaSize: 1000 })],
    ['cut zlib', sectionOf(deflateSync(text('[1,2,3]')).subarray(0, -3), { metaCodec: 'zlib', metaSize: 7 })],
    ['no JSON', sectionOf(text('[1'))],
    ['no UTF-8', sectionOf(Uint8Array.of(0x22, 0xff, 0x22))],
    ['empty', sectionOf(new Uint8Array(0))],
    ['too huge to be true', sectionOf(text('[1]'), { metaSize: 2 ** 32 - 1, metaCodec: 'zlib' })],
    ['nested without end', sectionOf(text('['.repeat(100_000)))],
  ])('refuses metadata that are %s', async (_what, section) => {
    await expect(readSection(section)).rejects.toMatchObject({
      kind: 'format',
      problem: 'bad-metadata',
      context: { offsetBytes: HEADER_BYTES },
    });
  });

  test('refuses a wrong digest before it inflates anything', async () => {
    const section = sectionOf(deflateSync(text('[1]')), { metaCodec: 'zlib', metaSize: 3 });
    const at = METADATA_HEADER_BYTES + 4;
    section[at] = (section[at] ?? 0) ^ 1;
    await expect(readSection(section)).rejects.toMatchObject({ kind: 'checksum', section: 'metadata' });
  });

  test('ignores the bytes in the unused room', async () => {
    const section = sectionOf(text('[1]'));
    section.fill(0xee, METADATA_HEADER_BYTES + 3, METADATA_HEADER_BYTES + 13);
    expect(await readSection(section)).toEqual({ kind: 'json', value: [1] });
  });
});
