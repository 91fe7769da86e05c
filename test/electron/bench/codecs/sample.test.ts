import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryData } from '../../../../electron/bench/codecs/data.js';
import { type DataChoice, openData } from '../../../../electron/bench/codecs/open-data.js';
import { chunkLengths, planSample, type Sample, takeSample } from '../../../../electron/bench/codecs/sample.js';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { npyFileSource } from '../../../../electron/engine/arrays/npy-file.js';
import { NpzWriter } from '../../../../electron/engine/arrays/npz-writer.js';
import { compressedFileSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { compressedBytesSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { packNdarrayToBytes } from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { type Plan, planPreset } from '../../../../shared/compare/plan.js';
import { fixturePath, readFixture } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { collect, MIB, measuredWith, smallPlan, waves } from './samples.js';

const plan = planPreset('quick', 8, 1);
const sampled: Plan = { ...plan, wholeUpToBytes: 0, sampleChunks: 8, chunkSizesBytes: [4096] };

async function sampleFrom(choice: DataChoice, wanted: Plan = plan): Promise<Sample> {
  const data = await openData(choice);
  try {
    return await takeSample(data, wanted);
  } finally {
    await data.close();
  }
}

describe('planSample', () => {
  it('reads all of small data', () => {
    const { ranges, chunksTotal } = planSample({ sizeBytes: 256 * MIB }, plan);
    expect(ranges).toEqual([{ startByte: 0, endByte: 256 * MIB }]);
    expect(chunksTotal).toBe(256);
  });

  it('reads one chunk in each of 64 equal parts of larger data', () => {
    const { ranges, chunksTotal } = planSample({ sizeBytes: 7300 * MIB - 5 }, plan);
    expect([ranges.length, chunksTotal]).toEqual([64, 7300]);
    const starts = ranges.map(({ startByte }) => startByte / MIB);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(starts.map((start) => Math.floor((64 * (start + 0.5)) / 7300))).toEqual(Array.from(starts.keys()));
    // Equal gaps would meet one phase of periodic data only.
    expect(new Set(gaps).size).toBeGreaterThan(20);
    expect(starts[0]).toBeLessThan(115);
    expect(starts.at(-1)).toBeGreaterThan(7300 - 116);
    for (const { startByte, endByte } of ranges) expect(endByte - startByte).toBe(MIB);
  });

  it('finds about one noisy channel of eight, whose period is that of the parts', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { ranges } = planSample({ sizeBytes: 512 * MIB }, { ...plan, seed });
      const noisy = ranges.filter(({ startByte }) => (startByte / MIB) % 8 === 3).length;
      expect(noisy).toBeGreaterThanOrEqual(2);
      expect(noisy).toBeLessThanOrEqual(18);
    }
  });

  it('reads other chunks for another seed, the same for the same seed', () => {
    const data = { sizeBytes: 7300 * MIB };
    expect(planSample(data, plan)).toEqual(planSample(data, plan));
    expect(planSample(data, { ...plan, seed: 2 })).not.toEqual(planSample(data, plan));
  });

  it('has chunks of whole items, and limits the size of the sample', () => {
    const odd = planSample({ sizeBytes: 1000 * MIB, itemsize: 12 }, plan);
    for (const { startByte, endByte } of odd.ranges) expect([startByte % 12, endByte % 12]).toEqual([0, 0]);
    const huge = planSample({ sizeBytes: 2 ** 40 }, { ...plan, chunkSizesBytes: [2 ** 31 - 17] });
    expect(huge.ranges.reduce((total, { startByte, endByte }) => total + endByte - startByte, 0)).toBeLessThanOrEqual(
      512 * MIB,
    );
  });
});

