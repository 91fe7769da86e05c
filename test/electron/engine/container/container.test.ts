import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { parseHeader, printHeader } from '../../../../shared/format/header.js';
import { manifest, readFixture } from '../../../fixtures.js';
import { noise, ramp } from '../../../native/samples.js';
import { packCountedItems } from './counted-items.js';

const plain = ramp(100_000);

describe.each(manifest.golden)('golden $name', ({ file, plain_sha256, plain_nbytes }) => {
  test('gives any part of its data', async () => {
    const container = await Container.open(readFixture(file));
    expect(await container.plainBytes()).toBe(plain_nbytes);
    const all = await container.readBytes(0, plain_nbytes);
    expect(createHash('sha256').update(all).digest('hex')).toBe(plain_sha256);
    for (let part = 0; part < 7; part++) {
      const [start, end] = [(plain_nbytes * part) >> 3, (plain_nbytes * (part + 2)) >> 3];
      expect(Buffer.compare(await container.readBytes(start, end), all.subarray(start, end))).toBe(0);
    }
  });
});

/** The same container with unknown header fields, as a streaming writer leaves them. */
function forgetting(container: Uint8Array, fields: Partial<ReturnType<typeof parseHeader>>): Uint8Array {
  const bytes = container.slice();
  bytes.set(printHeader({ ...parseHeader(bytes), ...fields }), 0);
  return bytes;
}

describe('without offsets', () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await packBytesToBytes(plain, { chunkSize: 999, bloscpack: { offsets: false } });
  });

  test.each([
    ['all counts known', {}],
    ['the number of chunks unknown', { nchunks: -1n, lastChunk: -1 }],
    ['the last chunk unknown', { lastChunk: -1 }],
    ['all sizes unknown', { nchunks: -1n, chunkSize: -1, lastChunk: -1 }],
  ])('reads any part with %s', async (_what, fields) => {
    const container = await Container.open(forgetting(bytes, fields));
    const parts = [
      [50_000, 50_001],
      [998, 1000],
      [0, 100_000],
      [99_999, 100_000],
      [3, 3],
    ] as const;
    for (const [start, end] of parts) {
      expect(Buffer.compare(await container.readBytes(start, end), plain.subarray(start, end))).toBe(0);
    }
    expect(await container.chunkCount()).toBe(101);
  });

  test('walks no further than necessary', async () => {
    const container = await Container.open(bytes.subarray(0, 1200));
    expect(await container.readBytes(0, 999)).toEqual(plain.subarray(0, 999));
  });

  test.each([{}, { nchunks: -1n, lastChunk: -1 }])('reports every time that a file was cut: %o', async (fields) => {
    const container = await Container.open(forgetting(bytes, fields).subarray(0, -5));
    for (let turn = 0; turn < 3; turn++) {
      const reading = async () => container.readBytes(99_990, await container.plainBytes());
      await expect(reading()).rejects.toMatchObject({ problem: 'truncated' });
    }
    expect(await container.chunk(0)).toMatchObject({ chunkIndex: 0, plainStartByte: 0 });
  });

  test('continues after a read that failed once', async () => {
    const base = memoryReader(bytes);
    let failures = 1;
    const container = await Container.open({
      ...base,
      readAt: async (positionBytes, lengthBytes) => {
        if (positionBytes > 1000 && failures-- > 0) throw new Error('the network hiccuped');
        return base.readAt(positionBytes, lengthBytes);
      },
    });
    await expect(container.readBytes(90_000, 90_100)).rejects.toThrow('hiccuped');
    expect(await container.readBytes(90_000, 90_100)).toEqual(plain.subarray(90_000, 90_100));
  });
});

describe('what cannot be read', () => {
  test.each([
    [-1, 1],
    [0, 100_001],
    [5, 4],
    [0.5, 1],
    [0, Number.NaN],
  ])('bytes %d to %d are refused', async (start, end) => {
    const container = await Container.open(await packBytesToBytes(plain));
    await expect(container.readBytes(start, end)).rejects.toMatchObject({ kind: 'argument' });
  });

  test('nor are missing chunks', async () => {
    const container = await Container.open(await packBytesToBytes(plain));
    for (const chunk of [-1, 1, 0.5, Number.NaN]) {
      await expect(container.chunk(chunk)).rejects.toMatchObject({ kind: 'argument' });
    }
  });

  test('nor slices of plain bytes, or of fewer bytes than the array needs', async () => {
    const bytes = await Container.open(await packBytesToBytes(plain));
    await expect(bytes.readSlice(':')).rejects.toThrow('holds plain bytes, not an array');
    const metadata = { dtype: "'<f8'", shape: [7], order: 'C', container: 'numpy' };
    const short = await Container.open(await packBytesToBytes(plain, { metadata }));
    await expect(short.readSlice(':')).rejects.toMatchObject({ kind: 'format', problem: 'bad-metadata' });
  });

  test('nor a chunk whose digest is wrong, however often it is requested', async () => {
    const packed = await packBytesToBytes(noise(3000), { chunkSize: 1000 });
    const at = packed.byteLength - 500;
    packed[at] = (packed[at] ?? 0) ^ 1;
    const container = await Container.open(packed);
    expect(await container.readBytes(0, 2000)).toEqual(noise(3000).subarray(0, 2000));
    for (let turn = 0; turn < 2; turn++) {
      await expect(container.readBytes(1999, 2001)).rejects.toMatchObject({
        kind: 'checksum',
        context: { chunkIndex: 2 },
      });
    }
  });
});

describe('cancelling', () => {
  test('stops before the first block, and between blocks that add up to one piece', async () => {
    // One item of every chunk: all of it is less than one piece of the result.
    const container = await Container.open(await packCountedItems([500, 250], 'C', { chunkSize: 1000 }));
    const aborted = AbortSignal.abort();
    await expect(container.readSlice(':,0', { signal: aborted })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(container.stats.blocksDecoded).toBe(0);
    const controller = new AbortController();
    const reading = container.readSlice(':,0', { signal: controller.signal, nthreads: 1 });
    await container.readBytes(0, 1);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
    expect(container.stats.blocksDecoded).toBeLessThan(100);
  });
});
