import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { adler32, supportsFileRanges } from '../../native/index.js';
import { HEADER_NUMBERS, RunCounters, type RunDigest, type UnpackRun, unpackRun } from '../../native/runs.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, codecs, noise, ramp, shuffles } from './samples.js';

const plain = ramp(1_000_003);
/** C-Blosc makes 16 blocks of 64 KiB of it, of which the last is shorter. */
const blocks = { typesize: 4, blocksize: 16_384 };
const BLOCK_STARTS_AT = 16;

const folder = mkdtempSync(join(tmpdir(), 'bloscpack-large-chunks-'));
const open: number[] = [];
afterAll(() => {
  for (const fd of open) closeSync(fd);
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, bytes: Uint8Array): number {
  writeFileSync(join(folder, name), bytes);
  const fd = openSync(join(folder, name), 'r+');
  open.push(fd);
  return fd;
}

/** A run that takes every chunk block by block, and writes what they hold to the file `plain`. */
function unpacking(stored: Uint8Array, options: Partial<UnpackRun> & { maxChunks: number }): UnpackRun {
  const any = { nbytes: 2 ** 31 - 1, exact: false };
  return {
    stored: { fd: fileOf('stored', stored), positionBytes: 0, lengthBytes: stored.byteLength },
    endsContainer: true,
    countsKnown: true,
    each: any,
    last: any,
    largestBytes: 1000,
    largestBlockBytes: 2 ** 31 - 1,
    digest: 'None',
    plain: { fd: fileOf('plain', new Uint8Array(0)), positionBytes: 0 },
    headers: new Uint32Array(HEADER_NUMBERS * options.maxChunks),
    threads: 3,
    memoryBytes: 2 ** 25,
    counters: new RunCounters(),
    ...options,
  };
}

function written(): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, 'plain')));
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function withDigest(chunk: Uint8Array, digest: RunDigest): Uint8Array {
  if (digest === 'None') return chunk;
  if (digest === 'adler32') return Buffer.concat([chunk, new Uint8Array(Uint32Array.of(adler32(chunk)).buffer)]);
  return Buffer.concat([chunk, createHash(digest).update(chunk).digest()]);
}

/** The chunk with its blocks stored in the opposite order, as threads of C-Blosc may leave them. */
function blocksReversed(chunk: Uint8Array): Uint8Array {
  const view = new DataView(chunk.buffer, chunk.byteOffset);
  const [nbytes, blocksize] = [view.getUint32(4, true), view.getUint32(8, true)];
  const count = Math.ceil(nbytes / blocksize);
  const starts = Array.from({ length: count }, (_, i) => view.getUint32(BLOCK_STARTS_AT + 4 * i, true));
  const result = chunk.slice();
  const to = new DataView(result.buffer);
  let position = BLOCK_STARTS_AT + 4 * count;
  for (let i = count - 1; i >= 0; i--) {
    const bytes = chunk.subarray(starts[i], starts[i + 1] ?? chunk.byteLength);
    result.set(bytes, position);
    to.setUint32(BLOCK_STARTS_AT + 4 * i, position, true);
    position += bytes.byteLength;
  }
  return result;
}