describe('takeSample', () => {
  it('reads the bytes of its ranges and hashes them', async () => {
    const bytes = waves(2 ** 15);
    const data = memoryData(bytes, { name: 'waves' });
    const sample = await takeSample(data, sampled);
    const { ranges } = planSample(data, sampled);
    const expected = Buffer.concat(ranges.map(({ startByte, endByte }) => bytes.subarray(startByte, endByte)));
    expect(Buffer.compare(sample.bytes, expected)).toBe(0);
    expect(sample.facts).toMatchObject({
      plainBytes: bytes.length,
      sampleBytes: 8 * 4096,
      chunksSampled: 8,
      chunksTotal: 64,
      sha256: createHash('sha256').update(expected).digest('hex'),
    });
  });

  it('has no chunk that spans two parts', async () => {
    const sample = await takeSample(memoryData(waves(2 ** 15), { name: 'waves' }), sampled);
    expect([...chunkLengths(sample, { chunkSizeBytes: 3000 })]).toEqual(Array(8).fill([3000, 1096]).flat());
    expect([...chunkLengths({ ...sample, stretches: [0] }, { chunkSizeBytes: 3000 })]).toEqual([0]);
  });

  const npy = fixturePath('plain', 'walk_f4.npy');
  const raw = readFixture('plain', 'walk_f4.dat');
  const whole = { ...plan, wholeUpToBytes: MIB };

  it('reads the array of a .npy, and the same of a container and of an archive', async () => {
    const folder = scratchFolder();
    const [blp, npz] = [join(folder, 'walk.blp'), join(folder, 'walk.npz')];
    await pack(await npyFileSource(npy), await compressedFileSink(blp), { chunkSize: 4096 });
    const writer = await NpzWriter.create(npz, { compression: 'deflated' });
    await unpack(compressedBytesSource(new Uint8Array(readFileSync(blp))), writer.member('walk'));
    await writer.finish();
    const choices: readonly DataChoice[] = [
      { kind: 'file', path: npy },
      { kind: 'file', path: blp },
      { kind: 'npz', path: npz, member: 'walk' },
    ];
    await expect(openData({ kind: 'file', path: npz })).rejects.toThrow("choose one of its arrays (--member), 'walk'");
    for (const choice of choices) {
      const sample = await sampleFrom(choice, whole);
      expect(Buffer.compare(sample.bytes, raw)).toBe(0);
      expect(sample.facts).toMatchObject({ dtype: '<f4', itemsize: 4, plainBytes: raw.length });
      const part = await sampleFrom(choice, { ...sampled, sampleChunks: 3 });
      expect(part.facts.sha256).toBe(
        (
          await sampleFrom(
            { kind: 'raw', path: fixturePath('plain', 'walk_f4.dat'), itemsize: 4 },
            { ...sampled, sampleChunks: 3 },
          )
        ).facts.sha256,
      );
    }
    const chunk = await sampleFrom({ kind: 'chunk', path: blp, chunkIndex: 2 }, whole);
    expect(Buffer.compare(chunk.bytes, raw.subarray(8192, 12_288))).toBe(0);
    expect(chunk.facts).toMatchObject({ name: 'walk.blp, chunk 2', itemsize: 4, plainBytes: 4096 });
  });

  it('reads the files of a folder one after the other, headers of .npy left out', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'c.dat'), 'third');
    writeFileSync(join(folder, '.hidden'), 'never');
    copyFileSync(npy, join(folder, 'b', 'walk.npy'));
    writeFileSync(join(folder, 'a.dat'), 'first');
    const { bytes, facts } = await sampleFrom({ kind: 'folder', path: folder }, whole);
    expect(Buffer.compare(bytes, Buffer.concat([Buffer.from('first'), raw, Buffer.from('third')]))).toBe(0);
    expect(facts.itemsize).toBeUndefined();
  });

  it('refuses empty folders, and what does not exist', async () => {
    await expect(openData({ kind: 'folder', path: scratchFolder() })).rejects.toThrow(/no files/);
    await expect(openData({ kind: 'file', path: '/no/such/file' })).rejects.toThrow(/does not exist/);
  });
});

describe('the stored size of a whole sample', () => {
  it('is exactly that of the container that packing writes', async () => {
    const path = fixturePath('plain', 'linspace_f8.npy');
    const small = smallPlan({ repeats: 1, chunkSizesBytes: [10_000] });
    const sample = await sampleFrom({ kind: 'file', path }, small);
    const { run } = await collect(sample, small);
    for (const codec of ['lz4', 'zstd'] as const) {
      const file = join(scratchFolder(), 'packed.blp');
      const { storedBytes } = await pack(await npyFileSource(path), await compressedFileSink(file), {
        chunkSize: 10_000,
        blosc: { codec, clevel: 5, shuffle: 'byte' },
      });
      expect(measuredWith(run, codec).storedBytes).toBe(storedBytes);
      expect(readFileSync(file).length).toBe(storedBytes);
    }
  });

  it('of a part estimates the whole within its interval', async () => {
    const values = Float64Array.from({ length: 2 ** 18 }, (_, i) => Math.round(1e4 * Math.sin(i / 999) + (i % 7)));
    const small = smallPlan({ repeats: 1, wholeUpToBytes: 0, sampleChunks: 24, chunkSizesBytes: [16_384] });
    const sample = await takeSample(memoryData(new Uint8Array(values.buffer), { name: 'waves', itemsize: 8 }), small);
    const { ratio, ratioLow, ratioHigh } = measuredWith((await collect(sample, small)).run, 'lz4');
    const packed = await packNdarrayToBytes(ndarray(values), { chunkSize: 16_384, blosc: { codec: 'lz4', clevel: 5 } });
    const truth = values.byteLength / packed.length;
    expect(ratioLow).toBeLessThan(ratio);
    expect(ratioHigh).toBeGreaterThan(ratio);
    expect(truth).toBeGreaterThan(ratioLow - 2 * (ratio - ratioLow));
    expect(truth).toBeLessThan(ratioHigh + 2 * (ratioHigh - ratio));
  });
});
