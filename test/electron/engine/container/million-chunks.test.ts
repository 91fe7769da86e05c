import { beforeAll, describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { BLOSC_HEADER_BYTES, printBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES, printOffsets } from '../../../../shared/format/offsets.js';
import { type CountingReader, countingReader } from '../io/counting-reader.js';

const CHUNKS = 1_000_000;
const CHUNK_BYTES = 8;
const STORED_BYTES = BLOSC_HEADER_BYTES + CHUNK_BYTES;
const PAGE_BYTES = 32 * 1024;

/** A container of a million pure copies; chunk i holds the number i as a double. */
function millionChunks(offsets: boolean): Uint8Array {
  const header: BloscpackHeader = {
    formatVersion: 3,
    offsets,
    metadata: false,
    checksum: 'None',
    typesize: 8,
    chunkSize: CHUNK_BYTES,
    lastChunk: CHUNK_BYTES,
    nchunks: BigInt(CHUNKS),
    maxAppChunks: 0n,
  };
  const chunksAt = HEADER_BYTES + (offsets ? CHUNKS * OFFSET_BYTES : 0);
  const bytes = new Uint8Array(chunksAt + CHUNKS * STORED_BYTES);
  bytes.set(printHeader(header));
  if (offsets) {
    bytes.set(
      printOffsets(Array.from({ length: CHUNKS }, (_, chunk) => chunksAt + chunk * STORED_BYTES)),
      HEADER_BYTES,
    );
  }
  const head = { version: 2, versionlz: 1, flags: 0x02, typesize: 8, nbytes: 8, blocksize: 8, ctbytes: STORED_BYTES };
  const chunkHead = printBloscHeader(head);
  const view = new DataView(bytes.buffer);
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    bytes.set(chunkHead, chunksAt + chunk * STORED_BYTES);
    view.setFloat64(chunksAt + chunk * STORED_BYTES + BLOSC_HEADER_BYTES, chunk, true);
  }
  return bytes;
}

async function openCounted(bytes: Uint8Array): Promise<{ container: Container; count: CountingReader['count'] }> {
  const reader = countingReader(memoryReader(bytes));
  return { container: await Container.open(reader), count: reader.count };
}

async function numberAt(container: Container, chunk: number): Promise<number | undefined> {
  return new Float64Array((await container.readBytes(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)).buffer)[0];
}

describe('a container of 1,000,000 chunks', () => {
  let bytes: Uint8Array;
  beforeAll(() => {
    bytes = millionChunks(true);
  });

  test('gives its header and sizes after reading 32 bytes', async () => {
    const { container, count } = await openCounted(bytes);
    expect(await container.chunkCount()).toBe(CHUNKS);
    expect(await container.plainBytes()).toBe(CHUNKS * CHUNK_BYTES);
    expect(count).toMatchObject({ reads: 1, sizeBytes: HEADER_BYTES });
  });

  test('gives its first five offsets and chunk headers after reading one page of offsets', async () => {
    const { container, count } = await openCounted(bytes);
    for (let chunk = 0; chunk < 5; chunk++) {
      expect(await container.chunk(chunk)).toMatchObject({
        positionBytes: HEADER_BYTES + CHUNKS * OFFSET_BYTES + chunk * STORED_BYTES,
        blosc: { nbytes: CHUNK_BYTES },
      });
    }
    expect(count.sizeBytes).toBe(HEADER_BYTES + PAGE_BYTES + 5 * BLOSC_HEADER_BYTES);
  });

  test.each([999_999, 500_000, 4095, 4096])('reads chunk %i with no more than two pages of offsets', async (chunk) => {
    const { container, count } = await openCounted(bytes);
    expect(await numberAt(container, chunk)).toBe(chunk);
    expect(count.sizeBytes).toBeLessThanOrEqual(HEADER_BYTES + 2 * PAGE_BYTES + STORED_BYTES);
  });

  test('gives the same without offsets, after walking the headers once', async () => {
    const { container, count } = await openCounted(millionChunks(false));
    expect(await numberAt(container, 999_999)).toBe(999_999);
    const walked = count.sizeBytes;
    expect(walked).toBeLessThan(HEADER_BYTES + (CHUNKS + 3) * BLOSC_HEADER_BYTES);
    for (const chunk of [0, 1, 999_998, 123_456]) expect(await numberAt(container, chunk)).toBe(chunk);
    expect(count.sizeBytes - walked).toBeLessThanOrEqual(4 * (BLOSC_HEADER_BYTES + STORED_BYTES));
  });
});
