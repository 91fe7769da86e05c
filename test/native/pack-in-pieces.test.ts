import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CompressSettings, supportsFileRanges } from '../../native/index.js';
import { chunkCount, maxStoredBytes, type PackRun, packRun, RunCounters, type RunSource } from '../../native/runs.js';
import { caseCount } from '../cases.js';
import { expectNativeError } from './expect-native-error.js';
import { codecs, defaults, noise, ramp, shuffles } from './samples.js';

/** Several pieces of 256 KiB, the last of which is longer. */
const plain = ramp(1_400_003);
const random = noise(1_400_003);

function runOf(source: RunSource, options: Partial<PackRun>): PackRun {
  const length = source instanceof Uint8Array ? source.byteLength : source.lengthBytes;
  const chunkBytes = options.chunkBytes ?? length;
  return {
    plain: source,
    chunkBytes,
    choices: [defaults],
    digest: 'adler32',
    stored: new Uint8Array(maxStoredBytes(length, chunkBytes, 64)),
    storedLengths: new Uint32Array(chunkCount(length, chunkBytes)),
    threads: 3,
    memoryBytes: 2 ** 25,
    counters: new RunCounters(),
    ...options,
  };
}

async function pack(source: Uint8Array, options: Partial<PackRun>): Promise<Buffer> {
  const stored = new Uint8Array(maxStoredBytes(source.byteLength, options.chunkBytes ?? source.byteLength, 64));
  return Buffer.from(stored.subarray(0, await packRun(runOf(source, { ...options, stored }))));
}

/** Chunks that are compressed in pieces must be the same as those that are compressed as a whole, which this returns. */
async function expectSame(source: Uint8Array, options: Partial<PackRun>): Promise<Buffer> {
  const whole = await pack(source, options);
  const pieces = await pack(source, { ...options, largestBytes: 0 });
  expect(pieces.equals(whole), `${source.byteLength} bytes, ${JSON.stringify(options)}`).toBe(true);
  return whole;
}

function isPureCopy(chunk: Uint8Array): boolean {
  return ((chunk[2] ?? 0) & 2) !== 0;
}

/** Bytes of which a part is random: with any share there is a place where the chunk becomes as long as its plain bytes. */
function mixed(sizeBytes: number, share: number, period: number): Uint8Array {
  const bytes = plain.slice(0, sizeBytes);
  for (let i = 0; i < sizeBytes; i++) if ((i % period) / period < share) bytes[i] = random[i] ?? 0;
  return bytes;
}

