import { appendFileSync, closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adler32, supportsFileRanges } from '../../native/index.js';
import { type FirstPartRead, type PartRead, readFirstPart, readPart } from '../../native/read-part.js';
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
/** Blosc may choose another one than was asked for. */
const BLOCK_BYTES = new DataView(chunk.buffer, chunk.byteOffset).getUint32(8, true);

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

/** As it is after it was written. */
function stampOf(fd: number): BigInt64Array {
  const { dev, ino, size, mtimeNs, ctimeNs, nlink } = fstatSync(fd, { bigint: true });
  return BigInt64Array.of(dev, ino, size, mtimeNs, ctimeNs, nlink);
}

describe.runIf(supportsFileRanges)('readFirstPart', () => {
  /** The first 16 bytes are those that `readFirstPart` finds. */
  const firstOf = (damage?: (stored: Uint8Array) => void): FirstPartRead => {
    const { header: _, ...part } = partsOf(chunk, damage);
    const size = { nbytes: SIZE, exact: true };
    return { ...part, size, largestBlockBytes: BLOCK_BYTES, startByte: 100, stamp: stampOf(part.stored.fd) };
  };
  const read = async (part: FirstPartRead) => {
    const [target, header] = [new Uint8Array(20_000), new Uint8Array(16)];
    return { found: await readFirstPart(part, target, header), target, header };
  };

  it.each(['adler32', 'None'] as const)('gives the bytes and the header of a chunk (%s)', async (digest) => {
    const { found, target, header } = await read({ ...firstOf(), digest });
    expect(found).toBe('read-unchanged');
    expect(Buffer.compare(target, plain.subarray(100, 20_100))).toBe(0);
    expect([...header]).toEqual([...chunk.subarray(0, 16)]);
  });

  it('gives the bytes of a chunk that is too large to be read at once', async () => {
    const large = noise(2 ** 21);
    const { header: _, ...part } = partsOf(chunkOf(large, { clevel: 0 }));
    const size = { nbytes: large.length, exact: false };
    const { found, target } = await read({ ...firstOf(), ...part, size });
    expect(found).toBe('read');
    expect(Buffer.compare(target, large.subarray(100, 20_100))).toBe(0);
  });

  it('tells a file that has changed, and one whose stamp is not given', async () => {
    const first = firstOf();
    const path = join(folder, `chunk-${open.length - 1}`);
    appendFileSync(path, 'more');
    expect((await read(first)).found).toBe('read');
    expect((await read({ ...first, stamp: new BigInt64Array(0) })).found).toBe('read');
    expect((await read({ ...first, stamp: stampOf(first.stored.fd) })).found).toBe('read-unchanged');
  });

  it.each([
    ['of another size', { size: { nbytes: SIZE + 1, exact: true } }],
    ['of a larger size than allowed', { size: { nbytes: SIZE - 1, exact: false } }],
    ['with larger blocks than allowed', { largestBlockBytes: BLOCK_BYTES - 1 }],
    ['without the wanted bytes', { startByte: SIZE - 19_999 }],
  ])('reads nothing but the header of a chunk %s', async (_what, other) => {
    const { found, target, header } = await read({ ...firstOf(), ...other });
    expect(found).toBe('unexpected');
    expect(target.every((byte) => byte === 0)).toBe(true);
    expect([...header]).toEqual([...chunk.subarray(0, 16)]);
  });

  it('reads nothing of a chunk that is longer than its place, or has no valid header', async () => {
    const first = firstOf();
    const short = { ...first.stored, lengthBytes: first.stored.lengthBytes - 1 };
    expect((await read({ ...first, stored: short })).found).toBe('unexpected');
    expect((await read({ ...first, stored: { ...short, lengthBytes: 15 } })).found).toBe('unexpected');
    expect((await read(firstOf((stored) => stored.fill(0, 0, 16)))).found).toBe('unexpected');
  });

  it('refuses a chunk whose digest differs', async () => {
    const damaged = firstOf((stored) => stored.fill(0, chunk.length));
    await expect(read(damaged)).rejects.toMatchObject({ code: 'checksum-mismatch' });
  });
});
