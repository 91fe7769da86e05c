import { describe, expect, test } from 'vitest';
import { InflatedBytes } from '../../../../electron/exchange/joblib/inflated-bytes.js';

const TOTAL_BYTES = 1000;
const PIECE_BYTES = 7;

/** Bytes 0 to 999, modulo 256, in pieces; counts the streams that were started and ended, and the pieces that were read. */
function countedBytes(failsAt = Number.POSITIVE_INFINITY) {
  const count = { started: 0, ended: 0, pieces: 0 };
  const bytes = new InflatedBytes(async () => stream());
  async function* stream(): AsyncGenerator<Uint8Array> {
    count.started++;
    try {
      for (let at = 0; at < TOTAL_BYTES; at += PIECE_BYTES) {
        if (at >= failsAt) throw new Error('damaged');
        count.pieces++;
        yield Uint8Array.from({ length: Math.min(PIECE_BYTES, TOTAL_BYTES - at) }, (_, index) => at + index);
      }
    } finally {
      count.ended++;
    }
  }
  const read = async (start: number, end: number): Promise<number[]> => {
    const found: number[] = [];
    for await (const piece of bytes.pieces(start, end)) found.push(...piece);
    return found;
  };
  return { bytes, read, count };
}

function expected(start: number, end: number): number[] {
  return Array.from({ length: Math.min(end, TOTAL_BYTES) - start }, (_, index) => (start + index) % 256);
}

describe('the plain bytes of a compressed pickle', () => {
  test('are those of any range, also after one that is behind it, and fewer at the end', async () => {
    const { read } = countedBytes();
    for (const [start, end] of [
      [0, 1000],
      [993, 1200],
      [5, 6],
      [7, 14],
      [500, 500],
      [14, 21],
      [6, 22],
    ] as const) {
      expect(await read(start, end)).toEqual(expected(start, end));
    }
  });

  test('are inflated twice in all, where each of many ranges is read and read again', async () => {
    const { read, count } = countedBytes();
    for (let start = 0; start < 1000; start += 10) {
      expect(await read(start, start + 10)).toEqual(expected(start, start + 10));
      expect(await read(start, start + 10)).toEqual(expected(start, start + 10));
    }
    expect(count.started).toBe(2);
    expect(count.pieces).toBeLessThanOrEqual((2 * TOTAL_BYTES) / PIECE_BYTES + 2);
  });

  test('keep a few streams open, all of which end with them', async () => {
    const { bytes, read, count } = countedBytes();
    for (const start of [900, 700, 500, 300]) await read(start, start + 10);
    expect(count.started - count.ended).toBeLessThanOrEqual(2);
    const half = bytes.pieces(100, 200);
    await half.next();
    await half.return();
    await bytes.close();
    expect(count.ended).toBe(count.started);
  });

  test('fail each time where they are damaged, and are read as long as they are not', async () => {
    const { read } = countedBytes(560);
    await expect(read(550, 600)).rejects.toThrow('damaged');
    await expect(read(555, 600)).rejects.toThrow('damaged');
    expect(await read(100, 200)).toEqual(expected(100, 200));
  });
});
