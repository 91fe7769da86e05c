import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../electron/bench/codecs/calibrate.js';
import { readEnvironment } from '../../../../electron/bench/codecs/environment.js';
import { measureStorage } from '../../../../electron/bench/codecs/storage-bandwidth.js';
import { estimateMs } from '../../../../shared/compare/estimate.js';
import { IoError } from '../../../../shared/format/errors.js';
import { scratchDirectory } from '../../engine/scratch-directory.js';
import { collect, MIB, sampleOf, smallPlan, waves } from './samples.js';

describe('calibrate', () => {
  it('measures every codec in about a second, and its estimate is of the right size', { timeout: 60_000 }, async () => {
    const plan = smallPlan({ minimumSampleMs: 40 });
    const sample = await sampleOf(waves(2 ** 18), plan);
    const startMs = performance.now();
    const calibration = await calibrate(sample, 8);
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(new Set(calibration.points.map(({ codec }) => codec)).size).toBe(6);
    for (const { compress, decompress } of calibration.points) {
      expect(compress).toBeGreaterThan(MIB / 2);
      expect(decompress).toBeGreaterThan(MIB);
    }
    const beganMs = performance.now();
    await collect(sample, plan, { calibration });
    const tookMs = performance.now() - beganMs;
    expect(tookMs / estimateMs(plan, calibration)).toBeGreaterThan(0.2);
    expect(tookMs / estimateMs(plan, calibration)).toBeLessThan(5);
  });

  it('does with an empty sample', async () => {
    const calibration = await calibrate(await sampleOf(new Uint8Array(0), smallPlan()), 8);
    expect(Number.isFinite(estimateMs(smallPlan(), calibration))).toBe(true);
  });
});

describe('readEnvironment', () => {
  it('tells the machine and the versions', async () => {
    const environment = await readEnvironment('blpk 1.2.3');
    expect(environment).toMatchObject({ app: 'blpk 1.2.3', node: process.versions.node });
    expect(environment.cores).toBeGreaterThan(0);
    expect(environment.blosc).toMatch(/^1\.\d+/);
    expect(environment.codecs.zstd).toMatch(/\d/);
  });
});

describe('measureStorage', () => {
  it('writes, reads and leaves nothing behind', async () => {
    const folder = scratchDirectory();
    const { write, read, readCache, sizeBytes } = await measureStorage(folder, { sizeBytes: 20 * MIB });
    expect(sizeBytes).toBe(24 * MIB);
    expect(write).toBeGreaterThan(MIB / 10);
    expect(read).toBeGreaterThan(MIB / 10);
    expect(['warm', 'cold']).toContain(readCache);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const folder = scratchDirectory();
    const controller = new AbortController();
    controller.abort();
    await expect(measureStorage(folder, { signal: controller.signal })).rejects.toThrow('cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says which folder it cannot write to', async () => {
    const folder = join(scratchDirectory(), 'gone');
    await expect(measureStorage(folder)).rejects.toThrow(IoError);
  });
});
