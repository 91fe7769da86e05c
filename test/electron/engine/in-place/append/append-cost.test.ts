import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Container } from '../../../../../electron/engine/container/container.js';
import { append } from '../../../../../electron/engine/in-place/append/append.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../../shared/format/header.js';
import { OFFSET_BYTES, printOffsets } from '../../../../../shared/format/offsets.js';
import { noise } from '../../../../native/samples.js';
import { scratchFolder } from '../../../../scratch-folder.js';
import { notCounted, type Transferred, transferredBy } from '../../../../transferred-bytes.js';

const CHUNK_BYTES = 2 ** 20;
const BLOSC_HEADER_BYTES = 16;

/**
 * A container of so many chunks of 1 MiB that are stored as they are, and a last one that has room. Only the chunks' headers
 * are written: their zeros are holes, so that 4 GiB take a few megabytes of disk.
 */
function sparseContainer(path: string, nchunks: number): void {
  const lastChunk = 1000;
  const counts = { chunkSize: CHUNK_BYTES, lastChunk, nchunks: BigInt(nchunks), maxAppChunks: BigInt(10 * nchunks) };
  const header = { formatVersion: 3, offsets: true, metadata: false, checksum: 'None', typesize: 8, ...counts };
  const slots = 11 * nchunks;
  const at = (chunkIndex: number) =>
    HEADER_BYTES + slots * OFFSET_BYTES + chunkIndex * (CHUNK_BYTES + BLOSC_HEADER_BYTES);
  const offsets = Array.from({ length: slots }, (_, index) => (index < nchunks ? at(index) : -1));
  const fd = openSync(path, 'w');
  writeSync(fd, printHeader(header as BloscpackHeader), 0, HEADER_BYTES, 0); // the table's own literals, widened
  writeSync(fd, printOffsets(offsets), 0, slots * OFFSET_BYTES, HEADER_BYTES);
  for (let index = 0; index < nchunks; index++) {
    writeSync(fd, copiedChunkHeader(index === nchunks - 1 ? lastChunk : CHUNK_BYTES), 0, BLOSC_HEADER_BYTES, at(index));
  }
  ftruncateSync(fd, at(nchunks - 1) + BLOSC_HEADER_BYTES + lastChunk);
  closeSync(fd);
}

/** Of a chunk that is a pure copy. */
function copiedChunkHeader(nbytes: number): Uint8Array {
  const header = Buffer.from([2, 1, 0x02, 8, ...Array(12).fill(0)]);
  header.writeUInt32LE(nbytes, 4);
  header.writeUInt32LE(nbytes, 8);
  header.writeUInt32LE(nbytes + BLOSC_HEADER_BYTES, 12);
  return header;
}

const TIMES = 3;
const addedBytes = 200_000;

/** What the cheapest of some appends costs. */
async function costOf(path: string): Promise<Transferred> {
  const costs: Transferred[] = [];
  for (let time = 0; time < TIMES; time++) {
    costs.push(await transferredBy(() => append(path, bytesSource(noise(addedBytes)))));
  }
  const least = (pick: (cost: Transferred) => number) => Math.min(...costs.map(pick));
  return { readBytes: least((cost) => cost.readBytes), writtenBytes: least((cost) => cost.writtenBytes) };
}

test('appending to a container of 4 GiB reads and writes as much as to one of 4 MiB', async (context) => {
  if (notCounted) return context.skip(notCounted);
  const folder = scratchFolder();
  const [small, large] = [join(folder, 'small.blp'), join(folder, 'large.blp')];
  sparseContainer(small, 5);
  sparseContainer(large, 4097);
  expect(statSync(large).size).toBeGreaterThan(4 * 2 ** 30);
  await append(small, bytesSource(noise(1000)));
  const [few, many] = [await costOf(small), await costOf(large)];
  const spareBytes = 2 ** 17;
  expect(many.readBytes).toBeLessThan(few.readBytes + spareBytes);
  expect(many.writtenBytes).toBeLessThan(few.writtenBytes + spareBytes);
  // The last chunk is read, kept in the journal and packed again: at most 1 MiB each, whatever is added.
  expect(many.readBytes).toBeLessThan(addedBytes + 4 * CHUNK_BYTES);
  const container = await Container.open(large);
  const sizeBytes = await container.plainBytes();
  expect(sizeBytes).toBe(4096 * CHUNK_BYTES + 1000 + TIMES * addedBytes);
  expect(await container.readBytes(sizeBytes - addedBytes, sizeBytes)).toEqual(noise(addedBytes));
  await container.close();
});
