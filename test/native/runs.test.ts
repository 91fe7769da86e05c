import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adler32, crc32, supportsFileRanges } from '../../native/index.js';
import {
  chunkCount,
  HEADER_NUMBERS,
  maxStoredBytes,
  type PackRun,
  packRun,
  RunCounters,
  type RunDigest,
  type RunSource,
  type UnpackRun,
  unpackRun,
} from '../../native/runs.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, defaults, ramp } from './samples.js';

const digests: readonly RunDigest[] = [
  'None',
  'adler32',
  'crc32',
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
];
const plain = ramp(1_000_003);

function digestOf(digest: RunDigest, bytes: Uint8Array): Uint8Array {
  if (digest === 'None') return new Uint8Array(0);
  if (digest === 'adler32') return new Uint8Array(Uint32Array.of(adler32(bytes)).buffer);
  if (digest === 'crc32') return new Uint8Array(Uint32Array.of(crc32(bytes)).buffer);
  return createHash(digest).update(bytes).digest();
}

function limits(threads = 3) {
  return { threads, memoryBytes: 2 ** 25, counters: new RunCounters() };
}

async function pack(source: RunSource, options: Partial<PackRun> & { chunkBytes: number }): Promise<Uint8Array> {
  const length = source instanceof Uint8Array ? source.byteLength : source.lengthBytes;
  const stored = new Uint8Array(maxStoredBytes(length, options.chunkBytes, 64));
  const storedLengths = new Uint32Array(chunkCount(length, options.chunkBytes));
  const common = { plain: source, choices: [defaults], digest: 'adler32', stored, storedLengths, ...limits() } as const;
  const size = await packRun({ ...common, ...options });
  expect((options.storedLengths ?? storedLengths).reduce((sum, it) => sum + it, 0)).toBe(size);
  return stored.subarray(0, size);
}

function unpacking(stored: RunSource, options: Partial<UnpackRun> & { maxChunks: number }): UnpackRun {
  const any = { nbytes: 2 ** 31 - 1, exact: false };
  return {
    stored,
    endsContainer: true,
    countsKnown: true,
    each: any,
    last: any,
    largestBytes: 2 ** 31 - 1,
    digest: 'adler32',
    headers: new Uint32Array(HEADER_NUMBERS * options.maxChunks),
    ...limits(),
    ...options,
  };
}

/** Chunk by chunk, as they must lie in a container. */
function expected(bytes: Uint8Array, chunkBytes: number, digest: RunDigest): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
    const chunk = chunkOf(bytes.subarray(at, at + chunkBytes));
    parts.push(chunk, digestOf(digest, chunk));
  }
  return Buffer.concat(parts);
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