describe('chunks in pieces', () => {
  it.each(codecs)('have the bytes of whole ones with %s, at every level and shuffle', async (codec) => {
    for (const shuffle of shuffles) {
      for (const clevel of [0, 1, 6]) {
        for (const typesize of [1, 24]) {
          const choices = [{ codec, clevel, shuffle, typesize, blocksize: 0 }];
          await expectSame(plain.subarray(0, 600_001), { choices });
        }
      }
    }
  });

  it('have the same bytes with any size of blocks, of items and of the chunk', async () => {
    const settings = fc.record<CompressSettings>({
      codec: fc.constantFrom('blosclz', 'lz4', 'snappy', 'zlib', 'zstd'),
      clevel: fc.integer({ min: 0, max: 6 }),
      shuffle: fc.constantFrom(...shuffles),
      typesize: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 255 })),
      blocksize: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })),
    });
    const size = fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 200_000, max: 1_400_003 }));
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const period = fc.constantFrom(1000, 300_000, 1_400_003);
    await fc.assert(
      fc.asyncProperty(settings, size, share, period, async (choice, sizeBytes, randomShare, periodBytes) => {
        await expectSame(mixed(sizeBytes, randomShare, periodBytes), { choices: [choice] });
      }),
      { numRuns: caseCount(30) },
    );
  });

  it('become pure copies exactly where whole ones do', async () => {
    for (const codec of codecs) {
      const choices = [{ ...defaults, codec, shuffle: 0 as const, typesize: 1 }];
      const kinds = new Set<boolean>();
      // Around the compressible bytes that make up for the lengths of blocks and streams, in the first block and in the last.
      for (const compressible of [0, 20, 40, 60, 80, 120, 400, 4000, 40_000, -40, -400, -40_000]) {
        const source = random.slice(0, 900_000);
        if (compressible < 0) source.fill(0, compressible);
        else source.fill(0, 0, compressible);
        kinds.add(isPureCopy(await expectSame(source, { choices, digest: 'crc32' })));
      }
      expect(kinds, codec).toStrictEqual(new Set([true, false]));
    }
  });

  it('are as small as whole ones when settings are chosen, by the sample or by trying', async () => {
    const choices = ([1, 2, 4, 8] as const).map((typesize) => ({ ...defaults, typesize }));
    await expectSame(plain, { choices });
    await expectSame(plain.subarray(0, 300_000), { choices });
    await expectSame(random, { choices });
    const rivals = [defaults, { ...defaults, clevel: 6 }, { ...defaults, clevel: 4 }];
    for (const source of [plain, mixed(1_400_003, 0.5, 700_000), mixed(1_400_003, 0.3, 1000)]) {
      await expectSame(source, { choices: rivals });
      await expectSame(source, { choices: rivals.toReversed() });
    }
  });

  it.each(['None', 'adler32', 'crc32', 'md5', 'sha512'] as const)('have the digest %s', async (digest) => {
    const stored = await expectSame(plain, { digest, chunkBytes: 600_000 });
    expect(stored.byteLength).toBeGreaterThan(0);
  });

  it('have the same bytes with any number of threads, and memory for no piece at all', async () => {
    for (const threads of [1, 2, 8]) {
      await expectSame(plain, { threads, chunkBytes: 500_000 });
      await expectSame(random, { threads, memoryBytes: 0 });
    }
  });

  it('count what is done, once, whatever becomes of the chunk', async () => {
    for (const source of [plain, random]) {
      const choices = [defaults, { ...defaults, clevel: 4 }];
      const run = runOf(source, { choices, chunkBytes: 500_000, largestBytes: 0 });
      const size = await packRun(run);
      expect(run.counters).toMatchObject({ chunks: 3, plainBytes: source.byteLength, storedBytes: size });
    }
  });

  it('end when the run is cancelled', async () => {
    const counters = new RunCounters();
    counters.cancel();
    expect(await packRun(runOf(plain, { largestBytes: 0, counters }))).toBe(0);
    expect(counters.chunks).toBe(0);
  });
});

describe.runIf(supportsFileRanges)('chunks in pieces, from a file to a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-pieces-'));
  const open: number[] = [];
  afterAll(() => {
    for (const fd of open) closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  function fileOf(name: string, bytes: Uint8Array, flags = 'r+'): number {
    writeFileSync(join(folder, name), bytes);
    const fd = openSync(join(folder, name), flags);
    open.push(fd);
    return fd;
  }

  it('have the same bytes, and nothing behind them', async () => {
    for (const source of [plain, random, mixed(1_400_003, 0.9, 1_400_003)]) {
      const options = { chunkBytes: 600_000, digest: 'sha1' } as const;
      const whole = await pack(source, options);
      const from = { fd: fileOf('plain', source), positionBytes: 0, lengthBytes: source.byteLength };
      const to = { fd: fileOf('stored', new Uint8Array(100)), positionBytes: 100 };
      await packRun(runOf(from, { ...options, stored: to, largestBytes: 0 }));
      const hash = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
      expect(hash(readFileSync(join(folder, 'stored')).subarray(100))).toBe(hash(whole));
    }
  });

  it('tell which chunk could not be read or written', async () => {
    const from = { fd: fileOf('short', plain.subarray(0, 1_000_000)), positionBytes: 0, lengthBytes: 1_400_003 };
    const run = runOf(from, { chunkBytes: 600_000, largestBytes: 0 });
    expect(await expectNativeError('short-read', () => packRun(run))).toMatchObject({ fields: { chunk: 1 } });
    const readOnly = { fd: fileOf('readonly', plain, 'r'), positionBytes: 0 };
    const writing = runOf(plain, { largestBytes: 0, stored: readOnly });
    expect(await expectNativeError('io', () => packRun(writing))).toMatchObject({ fields: { chunk: 0 } });
  });
});
