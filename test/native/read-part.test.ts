import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adler32, supportsFileRanges } from '../../native/index.js';
import { type PartRead, readPart } from '../../native/read-part.js';
import { chunkOf, noise, ramp } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'bloscpack-read-part-'));
const open: number[] = [];
afterAll(() => {
  for (const fd of open) closeSync(fd);
  rmSync(folder, { recursive: true });
});

/** The chunk behind some other bytes of a file, with its Adler-32. */
function partsOf(chunk: Uint8Array, damage: (stored: Uint8Array) => void = () => {}): Omit<PartRead, 'startByte'> {
  const stored = new Uint8Array(chunk.length + 4);
  stored.set(chunk);
  new DataView(stored.buffer).setUint32(chunk.length, adler32(chunk), true);
  damage(stored);
  const path = join(folder, `chunk-${open.length}`);
  writeFileSync(path, Buffer.concat([Buffer.alloc(7), stored]));
  const fd = openSync(path, 'r');
  open.push(fd);
  const range = { fd, positionBytes: 7, lengthBytes: stored.length };
  return { stored: range, header: chunk.slice(0, 16), digest: 'adler32' };
}

const SIZE = 100_003;
const plain = ramp(SIZE);
const chunk = chunkOf(plain, { codec: 'zlib', typesize: 4, blocksize: 16_384 });

// Windows reads in JavaScript.
describe.runIf(supportsFileRanges)('readPart', () => {
  let parts: Omit<PartRead, 'startByte'>;
  beforeAll(() => {
    parts = partsOf(chunk);
  });

  const read = async (part: Omit<PartRead, 'startByte'>, startByte: number, lengthBytes: number) => {
    const target = new Uint8Array(lengthBytes);
    await readPart({ ...part, startByte }, target);
    return target;
  };

  it.each([
    ['of one block', 100, 800],
    ['across blocks', 16_000, 40_000],
    ['up to the end, in the shorter last block', SIZE - 10, 10],
    ['of the whole chunk', 0, SIZE],
    ['of nothing, which compares the digest alone', 5, 0],
  ])('gives the bytes %s', async (_what, startByte, lengthBytes) => {
    const expected = plain.subarray(startByte, startByte + lengthBytes);
    expect(Buffer.compare(await read(parts, startByte, lengthBytes), expected)).toBe(0);
    const copied = { ...partsOf(chunkOf(noise(SIZE), { clevel: 0 })), digest: 'None' as const };
    const bytes = noise(SIZE).subarray(startByte, startByte + lengthBytes);
    expect(Buffer.compare(await read(copied, startByte, lengthBytes), bytes)).toBe(0);
  });

  it('gives nothing of a chunk whose digest differs, unless it is not to be compared', async () => {
    const damaged = partsOf(chunk, (stored) => stored.fill(0, chunk.length));
    await expect(read(damaged, 0, 10)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect([...(await read({ ...damaged, digest: 'None' }, 0, 4))]).toEqual([...plain.subarray(0, 4)]);
  });

  it('refuses a damaged block, and reads the others', async () => {
    const damaged = { ...partsOf(chunk, (stored) => stored.fill(0xff, 16, 20)), digest: 'None' as const };
    await expect(read(damaged, 0, 10)).rejects.toMatchObject({ code: 'bad-chunk' });
    expect([...(await read(damaged, 90_000, 4))]).toEqual([...plain.subarray(90_000, 90_004)]);
  });

  it('refuses bytes that the chunk does not have, and a header or a file that is too short', async () => {
    const badArgument = { code: 'bad-argument' };
    await expect(read(parts, SIZE - 10, 11)).rejects.toMatchObject(badArgument);
    await expect(read({ ...parts, header: chunk.slice(0, 15) }, 0, 1)).rejects.toMatchObject(badArgument);
    const short = { ...parts.stored, lengthBytes: parts.stored.lengthBytes - 1 };
    await expect(read({ ...parts, stored: short }, 0, 1)).rejects.toMatchObject(badArgument);
    await expect(read({ ...parts, stored: { ...parts.stored, fd: -1 } }, 0, 1)).rejects.toMatchObject(badArgument);
  });
});
