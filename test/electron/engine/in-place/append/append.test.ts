import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { append } from '../../../../../electron/engine/in-place/append/append.js';
import { packFileToFile, unpackBytesFromFile } from '../../../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { plainFileSource } from '../../../../../electron/engine/pack/plain/plain-file.js';
import { toPlainJs } from '../../../../../shared/format/json.js';
import { parseSize } from '../../../../../shared/format/sizes.js';
import { fixturePath, manifest } from '../../../../fixtures.js';
import { noise, ramp } from '../../../../native/samples.js';
import { scratchFolder } from '../../../../scratch-folder.js';
import { hasPython, pythonNote } from '../../../cli/python.js';
import { packOptionsOf } from '../../golden-options.js';
import {
  contentOf,
  expectUntouched,
  expectWhole,
  headerOf,
  joined,
  packedFile,
  referenceDigest,
  sha256,
} from './containers.js';

const goldens = manifest.golden.filter(({ args }) => args.append !== undefined);
const rawPath = (name: string) => fixturePath(manifest.plain[name]?.raw ?? name);

test('the manifest gives the appended files', () => {
  expect(goldens.map(({ name }) => name)).toHaveLength(5);
});

describe('appends to the content and the counts of the reference', () => {
  test.each(goldens)('$name', async ({ args, plain_sha256, header }) => {
    const how = args.append;
    if (!how) throw new Error('not an appended file');
    const path = join(scratchFolder(), 'x.blp');
    await packFileToFile(rawPath(how.base), path, { chunkSize: parseSize(String(how.chunk_size)) });
    const { blosc } = packOptionsOf({ blosc: how.blosc });
    for (let time = 0; time < how.times; time++) {
      await append(path, await plainFileSource(rawPath(how.more)), how.blosc ? { blosc: blosc ?? {} } : {});
    }
    expect(sha256(await contentOf(path))).toBe(plain_sha256);
    const { chunkSize, lastChunk, nchunks, maxAppChunks, typesize, checksum } = headerOf(path);
    expect({ chunkSize, lastChunk, nchunks, maxAppChunks, typesize, checksum }).toEqual({
      chunkSize: header.chunk_size,
      lastChunk: header.last_chunk,
      nchunks: BigInt(header.nchunks),
      maxAppChunks: BigInt(header.max_app_chunks),
      typesize: header.typesize,
      checksum: header.checksum,
    });
    await expectWhole(path);
  });
});

const base = ramp(100_000);
const more = noise(70_000);

