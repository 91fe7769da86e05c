import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { supportsFileRanges } from '../../../../native/index.js';
import { ramp } from '../../../native/samples.js';

const CHUNK_BYTES = 2 ** 20;
const plain = ramp(3 * CHUNK_BYTES);
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'block-store-'));
  path = join(folder, 'large-blocks.blp');
  const blosc = { codec: 'lz4', clevel: 5, typesize: 4, blocksize: CHUNK_BYTES / 2 } as const;
  await writeFile(path, await packBytesToBytes(plain, { chunkSize: CHUNK_BYTES, blosc }));
});

afterAll(() => rm(folder, { recursive: true }));

async function opened(use: (container: Container) => Promise<void>): Promise<void> {
  const container = await Container.open(path);
  await use(container).finally(() => container.close());
}

async function expectBytes(container: Container, startByte: number, endByte: number): Promise<void> {
  const read = await container.readBytes(startByte, endByte);
  expect(Buffer.compare(read, plain.subarray(startByte, endByte))).toBe(0);
}

describe.runIf(supportsFileRanges)('a large block in a file', () => {
  test('is kept when a small part of it is read for the second time', async () => {
    await opened(async (container) => {
      for (const decoded of [1, 2, 2, 2]) {
        await expectBytes(container, 1000, 1800);
        expect(container.stats).toEqual({ blocksDecoded: decoded, digestsChecked: 1 });
      }
    });
  });

  test('is kept at once when much of it is read', async () => {
    await opened(async (container) => {
      for (let time = 0; time < 3; time++) await expectBytes(container, 0, CHUNK_BYTES / 2);
      const { blosc } = await container.chunk(0);
      expect(container.stats.blocksDecoded).toBe(Math.ceil(CHUNK_BYTES / 2 / blosc.blocksize));
    });
  });

  test('is checked by one of many reads at the same time', async () => {
    await opened(async (container) => {
      const starts = Array.from({ length: 30 }, (_, index) => index * 100_000);
      await Promise.all(starts.map((start) => expectBytes(container, start, start + 400)));
      expect(container.stats.digestsChecked).toBe(3);
    });
  });
});
