import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RandomReader } from '../../../../electron/engine/io/random-reader.js';
import { noise } from '../../../native/samples.js';

/** Opens a reader of these bytes. What it needs is released at the end of the test. */
export type MakeReader = (bytes: Uint8Array) => Promise<RandomReader>;

const bytes = noise(5000);

/** What every reader by position does, wherever the bytes are. */
export function describeReader(name: string, make: MakeReader): void {
  describe(`a ${name} reader`, () => {
    test('reads any range and detects the end', async () => {
      const reader = await make(bytes);
      expect(reader.sizeBytes).toBe(5000);
      expect(await reader.readAt(0, 5000)).toEqual(bytes);
      expect(await reader.readAt(4999, 1)).toEqual(bytes.subarray(4999));
      expect(await reader.readAt(5000, 0)).toEqual(new Uint8Array(0));
      expect(await reader.endsAt(4999)).toBe(false);
      expect(await reader.endsAt(5000)).toBe(true);
      await reader.requireUnchanged();
      await reader.close();
    });

    test.each([
      [4990, 11],
      [5000, 1],
      [-1, 2],
      [0, 2 ** 50],
    ])('refuses %i and %i more bytes before it allocates them', async (positionBytes, lengthBytes) => {
      const reader = await make(bytes);
      await expect(reader.readAt(positionBytes, lengthBytes)).rejects.toMatchObject({ problem: 'truncated' });
      await reader.close();
    });

    test('has no bytes of an empty file', async () => {
      const reader = await make(new Uint8Array(0));
      expect(reader.sizeBytes).toBe(0);
      expect(await reader.readAt(0, 0)).toEqual(new Uint8Array(0));
      expect(await reader.endsAt(0)).toBe(true);
      await expect(reader.readAt(0, 1)).rejects.toMatchObject({ problem: 'truncated' });
      await reader.close();
    });

    test('gives the same bytes to reads at the same time, in any order, near and far from each other', async () => {
      const large = noise(300_000);
      const reader = await make(large);
      const position = fc.oneof(fc.nat(large.byteLength), fc.nat(9000));
      const range = fc.tuple(position, fc.oneof(fc.nat(100), fc.nat(100_000)));
      const ranges = fc.array(range, { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(ranges, async (wanted) => {
          const inside = wanted.filter(([at, length]) => at + length <= large.byteLength);
          const found = await Promise.all(inside.map(([at, length]) => reader.readAt(at, length)));
          for (const [index, [at, length]] of inside.entries()) {
            expect(Buffer.compare(found[index] ?? Buffer.of(), large.subarray(at, at + length))).toBe(0);
          }
        }),
        { numRuns: 30 },
      );
      await reader.close();
    });

    test('gives spans that start where they were asked for, and none behind the end', async () => {
      const reader = await make(bytes);
      for (const [at, most] of [
        [0, 100],
        [100, 1000],
        [4900, 1000],
        [5000, 10],
      ] as const) {
        const span = await reader.span(at, most);
        if (!(span instanceof Uint8Array)) {
          expect(span).toMatchObject({ positionBytes: at, lengthBytes: 5000 - at });
          continue;
        }
        expect(span.byteLength).toBeGreaterThanOrEqual(Math.min(most, 5000 - at));
        expect(span).toEqual(bytes.subarray(at, at + span.byteLength));
      }
      await reader.close();
    });
  });
}
