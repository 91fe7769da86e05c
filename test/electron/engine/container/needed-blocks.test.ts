import { beforeAll, describe, expect, test } from 'vitest';
import { Container, type ContainerOptions } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { type BlockExtent, blockStartsBytes } from '../../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES } from '../../../../shared/format/blosc-chunk.js';
import { noise } from '../../../native/samples.js';
import { type CountingReader, countingReader } from '../io/counting-reader.js';
import { countedItems, itemsIn, packCountedItems } from './counted-items.js';

const ITEMS = 4 * 2 ** 20;
const CHUNK_BYTES = 2 ** 20;
const BLOCK_BYTES = 16 * 1024;
const SLICE_ITEMS = 100;

let bytes: Uint8Array;
/** First items of the slices: anywhere, so that some of them cross blocks and chunks. */
const firstItems = Array.from(new Uint32Array(noise(4000).buffer), (random) => random % (ITEMS - SLICE_ITEMS));

beforeAll(async () => {
  // Zstandard: where C-Blosc splits blocks into streams it makes them larger than requested.
  const blosc = { codec: 'zstd', clevel: 1, typesize: 4, blocksize: BLOCK_BYTES } as const;
  bytes = await packCountedItems([ITEMS], 'C', { chunkSize: CHUNK_BYTES, blosc });
  const container = await Container.open(bytes);
  expect((await container.chunk(0)).blosc.blocksize).toBe(BLOCK_BYTES);
});

/** What a slice needs, by the block maps: `chunk:block` and the extent of each. */
async function neededBlocks(container: Container, firstItem: number): Promise<Map<string, BlockExtent>> {
  const startByte = 4 * firstItem;
  const endByte = startByte + 4 * SLICE_ITEMS;
  const needed = new Map<string, BlockExtent>();
  for (let chunk = Math.floor(startByte / CHUNK_BYTES); chunk * CHUNK_BYTES < endByte; chunk++) {
    for (const extent of await container.blockMap(chunk)) {
      const blockStart = chunk * CHUNK_BYTES + extent.startByte;
      if (blockStart < endByte && blockStart + extent.nbytes > startByte) {
        needed.set(`${chunk}:${extent.blockIndex}`, extent);
      }
    }
  }
  return needed;
}

async function allNeeded(): Promise<readonly Map<string, BlockExtent>[]> {
  const container = await Container.open(bytes);
  const needed: Map<string, BlockExtent>[] = [];
  for (const firstItem of firstItems) needed.push(await neededBlocks(container, firstItem));
  expect(container.stats.blocksDecoded).toBe(0);
  return needed;
}

async function readAll(options: ContainerOptions): Promise<{ container: Container; reader: CountingReader }> {
  const reader = countingReader(memoryReader(bytes));
  const container = await Container.open(reader, options);
  for (const firstItem of firstItems) {
    const { bytes: read } = await container.readSlice(`${firstItem}:${firstItem + SLICE_ITEMS}`);
    expect(itemsIn(read)).toEqual(Array.from({ length: SLICE_ITEMS }, (_, item) => firstItem + item));
  }
  return { container, reader };
}

const storedBytes = (extents: Iterable<BlockExtent>) =>
  [...extents].reduce((sum, extent) => sum + extent.storedEnd - extent.storedStart, 0);

describe('1,000 random slices of 100 items', () => {
  test.each([true, false])('decode each block they need once (digests checked: %s)', async (checkDigests) => {
    const needed = new Map((await allNeeded()).flatMap((blocks) => [...blocks]));
    const { container } = await readAll({ checkDigests });
    expect(needed.size).toBeGreaterThan(500);
    expect(needed.size).toBeLessThan((ITEMS * 4) / BLOCK_BYTES);
    expect(container.stats.blocksDecoded).toBe(needed.size);
    expect(container.stats.digestsChecked).toBe(checkDigests ? (ITEMS * 4) / CHUNK_BYTES : 0);
  });

  test.each([0, 1])('decode only what each of them needs with a cache of %i bytes', async (cacheBytes) => {
    const blocks = (await allNeeded()).reduce((sum, needed) => sum + needed.size, 0);
    const { container } = await readAll({ cacheBytes, checkDigests: false });
    expect(container.stats.blocksDecoded).toBe(blocks);
  });

  test('read nothing but the heads and the stored bytes of those blocks when digests are not checked', async () => {
    const needed = new Map((await allNeeded()).flatMap((blocks) => [...blocks]));
    const { container, reader } = await readAll({ checkDigests: false });
    const heads = container.layout.chunksPositionBytes; // header, metadata and offsets
    const chunk = await container.chunk(0);
    const chunkHeads = (ITEMS * 4 * (BLOSC_HEADER_BYTES + blockStartsBytes(chunk.blosc))) / CHUNK_BYTES;
    expect(reader.count.sizeBytes).toBeLessThanOrEqual(heads + chunkHeads + storedBytes(needed.values()));
  });
});

describe('the cache', () => {
  test('keeps to its limit: the oldest block is removed', async () => {
    const container = await Container.open(bytes, { cacheBytes: 3 * (BLOCK_BYTES + 64) });
    const touch = (block: number) => container.readBytes(block * BLOCK_BYTES, block * BLOCK_BYTES + 1);
    for (const block of [0, 1, 2, 0, 1, 2]) await touch(block);
    expect(container.stats.blocksDecoded).toBe(3);
    await touch(3); // block 0 is removed
    for (const block of [1, 2, 3]) await touch(block);
    expect(container.stats.blocksDecoded).toBe(4);
    await touch(0);
    expect(container.stats.blocksDecoded).toBe(5);
  });

  test('decodes a block once for readers that need it at the same time', async () => {
    const container = await Container.open(bytes);
    const reads = Array.from({ length: 20 }, (_, item) => container.readBytes(4 * item, 4 * item + 4));
    expect((await Promise.all(reads)).map((read) => itemsIn(read)[0])).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(container.stats).toEqual({ blocksDecoded: 1, digestsChecked: 1 });
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d bytes is refused', async (cacheBytes) => {
    await expect(Container.open(bytes, { cacheBytes })).rejects.toMatchObject({ kind: 'argument' });
  });
});

describe('what was read', () => {
  test("belongs to the caller: writing to it changes neither the cache nor the container's bytes", async () => {
    for (const plain of [countedItems(1000), noise(4000)]) {
      const packed = await packBytesToBytes(plain);
      const before = packed.slice();
      const container = await Container.open(packed);
      (await container.readBytes(0, 4000)).fill(0xee);
      expect(await container.readBytes(0, 4000)).toEqual(plain);
      expect(packed).toEqual(before);
    }
  });
});
