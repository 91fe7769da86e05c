import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { calibrate } from '../../../../electron/bench/codecs/calibrate.js';
import { memoryData } from '../../../../electron/bench/codecs/data.js';
import { readEnvironment } from '../../../../electron/bench/codecs/environment.js';
import type { Measurer } from '../../../../electron/bench/codecs/measurer.js';
import { type Sample, takeSample } from '../../../../electron/bench/codecs/sample.js';
import { measureStorage } from '../../../../electron/bench/codecs/storage-bandwidth.js';
import { IoError } from '../../../../shared/format/errors.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { MIB, sampleOf, smallPlan, waves } from './samples.js';

/** Every measurement takes so long by the clock of the test, and gives one speed for each direction. */
async function calibrateSlowly(eachMs: number) {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const sample = await sampleOf(waves(2 ** 18), smallPlan());
  const measurerOf = (piece: Sample): Measurer => ({
    async measure() {
      vi.advanceTimersByTime(eachMs);
      const times = (speed: number) => ({ elapsedNs: (piece.bytes.length / speed) * 1e9, passes: 1, cpuNs: 1 });
      return {
        kind: 'done',
        compress: times(100 * MIB),
        decompress: times(200 * MIB),
        storedLengths: new Uint32Array(1),
      };
    },
  });
  return calibrate(sample, 8, { measurerOf });
}

describe('calibrate', () => {
  it('measures every codec at three levels if there is time', async () => {
    const { points } = await calibrateSlowly(10);
    expect(new Set(points.map(({ codec, level }) => `${codec} ${level}`)).size).toBe(6 * 3);
    for (const { compress, decompress } of points) {
      expect(compress).toBeCloseTo(100 * MIB);
      expect(decompress).toBeCloseTo(200 * MIB);
    }
  });

  it('stops after a second, when it has measured every codec at its middle level', async () => {
    expect((await calibrateSlowly(100)).points).toHaveLength(11);
    const slow = await calibrateSlowly(10_000);
    expect(slow.points.map(({ level }) => level)).toEqual([5, 5, 5, 5, 5, 5]);
    expect(new Set(slow.points.map(({ codec }) => codec)).size).toBe(6);
  });

  it('finds the typesize of pixels that lie one after the other in a flat array, by size', async () => {
    let state = 1;
    const noise = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 16;
    };
    const pixels = Uint16Array.from({ length: 2 ** 17 }, (_, at) => (at % 4 === 3 ? noise() : 1000 * (at % 4)));
    const bytes = new Uint8Array(pixels.buffer);
    const facts = { name: 'pixels', itemsize: 2, dtype: '<u2', typesizes: [2], moreTypesizes: [4, 6, 8] };
    const { betterTypesize } = await calibrate(await takeSample(memoryData(bytes, facts), smallPlan()), 2);
    expect(betterTypesize).toMatchObject({ typesize: 8, suggested: [2] });
    expect(betterTypesize?.ratio).toBeGreaterThan(2 * (betterTypesize?.suggestedRatio ?? 0));
  });

  it('measures with Blosc', async () => {
    const { points, copy } = await calibrate(await sampleOf(waves(2 ** 18), smallPlan()), 8);
    expect(new Set(points.map(({ codec }) => codec)).size).toBe(6);
    for (const speed of [copy, ...points.flatMap((point) => [point.compress, point.decompress])]) {
      expect(Number.isFinite(speed)).toBe(true);
      expect(speed).toBeGreaterThan(0);
    }
  });
});

describe('readEnvironment', () => {
  it('reads the machine and the versions', async () => {
    const environment = await readEnvironment('blpk 1.2.3');
    expect(environment).toMatchObject({ app: 'blpk 1.2.3', node: process.versions.node });
    expect(environment.cores).toBeGreaterThan(0);
    expect(environment.blosc).toMatch(/^1\.\d+/);
    expect(environment.codecs.zstd).toMatch(/\d/);
  });
});

describe('measureStorage', () => {
  it('writes, reads and removes its file', async () => {
    const folder = scratchFolder();
    const { write, read, readCache, sizeBytes } = await measureStorage(folder, {
      sizeBytes: 20 * MIB,
      maxMs: Number.POSITIVE_INFINITY,
    });
    expect(sizeBytes).toBe(24 * MIB);
    expect(write).toBeGreaterThan(0);
    expect(read).toBeGreaterThan(0);
    expect(['warm', 'cold']).toContain(readCache);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops writing when its time is over', async () => {
    const { sizeBytes } = await measureStorage(scratchFolder(), { sizeBytes: 20 * MIB, maxMs: 0 });
    expect(sizeBytes).toBe(8 * MIB);
  });

  it('removes its file when it is cancelled', async () => {
    const folder = scratchFolder();
    const controller = new AbortController();
    controller.abort();
    await expect(measureStorage(folder, { signal: controller.signal })).rejects.toThrow('cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says which folder it cannot write to', async () => {
    const folder = join(scratchFolder(), 'gone');
    await expect(measureStorage(folder)).rejects.toThrow(IoError);
  });
});
