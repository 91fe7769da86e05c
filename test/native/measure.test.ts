import { describe, expect, it } from 'vitest';
import type { CompressSettings } from '../../native/index.js';
import { type MeasureJob, type MeasureOutcome, measureChunks, packedRoom } from '../../native/measure.js';
import { until } from '../until.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, codecs, defaults, noise, ramp, shuffles } from './samples.js';

const plain = ramp(100_000);
const chunkLengths = Uint32Array.of(40_000, 40_000, 20_000);

function jobOf(settings: CompressSettings | 'copy', more: Partial<MeasureJob> = {}): MeasureJob {
  return {
    plain,
    chunkLengths,
    packed: new Uint8Array(packedRoom(plain.length, chunkLengths.length)),
    back: new Uint8Array(plain.length),
    settings,
    threads: 1,
    minimumMs: 1,
    isChecked: true,
    cancel: new Uint8Array(1),
    ...more,
  };
}

async function done(job: MeasureJob): Promise<Extract<MeasureOutcome, { kind: 'done' }>> {
  const outcome = await measureChunks(job);
  if (outcome.kind !== 'done') throw new Error(`expected done, found ${outcome.kind}`);
  return outcome;
}

describe('measureChunks', () => {
  it.each(codecs)('measures %s with every shuffle and stores the same chunks as compress', async (codec) => {
    for (const shuffle of shuffles) {
      const settings = { ...defaults, codec, shuffle };
      const { storedLengths, compress, decompress } = await done(jobOf(settings));
      const expected = [0, 40_000, 80_000].map((start) => chunkOf(plain.slice(start, start + 40_000), settings).length);
      expect([...storedLengths]).toEqual(expected);
      for (const times of [compress, decompress]) {
        expect(times.passes).toBeGreaterThanOrEqual(1);
        expect(times.elapsedNs).toBeGreaterThanOrEqual(1e6);
      }
    }
  });

  it.each([1, 2, 5, 64])('decompresses to the source on %i threads', async (threads) => {
    const job = jobOf(defaults, { threads });
    await done(job);
    expect(Buffer.compare(job.back, plain)).toBe(0);
  });

  it('measures a plain copy, whose chunks are as long as the source', async () => {
    const job = jobOf('copy', { threads: 2 });
    const { storedLengths } = await done(job);
    expect(storedLengths).toEqual(chunkLengths);
    expect(Buffer.compare(job.back, plain)).toBe(0);
  });

  it('repeats whole passes until the minimum time has passed', async () => {
    const { compress, decompress } = await done(jobOf(defaults, { minimumMs: 30 }));
    for (const { elapsedNs, passes } of [compress, decompress]) {
      expect(elapsedNs).toBeGreaterThanOrEqual(30e6);
      expect(Number.isInteger(passes)).toBe(true);
    }
  });

  it('does one pass in each direction when the minimum is 0', async () => {
    const { compress, decompress } = await done(jobOf(defaults, { minimumMs: 0, isChecked: false }));
    expect([compress.passes, decompress.passes]).toEqual([1, 1]);
  });

  it('counts the processor time of the passes', async () => {
    const before = process.cpuUsage();
    const { compress, decompress } = await done(jobOf({ ...defaults, codec: 'zlib', clevel: 9 }, { minimumMs: 20 }));
    const { user, system } = process.cpuUsage(before);
    expect(compress.cpuNs).toBeGreaterThan(0);
    expect(decompress.cpuNs).toBeGreaterThan(0);
    // The processor time of the whole process, which the system counts in ticks of up to 10 ms.
    expect(compress.cpuNs + decompress.cpuNs).toBeLessThanOrEqual(1000 * (user + system) + 20e6);
  });

  it('takes bytes that do not compress, and an empty sample', async () => {
    const random = noise(100_000);
    const { storedLengths } = await done(jobOf(defaults, { plain: random }));
    expect([...storedLengths]).toEqual([40_016, 40_016, 20_016]);
    const empty = await done(jobOf(defaults, { plain: new Uint8Array(0), chunkLengths: Uint32Array.of(0) }));
    expect([...empty.storedLengths]).toEqual([16]);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new Uint8Array(new SharedArrayBuffer(1));
    const job = jobOf(defaults, { minimumMs: 600_000, cancel, threads: 2 });
    const running = measureChunks(job);
    // The first chunk begins with the version of its format.
    await until(() => job.packed[0]);
    cancel[0] = 1;
    await expect(running).resolves.toEqual({ kind: 'cancelled' });
  });

  it('refuses lengths that do not add up to the sample', async () => {
    for (const lengths of [[40_000, 40_000], [100_001], [2 ** 32 - 1]]) {
      const job = jobOf(defaults, { chunkLengths: Uint32Array.from(lengths) });
      await expectNativeError('bad-argument', () => measureChunks(job));
    }
  });

  it('refuses buffers without room', async () => {
    await expectNativeError('target-too-small', () =>
      measureChunks(jobOf(defaults, { packed: new Uint8Array(100_000) })),
    );
    await expectNativeError('target-too-small', () => measureChunks(jobOf(defaults, { back: new Uint8Array(99_999) })));
    await expectNativeError('target-too-small', () => measureChunks(jobOf(defaults, { cancel: new Uint8Array(0) })));
  });

  it('refuses threads and settings out of range', async () => {
    await expectNativeError('bad-argument', () => measureChunks(jobOf(defaults, { threads: 0 })));
    await expectNativeError('bad-argument', () => measureChunks(jobOf({ ...defaults, clevel: 10 })));
  });
});
