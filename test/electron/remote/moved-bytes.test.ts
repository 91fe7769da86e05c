import { beforeAll, describe, expect, test } from 'vitest';
import { readContainerFacts } from '../../../electron/cli/container-facts.js';
import { Container } from '../../../electron/engine/container/container.js';
import { openRemoteReader } from '../../../electron/remote/open-remote.js';
import { noise } from '../../native/samples.js';
import { itemsIn } from '../engine/container/counted-items.js';
import { fastRetries } from './fast-retries.js';
import { type RangeServer, startRangeServer } from './range-server.js';
import { type VirtualContainer, virtualContainer } from './virtual-container.js';

const KIB = 1024;
const BLOCK_BYTES = 32 * KIB;
const CHUNK_BYTES = 2 ** 20;
/** 4 GiB. */
const CHUNKS = 4096;

async function openServed({ file }: VirtualContainer): Promise<{ server: RangeServer; container: Container }> {
  const server = await startRangeServer({ '/x.blp': file });
  const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
  return { server, container: await Container.open(reader, { checkDigests: false }) };
}

describe('a container of 4 GiB on a server', () => {
  let large: VirtualContainer;
  beforeAll(() => {
    // The upper bytes compress and the lower ones do not, as in measured data.
    const random = new Uint16Array(noise(CHUNK_BYTES / 2).buffer);
    large = virtualContainer(Uint32Array.from(random), CHUNKS, BLOCK_BYTES);
  });

  test.each([
    ['in one block', 0],
    ['across two blocks', BLOCK_BYTES / 4 - 50],
    ['across two chunks', CHUNK_BYTES / 4 - 50],
  ])('moves less than 300 KiB for 100 items %s', async (_where, inChunk) => {
    const { server, container } = await openServed(large);
    const first = (3000 * CHUNK_BYTES) / 4 + inChunk;
    const { bytes } = await container.readSlice(`${first}:${first + 100}`);
    expect(itemsIn(bytes)).toEqual(Array.from({ length: 100 }, (_, index) => large.itemAt(first + index)));
    expect(server.sentBytes).toBeLessThan(300 * KIB);
    expect(server.requests.length).toBeLessThanOrEqual(6);
    await container.close();
  });

  test('moves only the heads and blocks that are needed for 100 items in 100 chunks', async () => {
    const { server, container } = await openServed(large);
    const step = (40 * CHUNK_BYTES) / 4 + 12_345;
    const { bytes } = await container.readSlice(`::${step}`);
    const items = itemsIn(bytes);
    expect(items.length).toBe(103);
    expect(items).toEqual(items.map((_, index) => large.itemAt(index * step)));
    // A head with its block starts takes one request of 4 KiB, and a block one.
    const blockBytes = (large.storedBytes / CHUNK_BYTES) * BLOCK_BYTES;
    expect(server.sentBytes).toBeLessThan(64 * KIB + items.length * (4 * KIB + 1.1 * blockBytes));
    expect(server.requests.length).toBeLessThanOrEqual(1 + 2 * items.length);
    await container.close();
  });

  test('asks for neighbouring blocks in few requests', async () => {
    const { server, container } = await openServed(large);
    const first = (1000 * CHUNK_BYTES) / 4;
    const count = (8 * CHUNK_BYTES) / 4;
    const { bytes } = await container.readSlice(`${first}:${first + count}`);
    const items = new Uint32Array(bytes.slice().buffer);
    expect(items.every((item, index) => item === large.itemAt(first + index))).toBe(true);
    expect(server.sentBytes).toBeLessThan(64 * KIB + 1.02 * 9 * large.storedBytes);
    expect(server.requests.length).toBeLessThan(30);
    await container.close();
  });

  test('moves all of a chunk where its checksum is compared', async () => {
    const server = await startRangeServer({ '/x.blp': large.file });
    const container = await Container.open(await openRemoteReader(`${server.origin}/x.blp`, fastRetries));
    await container.readSlice('0:100');
    expect(container.stats.digestsChecked).toBe(1);
    expect(server.sentBytes).toBeGreaterThan(large.storedBytes);
    await container.close();
  });
});

test('the facts of a container of a million chunks move less than 200 KiB', async () => {
  const million = virtualContainer(
    Uint32Array.from({ length: 128 }, (_, index) => index),
    1_000_000,
    0,
  );
  const server = await startRangeServer({ '/x.blp': million.file });
  const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
  const facts = await readContainerFacts(reader);
  expect(facts.failure).toBeUndefined();
  expect(facts.header?.nchunks).toBe(1_000_000n);
  expect(facts.firstChunk?.nbytes).toBe(512);
  expect(server.sentBytes).toBeLessThan(200 * KIB);
  expect(server.requests.length).toBeLessThanOrEqual(3);
  await reader.close();
});