describe('append', () => {
  test.skipIf(!hasPython)(`is read in sequence by the reference's libraries${pythonNote}`, async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    await append(path, bytesSource(more), { blosc: { codec: 'zstd', shuffle: 'bit', clevel: 3 } });
    await append(path, [more.subarray(0, 1), more.subarray(1, 30_000)]);
    expect(referenceDigest(path)).toBe(sha256(joined(base, more, more.subarray(0, 30_000))));
  });

  test('returns the new header and the number of added bytes, and reports progress in added bytes', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    const done: number[] = [];
    const result = await append(path, bytesSource(more), { onProgress: ({ doneBytes }) => done.push(doneBytes) });
    const startByte = base.byteLength;
    expect(result).toEqual({ header: headerOf(path), startByte, addedBytes: more.byteLength, how: 'in-place' });
    expect(done.at(-1)).toBe(more.byteLength);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test('leaves no unused bytes when the last chunk becomes smaller', async () => {
    const path = await packedFile(noise(20_001), { chunkSize: 30_000, blosc: { clevel: 0 } });
    await append(path, bytesSource(new Uint8Array(1)), { blosc: { codec: 'zstd', clevel: 9 } });
    await append(path, bytesSource(new Uint8Array(9000)));
    await expectWhole(path);
  });

  test('removes the bytes behind the last chunk', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    const garbage = join(path, '..', 'garbage.blp');
    writeFileSync(garbage, joined(readFileSync(path), noise(5000)));
    await append(garbage, bytesSource(more));
    await append(path, bytesSource(more));
    expect(readFileSync(garbage).equals(readFileSync(path))).toBe(true);
  });

  test.each([
    ['an empty container', new Uint8Array(0), {}],
    ['an empty container without offsets', new Uint8Array(0), { bloscpack: { offsets: false } }],
    ['a container whose last chunk is full', base.subarray(0, 32_768), { chunkSize: 16_384 }],
    ['a container of one small chunk', base.subarray(0, 5000), {}],
  ])('adds to %s, and adding nothing changes nothing', async (_, bytes, options) => {
    const path = await packedFile(bytes, options);
    const before = readFileSync(path);
    expect(await append(path, bytesSource(new Uint8Array(0)))).toMatchObject({ addedBytes: 0 });
    expect(readFileSync(path).equals(before)).toBe(true);
    await append(path, []);
    expect(await contentOf(path)).toEqual(bytes);
    await expectWhole(path);
    await append(path, bytesSource(more.subarray(0, 20_000)));
    expect(await contentOf(path)).toEqual(joined(bytes, more.subarray(0, 20_000)));
    await expectWhole(path);
  });

  test('fills in the counts that a streaming writer left unknown', async () => {
    const path = join(scratchFolder(), 'x.blp');
    writeFileSync(path, readFileSync(fixturePath('golden/streamed_unknown_counts.blp')));
    const old = await contentOf(path);
    const { header } = await append(path, [more]);
    expect(header.nchunks).toBeGreaterThan(0n);
    expect(await contentOf(path)).toEqual(joined(old, more));
    await expectWhole(path);
  });

  test('takes the typesize from the container', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, blosc: { typesize: 4 } });
    await append(path, bytesSource(more));
    expect(readFileSync(path)[Number(lastChunkAt(path)) + 3]).toBe(4);
  });
});

function lastChunkAt(path: string): bigint {
  const { nchunks } = headerOf(path);
  return readFileSync(path).readBigInt64LE(32 + 8 * (Number(nchunks) - 1));
}

describe('room for chunks', () => {
  const crowded = { chunkSize: 16_384, bloscpack: { maxAppChunks: 1 } };

  test('is reported when it does not suffice', async () => {
    const path = await packedFile(base, crowded);
    const failure = { kind: 'argument', message: expect.stringMatching(/room for 8 chunks, but at least 11 .*--grow/) };
    await expectUntouched(path, () => append(path, bytesSource(more)), failure);
  });

  test('can prove too small while a stream is read', async () => {
    const path = await packedFile(base, crowded);
    const failure = { kind: 'argument', message: expect.stringMatching(/room for 8 chunks, but at least (9|\d\d) /) };
    await expectUntouched(path, () => append(path, [more]), failure);
  });

  test.each(['a file', 'a stream'])('is made with `grow` for %s', async (kind) => {
    const path = await packedFile(base, crowded);
    const result = await append(path, kind === 'a file' ? bytesSource(more) : [more], { grow: true });
    expect(result).toMatchObject({ how: 'rewritten', header: headerOf(path), addedBytes: more.byteLength });
    expect(headerOf(path).maxAppChunks).toBeGreaterThan(100n);
    expect(await contentOf(path)).toEqual(joined(base, more));
    await expectWhole(path);
    expect(await append(path, bytesSource(more), { grow: true })).toMatchObject({ how: 'in-place' });
  });
});

async function readBoth(path: string): Promise<{ readonly bytes: Uint8Array; readonly metadata: unknown }> {
  const { bytes, metadata } = await unpackBytesFromFile(path);
  return { bytes, metadata: metadata === undefined ? undefined : toPlainJs(metadata) };
}

