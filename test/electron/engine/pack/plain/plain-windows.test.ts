import { readSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainWindows } from '../../../../../electron/engine/pack/plain/plain-windows.js';
import { WaitingFile } from '../../../../../electron/engine/pack/plain/waiting-file.js';
import { type FileRange, supportsFileRanges } from '../../../../../native/index.js';
import type { RunSource } from '../../../../../native/runs.js';

const MAX_BYTES = 1000;

async function windowsOf(pieces: readonly Uint8Array[], chunkSize: number, maxBytes = MAX_BYTES) {
  const windows: { readonly bytes: Uint8Array; readonly isOwn: boolean }[] = [];
  for await (const { plain, isOwn } of plainWindows(pieces, chunkSize, maxBytes)) {
    if (!(plain instanceof Uint8Array)) throw new TypeError('a window of pieces is in memory');
    windows.push({ bytes: plain, isOwn });
  }
  return windows;
}

async function lengthsOf(lengths: readonly number[], chunkSize: number): Promise<readonly number[]> {
  const pieces = lengths.map((length) => new Uint8Array(length));
  return (await windowsOf(pieces, chunkSize)).map(({ bytes }) => bytes.byteLength);
}

describe('plain windows', () => {
  test('are whole chunks, and a shorter one at the end', async () => {
    expect(await lengthsOf([3, 3, 3], 4)).toEqual([4, 4, 1]);
    expect(await lengthsOf([0, 2, 0], 4)).toEqual([2]);
    expect(await lengthsOf([], 4)).toEqual([0]);
    expect(await lengthsOf([10_000], 2 ** 31 - 17)).toEqual([10_000]);
  });

  test('pass large pieces on without a copy, and no more of them at a time than is allowed', async () => {
    const piece = Uint8Array.from({ length: 2500 }, (_, i) => i);
    const windows = await windowsOf([piece], 300);
    expect(windows.map(({ bytes }) => bytes.byteLength)).toEqual([300, 900, 900, 300, 100]);
    expect(windows.map(({ isOwn }) => isOwn)).toEqual([false, false, false, false, true]);
    for (const { bytes } of windows.slice(0, 4)) expect(bytes.buffer).toBe(piece.buffer);
  });

  test.runIf(supportsFileRanges)('of large chunks wait in a file, in two places in turn', async () => {
    const chunkSize = 5 * 2 ** 20 + 7;
    const sizeBytes = 2 * chunkSize + 5 * 2 ** 20;
    const all = Buffer.alloc(
      sizeBytes,
      Uint8Array.from({ length: 251 }, (_, i) => i),
    );
    const pieces = Array.from({ length: Math.ceil(sizeBytes / 65_536) }, (_, i) =>
      all.subarray(65_536 * i, 65_536 * (i + 1)),
    );
    const waiting = new WaitingFile();
    let before: { readonly plain: RunSource; readonly startByte: number } | undefined;
    let startByte = 0;
    for await (const { plain, isOwn } of plainWindows(pieces, chunkSize, MAX_BYTES, waiting)) {
      expect(isOwn).toBe(true);
      // The window before is valid too.
      for (const window of before ? [before, { plain, startByte }] : [{ plain, startByte }]) {
        if (window.plain instanceof Uint8Array) throw new TypeError('a large chunk is in a file');
        const { fd, positionBytes, lengthBytes } = window.plain;
        const bytes = Buffer.alloc(lengthBytes);
        expect(readSync(fd, bytes, 0, lengthBytes, positionBytes)).toBe(lengthBytes);
        expect(bytes.equals(all.subarray(window.startByte, window.startByte + lengthBytes))).toBe(true);
      }
      before = { plain, startByte };
      startByte += (plain as FileRange).lengthBytes; // a window in memory has thrown
    }
    expect(startByte).toBe(sizeBytes);
    await waiting.close();
  });

  test.runIf(supportsFileRanges)('of short streams stay in memory, however large the chunks are to be', async () => {
    const waiting = new WaitingFile();
    for await (const { plain } of plainWindows([new Uint8Array(100_000)], 2 ** 30, MAX_BYTES, waiting)) {
      expect(plain).toHaveProperty('byteLength', 100_000);
    }
    expect(waiting.range(0, 1)).toBeUndefined();
  });

  test('keep their own bytes until the window after the next one is requested', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 30 }), async (all, chunkSize) => {
        const expected = Buffer.concat(all);
        let before: Uint8Array = new Uint8Array(0);
        let at = 0;
        for await (const { plain, isOwn } of plainWindows(all, chunkSize, MAX_BYTES)) {
          const bytes = plain instanceof Uint8Array ? plain : new Uint8Array(0);
          const both = Buffer.concat([before, bytes]);
          at += bytes.byteLength;
          expect(Buffer.compare(both, expected.subarray(at - both.byteLength, at))).toBe(0);
          before = isOwn ? bytes : new Uint8Array(0);
        }
        expect(at).toBe(expected.byteLength);
      }),
    );
  });
});