describe.runIf(supportsFileRanges)('chunks that are taken block by block', () => {
  it.each(codecs)('give what they hold, by %s', async (codec) => {
    for (const shuffle of shuffles) {
      const chunk = chunkOf(plain, { codec, shuffle, ...blocks });
      expect(await unpackRun(unpacking(chunk, { maxChunks: 1 }))).toBe(1);
      expect(same(written(), plain)).toBe(true);
    }
  });

  it('give what they hold when they are pure copies, or their blocks are in another order', async () => {
    const random = noise(700_001);
    expect(await unpackRun(unpacking(chunkOf(random), { maxChunks: 1 }))).toBe(1);
    expect(same(written(), random)).toBe(true);
    const chunk = blocksReversed(chunkOf(plain, blocks));
    expect(await unpackRun(unpacking(chunk, { maxChunks: 1 }))).toBe(1);
    expect(same(written(), plain)).toBe(true);
  });

  it.each([1, 8])('stand beside small ones, with %i threads', async (threads) => {
    const parts = [plain, plain.subarray(0, 900), plain.subarray(3), plain.subarray(0, 10), plain.subarray(5)];
    const stored = Buffer.concat(parts.map((part) => withDigest(chunkOf(part, blocks), 'adler32')));
    const milliseconds = new Float32Array(5).fill(-1);
    const run = unpacking(stored, { maxChunks: 5, digest: 'adler32', threads, milliseconds });
    expect(await unpackRun(run)).toBe(5);
    expect(same(written(), Buffer.concat(parts))).toBe(true);
    expect([...milliseconds].every((it) => it >= 0)).toBe(true);
    const plainBytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
    expect(run.counters).toMatchObject({ chunks: 5, plainBytes, storedBytes: stored.byteLength });
  });

  it('are read from memory, and decompressed into it', async () => {
    const stored = Buffer.concat([plain, plain].map((part) => withDigest(chunkOf(part, blocks), 'sha1')));
    const back = new Uint8Array(2 * plain.byteLength);
    expect(await unpackRun(unpacking(stored, { maxChunks: 2, stored, plain: back, digest: 'sha1' }))).toBe(2);
    expect(same(back, Buffer.concat([plain, plain]))).toBe(true);
  });

  it('need no more memory than one piece where they may have none', async () => {
    expect(await unpackRun(unpacking(chunkOf(plain, blocks), { maxChunks: 1, memoryBytes: 0, threads: 8 }))).toBe(1);
    expect(same(written(), plain)).toBe(true);
  });

  it.each(['adler32', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const)(
    'are refused by their %s before anything is written',
    async (digest) => {
      const stored = withDigest(chunkOf(plain, blocks), digest);
      for (const digestsOnly of [false, true]) {
        expect(await unpackRun(unpacking(stored, { maxChunks: 1, digest, digestsOnly }))).toBe(1);
      }
      const damaged = stored.slice();
      damaged[5000] = (damaged[5000] ?? 0) ^ 1;
      for (const digestsOnly of [false, true]) {
        const run = unpacking(damaged, { maxChunks: 1, digest, digestsOnly });
        const error = await expectNativeError('checksum-mismatch', () => unpackRun(run));
        expect(error.fields).toMatchObject({ chunk: 0 });
        expect(written().byteLength).toBe(0);
      }
    },
  );

  it('are written to the last byte before one that is damaged', async () => {
    const chunk = chunkOf(plain, blocks);
    const damaged = chunk.slice();
    new DataView(damaged.buffer).setUint32(BLOCK_STARTS_AT + 4 * 10, 5, true);
    for (const threads of [1, 2, 8]) {
      const stored = Buffer.concat([chunk, chunk, damaged, chunk]);
      const error = await expectNativeError('bad-chunk', () => unpackRun(unpacking(stored, { maxChunks: 4, threads })));
      expect(error.fields).toMatchObject({ chunk: 2 });
      expect(same(written().subarray(0, 2 * plain.byteLength), Buffer.concat([plain, plain]))).toBe(true);
    }
  });

  it('are refused with streams that reach past their end', async () => {
    const damaged = chunkOf(plain, blocks);
    const view = new DataView(damaged.buffer);
    view.setUint32(view.getUint32(BLOCK_STARTS_AT, true), 2 ** 31, true);
    await expectNativeError('bad-chunk', () => unpackRun(unpacking(damaged, { maxChunks: 1 })));
    view.setUint32(BLOCK_STARTS_AT + 4, damaged.byteLength, true);
    await expectNativeError('bad-chunk', () => unpackRun(unpacking(damaged, { maxChunks: 1 })));
  });

  it('end the run before them where they are not to be taken', async () => {
    const chunk = chunkOf(plain, blocks);
    expect(await unpackRun(unpacking(chunk, { maxChunks: 1, largestBlockBytes: 0 }))).toBe(0);
    expect(await unpackRun(unpacking(chunk, { maxChunks: 1, largestBlockBytes: 65_535 }))).toBe(0);
    expect(await unpackRun(unpacking(chunk, { maxChunks: 1, largestBlockBytes: 65_536 }))).toBe(1);
  });

  it('are each taken alone, however small, between smaller ones that are taken together', async () => {
    const parts = [500, 2000, 3000, 400, 300, 1500].map((length, index) =>
      plain.subarray(7 * index, 7 * index + length),
    );
    const chunks = parts.map((part) => withDigest(chunkOf(part, { ...blocks, blocksize: 0 }), 'adler32'));
    const run = unpacking(Buffer.concat(chunks), { maxChunks: parts.length, digest: 'adler32' });
    expect(await unpackRun(run)).toBe(parts.length);
    expect(same(written(), Buffer.concat(parts))).toBe(true);
  });

  it('are not begun once the run is cancelled', async () => {
    const counters = new RunCounters();
    counters.cancel();
    await unpackRun(unpacking(chunkOf(plain, blocks), { maxChunks: 1, counters }));
    expect(written().byteLength).toBe(0);
  });
});
