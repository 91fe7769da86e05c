import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rechunk } from '../../../../electron/engine/io/async-chunks.js';

async function lengthsOf(pieces: readonly Uint8Array[], chunkSize: number): Promise<readonly number[]> {
  const lengths: number[] = [];
  for await (const chunk of rechunk(pieces, chunkSize, 1)) lengths.push(chunk.byteLength);
  return lengths;
}

describe('rechunk', () => {
  test('cuts pieces of any size into full chunks and a shorter last one', async () => {
    const zeros = (lengths: readonly number[]) => lengths.map((length) => new Uint8Array(length));
    expect(await lengthsOf(zeros([3, 3, 3]), 4)).toEqual([4, 4, 1]);
    expect(await lengthsOf(zeros([8]), 4)).toEqual([4, 4]);
    expect(await lengthsOf(zeros([0, 2, 0]), 4)).toEqual([2]);
    expect(await lengthsOf([], 4)).toEqual([0]);
    expect(await lengthsOf(zeros([10_000]), 2 ** 31 - 17)).toEqual([10_000]);
  });

  test('keeps a chunk unchanged until `held` more are requested', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        pieces,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (all, size, held) => {
          const expected = Buffer.concat(all);
          const kept: Uint8Array[] = [];
          let at = 0;
          for await (const chunk of rechunk(all, size, held)) {
            kept.push(chunk);
            at += chunk.byteLength;
            const latest = kept.slice(-held);
            const latestBytes = Buffer.concat(latest);
            expect(Buffer.compare(latestBytes, expected.subarray(at - latestBytes.byteLength, at))).toBe(0);
          }
          expect(at).toBe(expected.byteLength);
        },
      ),
    );
  });
});
