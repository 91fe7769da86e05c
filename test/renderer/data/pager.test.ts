import { describe, expect, it } from 'vitest';
import { Pager } from '../../../renderer/data/pager.js';
import { gated } from '../gated.js';

/** Pages by number, whose text the test gives. */
class Pages extends Pager<number, string> {
  want(...keys: readonly number[]): void {
    this.wantPages(keys);
  }

  page(key: number): string | undefined {
    return this.pageOf(key);
  }
}

function openPages({ maxKept = 4, maxLoading = 2 } = {}) {
  const gate = gated<number, string>();
  return { gate, pages: new Pages({ load: gate.ask, maxKept, maxLoading }) };
}

const is = (key: number) => (asked: number) => asked === key;

describe('a pager', () => {
  it('loads so many pages at a time, the first wanted first', async () => {
    const { gate, pages } = openPages();
    pages.want(3, 1, 2);
    expect(gate.asked).toEqual([3, 1]);
    await gate.answer(() => 'one', is(1));
    expect(gate.asked).toEqual([3, 1, 2]);
    expect(pages.page(1)).toBe('one');
  });

  it('loads the others when one fails, and gives the error of a wanted page only', async () => {
    const { gate, pages } = openPages();
    pages.want(1, 2, 3);
    await gate.fail(new Error('page 1 failed'), is(1));
    await gate.answer(() => 'two', is(2));
    await gate.answer(() => 'three', is(3));
    expect(pages.error?.details).toContain('page 1 failed');
    expect(pages.page(3)).toBe('three');
    pages.want(2, 3);
    expect(pages.error).toBeUndefined();
  });

  it('loads a failed page only when it is wanted again, or on retry, once for each', async () => {
    const { gate, pages } = openPages();
    pages.want(1);
    await gate.fail(new Error('failed'));
    expect(gate.asked).toEqual([1]);
    pages.want(1);
    pages.want(1);
    pages.retry();
    expect(gate.asked).toEqual([1, 1]);
    await gate.fail(new Error('failed again'));
    expect(pages.error?.details).toContain('failed again');
    pages.retry();
    await gate.answer(() => 'one');
    expect(pages.error).toBeUndefined();
    expect(gate.asked).toEqual([1, 1, 1]);
  });

  it('shows a page until it is loaded again, also when that fails first', async () => {
    const { gate, pages } = openPages();
    pages.want(1);
    await gate.answer(() => 'old');
    pages.renew();
    await gate.fail(new Error('failed'));
    expect(pages.page(1)).toBe('old');
    expect(pages.error).toBeDefined();
    pages.want(1);
    await gate.answer(() => 'new');
    expect(pages.page(1)).toBe('new');
    expect(pages.error).toBeUndefined();
  });

  it('loads a page again that was renewed while it was loading', async () => {
    const { gate, pages } = openPages();
    pages.want(1);
    pages.renew();
    await gate.answer(() => 'old');
    expect(gate.asked).toEqual([1, 1]);
    await gate.answer(() => 'new');
    expect(pages.page(1)).toBe('new');
  });

  it('never drops a wanted page, however many there are', async () => {
    const { gate, pages } = openPages({ maxKept: 2 });
    pages.want(1, 2, 3);
    for (const key of [1, 2, 3]) await gate.answer(String, is(key));
    expect([1, 2, 3].map((key) => pages.page(key))).toEqual(['1', '2', '3']);
    pages.want(4);
    await gate.answer(String, is(4));
    expect([1, 2, 3, 4].map((key) => pages.page(key))).toEqual([undefined, undefined, '3', '4']);
  });

  it('notifies its listeners of pages and of failures, and once when a page is loaded again', async () => {
    const { gate, pages } = openPages();
    pages.want(1);
    await gate.fail(new Error('failed'));
    const before = { version: pages.state(), pages: pages.pagesVersion };
    pages.want(1);
    pages.want(1);
    expect(pages.state()).toBe(before.version + 1);
    expect(pages.pagesVersion).toBe(before.pages);
    await gate.answer(() => 'one');
    expect(pages.pagesVersion).toBe(before.pages + 1);
  });
});
