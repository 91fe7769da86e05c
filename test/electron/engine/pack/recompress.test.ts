import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { WriteLock } from '../../../../electron/engine/in-place/write-lock.js';
import { type RecompressOptions, recompress, recompressInPlace } from '../../../../electron/engine/pack/recompress.js';
import { bloscFlags } from '../../../../shared/format/blosc-chunk.js';
import { MAX_CHUNK_SIZE } from '../../../../shared/format/header.js';
import { metadataSectionBytes, parseMetadataHeader } from '../../../../shared/format/metadata-section.js';
import { fixturePath, manifest } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { writableCopy } from '../in-place/metadata/writable-copy.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The stored metadata section of a container file, byte for byte; empty when there is none. */
function sectionOf(path: string): Buffer {
  const bytes = readFileSync(path);
  const hasMetadata = ((bytes[5] ?? 0) & 0x02) !== 0;
  return hasMetadata
    ? bytes.subarray(32, 32 + metadataSectionBytes(parseMetadataHeader(bytes.subarray(32))))
    : bytes.subarray(0, 0);
}

/** The data read by the offsets, which shows that they are right. */
async function dataSha256(container: Container): Promise<string> {
  return sha256(await container.readBytes(0, await container.plainBytes()));
}

const others: readonly [string, RecompressOptions][] = [
  ['to zstd', { blosc: { codec: 'zstd', clevel: 5, shuffle: 'bit' } }],
  ['to small chunks, sha256 and no offsets', { chunkSize: 1000, bloscpack: { checksum: 'sha256', offsets: false } }],
  ['to one large chunk, with offsets', { chunkSize: MAX_CHUNK_SIZE, bloscpack: { offsets: true, checksum: 'None' } }],
];

describe.each(others)('keeps data and metadata of every golden file: %s,', (_title, options) => {
  test.each(manifest.golden)('$name', async ({ file, plain_sha256, plain_nbytes }) => {
    const target = join(scratchFolder(), 'new.blp');
    const result = await recompress(fixturePath(file), target, options);
    expect([result.plainBytes, result.storedBytes]).toEqual([plain_nbytes, statSync(target).size]);
    expect(sectionOf(target).equals(sectionOf(fixturePath(file)))).toBe(true);
    const container = await Container.open(target);
    expect(container.header).toEqual(result.header);
    expect(container.header).toMatchObject(options.bloscpack ?? {});
    expect(await dataSha256(container)).toBe(plain_sha256);
    await container.close();
  });
});

describe('keeps what is not requested to change:', () => {
  const names = [
    'bitshuffle_zstd',
    'no_shuffle',
    'checksum_sha1',
    'no_offsets',
    'ndarray_f8',
    'chunk_not_multiple_of_typesize',
  ];
  test.each(manifest.golden.filter(({ name }) => names.includes(name)))('$name', async ({ file }) => {
    const target = join(scratchFolder(), 'new.blp');
    await recompress(fixturePath(file), target, { blosc: { clevel: 3 } });
    const [before, after] = await Promise.all([Container.open(fixturePath(file)), Container.open(target)]);
    const { maxAppChunks: _room, ...kept } = before.header;
    expect(after.header).toMatchObject(kept);
    const [old, now] = [
      bloscFlags((await before.chunk(0)).blosc.flags),
      bloscFlags((await after.chunk(0)).blosc.flags),
    ];
    expect([now.codec, now.byteShuffle, now.bitShuffle]).toEqual([old.codec, old.byteShuffle, old.bitShuffle]);
    await Promise.all([before.close(), after.close()]);
  });
});

test('gives a streamed container its counts, and offsets on request', async () => {
  const target = join(scratchFolder(), 'new.blp');
  const { header } = await recompress(fixturePath('golden/streamed_unknown_counts.blp'), target, {
    bloscpack: { offsets: true },
  });
  expect(header.offsets).toBe(true);
  expect(header.nchunks).toBeGreaterThan(0n);
  expect(header.maxAppChunks).toBe(10n * header.nchunks);
});

test('rounds chunks of an array to whole items', async () => {
  const target = join(scratchFolder(), 'new.blp');
  const { header } = await recompress(fixturePath('golden/ndarray_c16.blp'), target, { chunkSize: 1000 });
  expect(header.chunkSize).toBe(992);
});

test('stores the metadata again with `meta`', async () => {
  const target = join(scratchFolder(), 'new.blp');
  await recompress(fixturePath('golden/metadata_small.blp'), target, {
    meta: { metaChecksum: 'sha256', maxMetaSize: 2000 },
  });
  const container = await Container.open(target);
  expect(container.layout.metadata?.header).toMatchObject({ metaChecksum: 'sha256', maxMetaSize: 2000 });
  expect((await container.metadata())?.kind).toBe('json');
  await container.close();
});

test('gives the same bytes with any number of threads', async () => {
  const directory = scratchFolder();
  const files = await Promise.all(
    [1, 7].map(async (nthreads) => {
      const target = join(directory, `${nthreads}.blp`);
      await recompress(fixturePath('golden/append_twice.blp'), target, { nthreads, chunkSize: 3000 });
      return readFileSync(target);
    }),
  );
  expect(files[0]?.equals(files[1] ?? new Uint8Array(0))).toBe(true);
});

describe('in place', () => {
  test('replaces the old container by the new one, with its mode, and leaves nothing beside it', async () => {
    const path = writableCopy('golden/incompressible.blp');
    const oldBytes = statSync(path).size;
    const result = await recompressInPlace(path, { blosc: { codec: 'zstd', clevel: 9 }, chunkSize: 40000 });
    expect(result.oldStoredBytes).toBe(oldBytes);
    expect(statSync(path)).toMatchObject({ size: result.storedBytes });
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('does not wait: a container that is being changed is refused', async () => {
    const path = writableCopy('golden/defaults.blp');
    const lock = await WriteLock.acquire(path, 'append');
    await expect(recompressInPlace(path)).rejects.toMatchObject({ code: 'EBUSY' });
    await lock.release();
  });
});

describe('leaves source and target unchanged', () => {
  const damaged = ['flip_chunk_body', 'metadata_flip', 'truncated_last_chunk_body', 'chunk_bomb'];
  test.each(damaged)('when the source is damaged: %s', async (name) => {
    const path = writableCopy(`corrupt/${name}.blp`);
    const before = readFileSync(path);
    await expect(recompressInPlace(path)).rejects.toThrow();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('when it is cancelled halfway', async () => {
    const path = writableCopy('golden/codec_zlib.blp');
    const before = readFileSync(path);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(
      recompressInPlace(path, { signal: controller.signal, onProgress, chunkSize: 100 }),
    ).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('when the target exists, or is the source', async () => {
    const path = writableCopy('golden/defaults.blp');
    const other = writableCopy('golden/empty.blp');
    await expect(recompress(path, other)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(recompress(path, path, { overwrite: true })).rejects.toMatchObject({ kind: 'argument' });
    await expect(recompress('/nowhere/at/all.blp', join(dirname(path), 'new.blp'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(existsSync(join(dirname(path), 'new.blp'))).toBe(false);
  });
});
