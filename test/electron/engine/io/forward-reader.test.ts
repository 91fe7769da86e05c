import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ForwardReader } from '../../../../electron/engine/io/forward-reader.js';
import { noise } from '../../../native/samples.js';
import { piecesOf } from './pieces.js';

const bytes = noise(1000);

describe('a forward reader', () => {
  test('reads any ascending sequence of ranges, with pieces of any size', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 8 });
    const usable = lengths.filter((all) => all.some((length) => length > 0));
    const ranges = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(usable, ranges, async (pieces, steps) => {
        const reader = new ForwardReader(piecesOf(bytes, pieces));
        let at = 0;
        for (const [gap, length] of steps) {
          at += gap;
          if (at + length > bytes.byteLength) return;
          expect(await reader.readAt(at, length)).toEqual(bytes.subarray(at, at + length));
        }
      }),
    );
  });

  test.each([1, 7, 64])('reads the start of the latest range again, in pieces of %i', async (pieceBytes) => {
    const reader = new ForwardReader(piecesOf(bytes, [pieceBytes]));
    expect(await reader.readAt(100, 16)).toEqual(bytes.subarray(100, 116));
    expect(await reader.readAt(100, 300)).toEqual(bytes.subarray(100, 400));
    await expect(reader.readAt(99, 1)).rejects.toThrow('cannot go back');
  });

  test('detects the end only when it is reached', async () => {
    const reader = new ForwardReader(piecesOf(bytes, [0, 13]));
    expect(reader.sizeBytes).toBe(Number.POSITIVE_INFINITY);
    expect(await reader.endsAt(999)).toBe(false);
    expect(await reader.readAt(999, 1)).toEqual(bytes.subarray(999));
    expect(await reader.endsAt(1000)).toBe(true);
  });

  test.each([
    [990, 11],
    [1000, 1],
    [5000, 16],
    [0, 2 ** 40],
  ])('reports where the stream ended when byte %i and %i more are missing', async (positionBytes, lengthBytes) => {
    const reader = new ForwardReader(piecesOf(bytes, [64]), 'pipe');
    await expect(reader.readAt(positionBytes, lengthBytes)).rejects.toMatchObject({
      kind: 'format',
      problem: 'truncated',
      context: { file: 'pipe', found: 1000 },
    });
  });

  test('passes the error of its source on, and closes it', async () => {
    let closed = 0;
    async function* failing(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes;
        throw new Error('the line dropped');
      } finally {
        closed++;
      }
    }
    const reader = new ForwardReader(failing());
    await expect(reader.readAt(900, 200)).rejects.toThrow('the line dropped');
    const unread = new ForwardReader(failing());
    await unread.readAt(0, 1);
    await unread.close();
    expect(closed).toBe(2);
  });
});
