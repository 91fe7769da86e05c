import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { readMetadata } from '../../../../electron/engine/container/decode-metadata.js';
import { computeDigest } from '../../../../electron/engine/container/digest.js';
import { readLayout } from '../../../../electron/engine/container/layout.js';
import { DEFAULT_METADATA_BYTES, setMetadataLimit } from '../../../../electron/engine/container/metadata-limit.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { metadataSectionBytes, printMetadataHeader } from '../../../../shared/format/metadata-section.js';

afterEach(() => setMetadataLimit(DEFAULT_METADATA_BYTES));

/** A container with a metadata section that holds this text, deflated, ignoring the limits. */
async function containerWith(text: string): Promise<Uint8Array> {
  const stored = deflateSync(text);
  const header = {
    magicFormat: 'JSON',
    metaOptions: 0,
    metaChecksum: 'adler32',
    metaCodec: 'zlib',
    metaLevel: 6,
    metaSize: text.length,
    maxMetaSize: stored.byteLength,
    metaCompSize: stored.byteLength,
    userCodec: '',
  } as const;
  const plain = await packBytesToBytes(new Uint8Array(8), { bloscpack: { offsets: false } });
  const section = new Uint8Array(metadataSectionBytes(header));
  section.set(printMetadataHeader(header));
  section.set(stored, 32);
  section.set(computeDigest('adler32', stored), 32 + stored.byteLength);
  const container = Buffer.concat([plain.subarray(0, 32), section, plain.subarray(32)]);
  container[5] = 2;
  return container;
}

async function metadataOf(text: string) {
  const reader = memoryReader(await containerWith(text));
  return readMetadata(reader, await readLayout(reader));
}

describe('the limit of metadata', () => {
  test('applies to their inflated size, and can be raised', async () => {
    const text = JSON.stringify('x'.repeat(DEFAULT_METADATA_BYTES));
    await expect(metadataOf(text)).rejects.toThrow('more than the limit of 16777216 (--max-metadata raises it)');
    setMetadataLimit(2 * DEFAULT_METADATA_BYTES);
    expect(await metadataOf(text)).toMatchObject({ kind: 'json' });
  });

  test('applies to the number of values too', async () => {
    const text = `[${'{},'.repeat(262_143)}1]`;
    await expect(metadataOf(text)).rejects.toThrow('expected at most 262144 values');
    setMetadataLimit(2 * DEFAULT_METADATA_BYTES);
    expect(await metadataOf(text)).toMatchObject({ kind: 'json' });
  });

  test('applies to writing too, so that everything written can be read', async () => {
    const pack = (metadata: string | readonly number[]) => packBytesToBytes(new Uint8Array(8), { metadata });
    await expect(pack('x'.repeat(DEFAULT_METADATA_BYTES))).rejects.toThrow('--max-metadata raises it');
    await expect(pack(new Array<number>(300_000).fill(1))).rejects.toThrow('at most 262144 values');
  });
});
