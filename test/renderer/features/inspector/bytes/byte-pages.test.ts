import { describe, expect, it } from 'vitest';
import { BytePages, pageBytes } from '../../../../../renderer/features/inspector/bytes/hex/byte-pages.js';
import type { ByteRange } from '../../../../../renderer/features/inspector/bytes/hex/folds.js';

/** A file whose bytes are the lowest byte of their offset, asked for in `asked`. */
function madeUp(fileBytes: number) {
  const asked: ByteRange[] = [];
  const signals: AbortSignal[] = [];
  const waiting: (() => void)[] = [];
  const pages = new BytePages(async (range, signal) => {
    asked.push(range);
    signals.push(signal);
    await new Promise<void>((go) => waiting.push(go));
    if (signal.aborted) throw signal.reason;
    return Uint8Array.from({ length: range.end - range.start }, (_, at) => (range.start + at) & 255);
  }, fileBytes);
  const settle = async () => {
    while (waiting.length > 0) {
      waiting.shift()?.();
      await new Promise((go) => setTimeout(go));
    }
  };
  return { pages, asked, signals, settle };
}

describe('pages of bytes', () => {
  it('are asked for once, cut at the end of the file', async () => {
    const { pages, asked, settle } = madeUp(pageBytes + 100);
    pages.want([{ start: 10, end: pageBytes + 50 }]);
    pages.want([{ start: 10, end: pageBytes + 50 }]);
    await settle();
    expect(asked).toEqual([
      { start: 0, end: pageBytes },
      { start: pageBytes, end: pageBytes + 100 },
    ]);
    expect(pages.value(pageBytes + 99)).toBe((pageBytes + 99) & 255);
    expect(pages.value(pageBytes + 100)).toBeUndefined();
  });

  it('that are wanted no more are called off, and no failure', async () => {
    const { pages, signals, settle } = madeUp(100 * pageBytes);
    pages.want([{ start: 0, end: 10 }]);
    pages.want([{ start: 50 * pageBytes, end: 50 * pageBytes + 10 }]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    await settle();
    expect(pages.error).toBeUndefined();
    expect(pages.page(0)).toBeUndefined();
    expect(pages.page(50 * pageBytes)).toHaveLength(pageBytes);
  });

  it('are given up beyond 64, the ones not looked at for longest first', async () => {
    const { pages, settle } = madeUp(200 * pageBytes);
    for (let page = 0; page < 70; page++) {
      pages.want([{ start: page * pageBytes, end: page * pageBytes + 1 }]);
      await settle();
    }
    expect(pages.page(0)).toBeUndefined();
    expect(pages.page(69 * pageBytes)).toBeDefined();
  });

  it('give bytes across their edges, and none while some are missing', async () => {
    const { pages, settle } = madeUp(3 * pageBytes);
    pages.want([{ start: 0, end: 1 }]);
    await settle();
    expect(pages.take(pageBytes - 4, 8)).toBeUndefined();
    pages.want([{ start: pageBytes, end: pageBytes + 1 }]);
    await settle();
    expect([...(pages.take(pageBytes - 2, 4) ?? [])]).toEqual([254, 255, 0, 1]);
    expect(pages.take(3 * pageBytes - 2, 8)).toBeUndefined();
  });

  it('stop after a failure until they are tried again', async () => {
    let fails = true;
    const pages = new BytePages(async ({ start, end }) => {
      if (fails) throw new Error('the disk is gone');
      return new Uint8Array(end - start);
    }, pageBytes);
    pages.want([{ start: 0, end: 16 }]);
    await new Promise((go) => setTimeout(go));
    expect(pages.error).toBeDefined();
    fails = false;
    pages.retry();
    await new Promise((go) => setTimeout(go));
    expect(pages.error).toBeUndefined();
    expect(pages.value(0)).toBe(0);
  });
});
