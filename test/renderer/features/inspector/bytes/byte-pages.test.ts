import { describe, expect, it } from 'vitest';
import { BytePages, pageBytes } from '../../../../../renderer/features/inspector/bytes/hex/byte-pages.js';
import type { ByteRange } from '../../../../../renderer/features/inspector/bytes/hex/folds.js';
import { gated } from '../../../gated.js';

/** A file whose bytes are the lowest byte of their offset; its pages are loaded when the test says so. */
function opened(fileBytes: number) {
  const gate = gated<{ readonly range: ByteRange; readonly signal: AbortSignal }, Uint8Array>();
  const pages = new BytePages((range, signal) => gate.ask({ range, signal }), fileBytes);
  const answer = () =>
    gate.answer(({ range, signal }) => {
      if (signal.aborted) throw signal.reason;
      return Uint8Array.from({ length: range.end - range.start }, (_, at) => (range.start + at) & 255);
    });
  const settle = async () => {
    while (gate.waiting() > 0) await answer();
  };
  return { pages, gate, settle, asked: () => gate.asked.map(({ range }) => range) };
}

describe('pages of bytes', () => {
  it('are loaded once, cut at the end of the file', async () => {
    const { pages, asked, settle } = opened(pageBytes + 100);
    pages.want([{ start: 10, end: pageBytes + 50 }]);
    pages.want([{ start: 10, end: pageBytes + 50 }]);
    await settle();
    expect(asked()).toEqual([
      { start: 0, end: pageBytes },
      { start: pageBytes, end: pageBytes + 100 },
    ]);
    expect(pages.value(pageBytes + 99)).toBe((pageBytes + 99) & 255);
    expect(pages.value(pageBytes + 100)).toBeUndefined();
  });

  it('that are no longer wanted are cancelled, which is no failure', async () => {
    const { pages, gate, settle } = opened(100 * pageBytes);
    pages.want([{ start: 0, end: 10 }]);
    pages.want([{ start: 50 * pageBytes, end: 50 * pageBytes + 10 }]);
    expect(gate.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await settle();
    expect(pages.error).toBeUndefined();
    expect(pages.page(0)).toBeUndefined();
    expect(pages.page(50 * pageBytes)).toHaveLength(pageBytes);
  });

  it('are dropped beyond 64, the ones not wanted for longest first', async () => {
    const { pages, settle } = opened(200 * pageBytes);
    for (let page = 0; page < 70; page++) {
      pages.want([{ start: page * pageBytes, end: page * pageBytes + 1 }]);
      await settle();
    }
    expect(pages.page(0)).toBeUndefined();
    expect(pages.page(69 * pageBytes)).toBeDefined();
  });

  it('give bytes across their edges, and none while some are missing', async () => {
    const { pages, settle } = opened(3 * pageBytes);
    pages.want([{ start: 0, end: 1 }]);
    await settle();
    expect(pages.take(pageBytes - 4, 8)).toBeUndefined();
    pages.want([{ start: pageBytes, end: pageBytes + 1 }]);
    await settle();
    expect([...(pages.take(pageBytes - 2, 4) ?? [])]).toEqual([254, 255, 0, 1]);
    expect(pages.take(3 * pageBytes - 2, 8)).toBeUndefined();
  });

  it('that fail are reported, loaded again on retry and on the next scroll, and do not hold up others', async () => {
    const { pages, gate, settle, asked } = opened(3 * pageBytes);
    pages.want([{ start: 0, end: 2 * pageBytes }]);
    await gate.fail(new Error('the disk failed'));
    await settle();
    expect(pages.error?.details).toContain('the disk failed');
    expect(pages.value(0)).toBeUndefined();
    expect(pages.value(pageBytes + 1)).toBe(1);
    pages.retry();
    await gate.fail(new Error('failed again'));
    expect(pages.error?.details).toContain('failed again');
    pages.want([{ start: 16, end: 2 * pageBytes }]);
    await settle();
    expect(pages.error).toBeUndefined();
    expect(pages.value(7)).toBe(7);
    expect(asked().map(({ start }) => start / pageBytes)).toEqual([0, 1, 0, 0]);
  });
});
