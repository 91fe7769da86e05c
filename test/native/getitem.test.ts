import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getitem } from '../../native/index.js';
import { caseCount } from '../cases.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, codecs, noise, ramp, shuffles } from './samples.js';

describe.each(codecs)('getitem of %s', (codec) => {
  it.each(shuffles)('equals a slice of the plain bytes, shuffle %i', (shuffle) => {
    const range = fc.tuple(fc.nat(), fc.nat());
    const typesizes = fc.constantFrom(1, 2, 3, 4, 8, 16, 255);
    const sizes = fc.constantFrom(1, 100, 4096, 10_001);
    fc.assert(
      fc.property(range, typesizes, sizes, fc.constantFrom(ramp, noise), ([first, more], typesize, size, fill) => {
        const plain = fill(size);
        const items = Math.floor(size / typesize);
        const start = first % (items + 1);
        const count = more % (items - start + 1);
        const chunk = chunkOf(plain, { codec, shuffle, typesize, blocksize: 1000 });
        const target = new Uint8Array(count * typesize);
        expect(getitem(chunk, start, count, target)).toBe(target.length);
        expect(Buffer.compare(target, plain.subarray(start * typesize, (start + count) * typesize))).toBe(0);
      }),
      { numRuns: caseCount(60) },
    );
  });
});

describe('getitem', () => {
  // 12 whole items of 8 bytes, and 4 bytes that are no item.
  const chunk = chunkOf(ramp(100), { typesize: 8 });

  it.each([
    [13, 0],
    [0, 13],
    [12, 1],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ])('refuses items the chunk does not have: %i and %i more', async (start, count) => {
    const error = await expectNativeError('bad-argument', () => getitem(chunk, start, count, new Uint8Array(200)));
    expect(error.message).toBe(`Expected items between 0 and 12 but received ${start} and ${count} more`);
  });

  it('reads up to the last whole item and no item at the end', () => {
    expect(getitem(chunk, 11, 1, new Uint8Array(8))).toBe(8);
    expect(getitem(chunk, 12, 0, new Uint8Array(0))).toBe(0);
  });

  it('refuses a target without room', async () => {
    await expectNativeError('target-too-small', () => getitem(chunk, 0, 2, new Uint8Array(15)));
  });
});
