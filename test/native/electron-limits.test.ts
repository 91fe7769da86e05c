import { beforeAll, expect, it } from 'vitest';
import { compress, decompress, decompressAsync, getitem, MAX_OVERHEAD } from '../../native/index.js';
import { packRun, RunCounters } from '../../native/runs.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, chunkOfOneBlock, defaults, ramp } from './samples.js';

/** Three blocks of this size and 4 bytes for the one byte of an item are 512 MiB: Electron gives no more in one piece. */
const LARGEST_BLOCK = Math.floor((2 ** 29 - 4) / 3);

/** The error of a block that C-Blosc tried to decompress. */
const notLimited = { code: 'codec-failed', fields: { found: expect.any(Number) } };

// The add-on checks this when it is loaded, at the first call below.
beforeAll(() => {
  Object.defineProperty(process.versions, 'electron', { value: '45.4.1' });
});

it('refuses to decompress a block for which Electron would have to allocate too much memory', async () => {
  const target = new Uint8Array(LARGEST_BLOCK + 1);
  const hostile = chunkOfOneBlock(LARGEST_BLOCK + 1);
  const error = await expectNativeError('codec-failed', () => decompress(hostile, target));
  expect(error.message).toBe(
    `Expected Blosc blocks of at most ${LARGEST_BLOCK} bytes, for Electron has no more memory in one piece, but they ` +
      `are of ${LARGEST_BLOCK + 1} bytes: decompress it outside Electron, on the command line with blpk`,
  );
  expect(error.fields).toEqual({ limit: LARGEST_BLOCK, blocksize: LARGEST_BLOCK + 1 });
  await expectNativeError('codec-failed', () => getitem(hostile, 0, 1, target)).then(({ fields }) =>
    expect(fields).toEqual(error.fields),
  );
  await expect(decompressAsync(hostile, target)).rejects.toMatchObject({ code: 'codec-failed', fields: error.fields });
});

it('tries to decompress the largest block for which Electron can allocate memory', async () => {
  const target = new Uint8Array(LARGEST_BLOCK);
  const error = await expectNativeError('codec-failed', () => decompress(chunkOfOneBlock(LARGEST_BLOCK), target));
  expect(error).toMatchObject(notLimited);
});

it('refuses to compress with such a block, but not when the data are shorter', async () => {
  const settings = { ...defaults, blocksize: 2 ** 31 - 1, typesize: 1 };
  const plain = new Uint8Array(LARGEST_BLOCK + 1);
  const packed = new Uint8Array(plain.length + MAX_OVERHEAD);
  const error = await expectNativeError('bad-argument', () => compress(plain, packed, settings));
  expect(error.message).toMatch(/choose a smaller blocksize, or 0 for the automatic one$/);
  expect(error.fields).toEqual({ limit: LARGEST_BLOCK, blocksize: LARGEST_BLOCK + 1 });
  const limits = { threads: 1, memoryBytes: 0, counters: new RunCounters() };
  const run = { plain, chunkBytes: plain.length, choices: [settings], digest: 'None', stored: packed } as const;
  await expect(packRun({ ...run, storedLengths: new Uint32Array(1), ...limits })).rejects.toMatchObject({
    code: 'bad-argument',
  });
  const zeros = new Uint8Array(5000);
  expect(chunkOf(zeros, settings).length).toBeLessThan(zeros.length);
});

it('needs no memory for the blocks of a pure copy, however large', () => {
  const nbytes = LARGEST_BLOCK + 1;
  const copy = new Uint8Array(nbytes + 16);
  const header = new DataView(copy.buffer);
  // Format 2 of Blosc, the flag of a pure copy, typesize 1; nbytes, blocksize, ctbytes.
  copy.set([2, 1, 0x02, 1]);
  for (const [index, value] of [nbytes, nbytes, copy.length].entries()) header.setUint32(4 + 4 * index, value, true);
  copy.set(ramp(1000), 16 + 4000);
  const target = new Uint8Array(1000);
  expect(getitem(copy, 4000, 1000, target)).toBe(1000);
  expect(Buffer.compare(target, ramp(1000))).toBe(0);
});
