import { describe, expect, test } from 'vitest';
import { readLayout } from '../../../../electron/engine/container/layout.js';
import { OffsetPages } from '../../../../electron/engine/container/offset-pages.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES } from '../../../../shared/format/offsets.js';
import { countingReader } from '../io/counting-reader.js';

const SLOTS = 1_000_000;

/** The head of a container, without its one chunk, with a million offsets, of which only those given are filled in. */
async function pagesWith(filled: Readonly<Record<number, bigint>>) {
  const bytes = new Uint8Array(HEADER_BYTES + SLOTS * OFFSET_BYTES).fill(0xff);
  bytes.set(
    printHeader({
      formatVersion: 3,
      offsets: true,
      metadata: false,
      checksum: 'None',
      typesize: 8,
      chunkSize: 8,
      lastChunk: 8,
      nchunks: 1n,
      maxAppChunks: BigInt(SLOTS - 1),
    }),
  );
  const view = new DataView(bytes.buffer);
  for (const [index, value] of Object.entries(filled)) {
    view.setBigInt64(HEADER_BYTES + Number(index) * OFFSET_BYTES, value, true);
  }
  const reader = countingReader(memoryReader(bytes));
  const layout = await readLayout(reader);
  return { pages: new OffsetPages(reader, layout), count: reader.count };
}

describe('the first offset that is filled in', () => {
  test('is none among reserved ones, which are read a megabyte at a time', async () => {
    const { pages, count } = await pagesWith({});
    const before = count.reads;
    expect(await pages.firstFilled(0, SLOTS)).toBeUndefined();
    expect(count.reads - before).toBeLessThan(12);
  });

  test.each([0, 1, 4095, 4096, 4096 + 2 ** 17, SLOTS - 1])('is found at %i', async (index) => {
    const { pages } = await pagesWith({ [index]: 77n });
    expect(await pages.firstFilled(0, SLOTS)).toEqual({ index, value: 77n });
  });

  test('is the first of several, also where all are equal', async () => {
    const { pages } = await pagesWith({ 5000: -2n, 5001: -2n, 900000: 3n });
    expect(await pages.firstFilled(10, SLOTS)).toEqual({ index: 5000, value: -2n });
    expect(await pages.firstFilled(5002, SLOTS)).toEqual({ index: 900_000, value: 3n });
    expect(await pages.firstFilled(5002, 900_000)).toBeUndefined();
  });
});