describe('metadata', () => {
  const metadata = { unit: 'mm', note: 'as it was' };

  test('do not change', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, metadata });
    await append(path, bytesSource(more));
    expect(await readBoth(path)).toMatchObject({ metadata });
  });

  test('are replaced in place', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, metadata });
    const other = { unit: 'cm', list: [1, 2, 3] };
    expect(await append(path, bytesSource(more), { metadata: other })).toMatchObject({ how: 'in-place' });
    expect(await readBoth(path)).toEqual({ bytes: joined(base, more), metadata: other });
    await expectWhole(path);
  });

  test('that do not fit their room are refused, or get more with `grow`', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, metadata, meta: { maxMetaSize: 60 } });
    const long = { text: Buffer.from(noise(300)).toString('hex') };
    const failure = { kind: 'argument', message: expect.stringMatching(/room of 60 bytes.*--grow/) };
    await expectUntouched(path, () => append(path, bytesSource(more), { metadata: long }), failure);
    expect(await append(path, bytesSource(more), { metadata: long, grow: true })).toMatchObject({ how: 'rewritten' });
    expect(await readBoth(path)).toEqual({ bytes: joined(base, more), metadata: long });
    await expectWhole(path);
  });

  test('that have no section are refused, or get one with `grow`', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    const failure = { kind: 'argument', message: expect.stringMatching(/no room for metadata; --grow/) };
    await expectUntouched(path, () => append(path, bytesSource(more), { metadata }), failure);
    await append(path, [more], { metadata, grow: true });
    expect(await readBoth(path)).toEqual({ bytes: joined(base, more), metadata });
    await expectWhole(path);
  });

  test('that describe an array of another size are refused', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, metadata });
    const array = { dtype: "'|u1'", shape: [170_001], order: 'C', container: 'numpy' };
    const failure = {
      kind: 'argument',
      message: expect.stringContaining('170001 bytes, but the container would hold 170000'),
    };
    await expectUntouched(path, () => append(path, bytesSource(more), { metadata: array }), failure);
    await append(path, bytesSource(more), { metadata: { ...array, shape: [170_000] } });
    await expectWhole(path);
  });
});

describe('a container that cannot be appended to', () => {
  test('is not changed when its last chunk is damaged', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    const bytes = readFileSync(path);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expectUntouched(path, () => append(path, bytesSource(more)), { kind: 'checksum' });
  });

  test('is not changed when its end is missing', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    truncateSync(path, readFileSync(path).length - 1);
    await expectUntouched(path, () => append(path, bytesSource(more)), { kind: 'format', problem: 'truncated' });
  });

  test('is not changed when the size of its chunks is unknown', async () => {
    const path = await packedFile(base, { chunkSize: 16_384, bloscpack: { offsets: false } });
    const bytes = readFileSync(path);
    bytes.writeInt32LE(-1, 8);
    writeFileSync(path, bytes);
    await expectUntouched(path, () => append(path, bytesSource(more)), { kind: 'format', problem: 'bad-header' });
  });

  test('is not changed when a chunk before the last is short, as only chunks that are not counted may be', async () => {
    const settings = { bloscpack: { offsets: false } };
    const path = await packedFile(base, { ...settings, chunkSize: 16_384 });
    const short = await packedFile(base.subarray(0, 5000), { ...settings, chunkSize: 5000 });
    const whole = readFileSync(path);
    const header = whole.subarray(0, 32);
    header.fill(0xff, 12, 24);
    writeFileSync(path, Buffer.concat([header, readFileSync(short).subarray(32), whole.subarray(32)]));
    expect(await contentOf(path)).toEqual(joined(base.subarray(0, 5000), base));
    const failure = {
      problem: 'bad-chunk',
      message: expect.stringContaining('shorter than the 16384 bytes of a chunk'),
    };
    await expectUntouched(path, () => append(path, bytesSource(more)), failure);
    await expectUntouched(path, () => append(path, bytesSource(more), { grow: true }), failure);
  });
});