describe('a run in memory', () => {
  it.each([1, 2, 8])('gives the bytes of its chunks, in order, with %i threads', async (threads) => {
    for (const chunkBytes of [512, 65_536, 1_000_003, 2_000_000]) {
      const stored = await pack(plain, { chunkBytes, threads });
      expect(same(stored, expected(plain, chunkBytes, 'adler32'))).toBe(true);
      const back = new Uint8Array(plain.byteLength);
      const run = unpacking(stored, { maxChunks: chunkCount(plain.byteLength, chunkBytes), plain: back, threads });
      expect(await unpackRun(run)).toBe(run.maxChunks);
      expect(same(back, plain)).toBe(true);
      expect(run.counters).toMatchObject({
        chunks: run.maxChunks,
        plainBytes: plain.byteLength,
        storedBytes: stored.byteLength,
      });
    }
  });

  it.each(digests)('stores and checks %s', async (digest) => {
    const stored = await pack(plain, { chunkBytes: 100_000, digest });
    expect(same(stored, expected(plain, 100_000, digest))).toBe(true);
    const run = unpacking(stored, { maxChunks: 11, digest });
    expect(await unpackRun(run)).toBe(11);
    if (digest === 'None') return;
    const second = (run.headers[3] ?? 0) + digestOf(digest, plain).byteLength;
    stored[second + 20] = (stored[second + 20] ?? 0) ^ 1;
    for (const digestsOnly of [false, true]) {
      const failing = unpacking(stored, { maxChunks: 11, digest, digestsOnly });
      const error = await expectNativeError('checksum-mismatch', () => unpackRun(failing));
      expect(error.fields).toMatchObject({ chunk: 1 });
    }
  });

  it('makes one empty chunk of nothing', async () => {
    const stored = await pack(new Uint8Array(0), { chunkBytes: 100 });
    expect(
      same(stored, Buffer.concat([chunkOf(new Uint8Array(0)), digestOf('adler32', chunkOf(new Uint8Array(0)))])),
    ).toBe(true);
    expect(await unpackRun(unpacking(stored, { maxChunks: 1 }))).toBe(1);
  });

  it('records headers and times of its chunks', async () => {
    const stored = await pack(plain, { chunkBytes: 250_000 });
    const milliseconds = new Float32Array(5).fill(-1);
    const run = unpacking(stored, { maxChunks: 5, milliseconds });
    expect(await unpackRun(run)).toBe(5);
    expect([...milliseconds].every((it) => it >= 0)).toBe(true);
    const nbytes = Array.from({ length: 5 }, (_, i) => run.headers[HEADER_NUMBERS * i + 1]);
    expect(nbytes).toEqual([250_000, 250_000, 250_000, 250_000, 3]);
  });

  it('ends before a chunk that it is not to take', async () => {
    const stored = await pack(plain, { chunkBytes: 100_000 });
    const taken = (options: Partial<UnpackRun>) => unpackRun(unpacking(stored, { maxChunks: 11, ...options }));
    expect(await taken({ each: { nbytes: 100_000, exact: true }, last: { nbytes: 3, exact: true } })).toBe(11);
    expect(await taken({ each: { nbytes: 100_000, exact: true }, last: { nbytes: 4, exact: true } })).toBe(10);
    expect(await taken({ each: { nbytes: 99_999, exact: false } })).toBe(0);
    expect(await taken({ largestBytes: 50_000 })).toBe(0);
    expect(await taken({ plain: new Uint8Array(350_000) })).toBe(3);
    expect(await unpackRun(unpacking(stored.subarray(0, -1), { maxChunks: 11 }))).toBe(10);
    stored[0] = 9;
    expect(await taken({})).toBe(0);
  });

  it('does nothing once it is cancelled', async () => {
    const counters = new RunCounters();
    counters.cancel();
    const storedLengths = new Uint32Array(10);
    const stored = new Uint8Array(maxStoredBytes(1000, 100, 4));
    const run = {
      plain: plain.subarray(0, 1000),
      chunkBytes: 100,
      choices: [defaults],
      digest: 'adler32',
      stored,
    } as const;
    await packRun({ ...run, storedLengths, ...limits(), counters });
    expect(counters.chunks).toBe(0);
    expect([...storedLengths]).toEqual(Array.from({ length: 10 }, () => 0));
    expect(await unpackRun(unpacking(await pack(plain, { chunkBytes: 512 }), { maxChunks: 9, counters }))).toBe(0);
  });

  it('reports the first of several damaged chunks, after those before it', async () => {
    const stored = await pack(plain, { chunkBytes: 1000, digest: 'None' });
    const whole = unpacking(stored, { maxChunks: 1001, digest: 'None' });
    await unpackRun(whole);
    const starts = [0];
    for (let i = 0; i < 1000; i++) starts.push((starts[i] ?? 0) + (whole.headers[HEADER_NUMBERS * i + 3] ?? 0));
    for (const broken of [900, 500, 777]) stored.fill(0xff, (starts[broken] ?? 0) + 16, (starts[broken] ?? 0) + 20);
    const back = new Uint8Array(plain.byteLength);
    const error = await expectNativeError('bad-chunk', () =>
      unpackRun(unpacking(stored, { maxChunks: 1001, digest: 'None', plain: back, threads: 8 })),
    );
    expect(error.fields).toMatchObject({ chunk: 500 });
    expect(same(back.subarray(0, 500_000), plain.subarray(0, 500_000))).toBe(true);
  });

  it('needs no more memory than one chunk where it may have none', async () => {
    const stored = await pack(plain, { chunkBytes: 10_000, memoryBytes: 0, threads: 8 });
    expect(same(stored, expected(plain, 10_000, 'adler32'))).toBe(true);
    expect(await unpackRun(unpacking(stored, { maxChunks: 101, memoryBytes: 0, threads: 8 }))).toBe(101);
  });

  it('refuses arrays without room for the chunks', async () => {
    const run = {
      plain,
      chunkBytes: 1000,
      choices: [defaults],
      digest: 'None',
      storedLengths: new Uint32Array(1001),
    } as const;
    await expectNativeError('target-too-small', () => packRun({ ...run, stored: new Uint8Array(1e6), ...limits() }));
    const stored = new Uint8Array(2e6);
    await expectNativeError('target-too-small', () =>
      packRun({ ...run, stored, storedLengths: new Uint32Array(1000), ...limits() }),
    );
    const headers = new Uint32Array(4 * 8);
    await expectNativeError('target-too-small', () => unpackRun(unpacking(stored, { maxChunks: 9, headers })));
  });
});

describe.runIf(supportsFileRanges)('a run between files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-runs-'));
  const path = join(folder, 'file');
  let fd = -1;
  beforeAll(() => {
    fd = openSync(path, 'w+');
    writeSync(fd, plain, 0, plain.byteLength, 10);
  });
  afterAll(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it.each([100, 65_536, 400_000])('reads and writes chunks of %i bytes at positions', async (chunkBytes) => {
    const positionBytes = 5 * 2 ** 32;
    const chunks = chunkCount(plain.byteLength, chunkBytes);
    const run = {
      plain: { fd, positionBytes: 10, lengthBytes: plain.byteLength },
      chunkBytes,
      choices: [defaults],
      digest: 'sha256',
      stored: { fd, positionBytes },
      storedLengths: new Uint32Array(chunks),
      ...limits(),
    } as const;
    const lengthBytes = await packRun(run);
    const unpack = unpacking({ fd, positionBytes, lengthBytes }, { maxChunks: chunks, digest: 'sha256' });
    expect(await unpackRun({ ...unpack, plain: { fd, positionBytes: 2_000_000 } })).toBe(chunks);
    truncateSync(path, 3_000_003);
    expect(same(readFileSync(path).subarray(2_000_000), plain)).toBe(true);
  });

  it('reports a file that ends too early, and what the system refuses', async () => {
    const run = {
      chunkBytes: 1000,
      choices: [defaults],
      digest: 'None',
      storedLengths: new Uint32Array(5000),
    } as const;
    const stored = new Uint8Array(6e6);
    const beyond = { fd, positionBytes: 2_900_000, lengthBytes: 200_000 };
    const short = await expectNativeError('short-read', () => packRun({ ...run, plain: beyond, stored, ...limits() }));
    expect(short.fields).toMatchObject({ chunk: 0 });
    const readOnly = openSync(path, 'r');
    const refused = await expectNativeError('io', () =>
      packRun({ ...run, plain, stored: { fd: readOnly, positionBytes: 0 }, ...limits() }),
    );
    closeSync(readOnly);
    expect(refused.fields).toMatchObject({ errno: 9, syscall: 'pwrite' });
  });
});
