import { describe, expect, it } from 'vitest';
import { ChunkRows, PAGE_ROWS } from '../../../../../renderer/features/inspector/chunks/table/chunk-rows.js';
import type { ChunkRow, ChunksPage } from '../../../../../shared/contract/inspect/chunks.js';

const row = (chunkIndex: number): ChunkRow => ({
  chunkIndex,
  offsetBytes: chunkIndex * 100,
  storedBytes: 96,
  plainBytes: 960,
  ratio: 10,
  check: 'unchecked',
});

const page = (start: number, count: number): ChunksPage => ({
  total: 1_000_000,
  rows: Array.from({ length: count }, (_, index) => row(start + index)),
});

describe('the rows of the table of chunks', () => {
  it('come in pages as they come into view, and stay', async () => {
    const asked: number[] = [];
    const rows = new ChunkRows(async (start, count) => {
      asked.push(start);
      return page(start, count);
    });
    rows.show(150, 230);
    await expect.poll(() => rows.row(229)?.chunkIndex).toBe(229);
    rows.show(160, 210);
    expect(asked).toEqual([0, PAGE_ROWS]);
    expect(rows.facts?.total).toBe(1_000_000);
    expect(rows.indexOf(210)).toBe(210);
    expect(rows.indexOf(9999)).toBeUndefined();
  });

  it('skip what was scrolled past before it was loaded', async () => {
    const asked: number[] = [];
    const rows = new ChunkRows(async (start, count) => {
      asked.push(start);
      return page(start, count);
    });
    for (let first = 0; first < 100_000; first += 1000) rows.show(first, first + 30);
    await expect.poll(() => rows.row(99_010)?.chunkIndex).toBe(99_010);
    expect(asked).toEqual([0, 99_000]);
  });

  it('keep no more pages than scrolling back needs', async () => {
    const rows = new ChunkRows(async (start, count) => page(start, count));
    for (let at = 0; at < 50; at++) {
      rows.show(at * PAGE_ROWS, at * PAGE_ROWS + 10);
      await expect.poll(() => rows.row(at * PAGE_ROWS)).toBeDefined();
    }
    expect(rows.row(0)).toBeUndefined();
    expect(rows.row(49 * PAGE_ROWS)).toBeDefined();
  });

  it('keep an old page until it is loaded again', async () => {
    let check: ChunkRow['check'] = 'unchecked';
    const rows = new ChunkRows(async () => ({ total: 1, rows: [{ ...row(0), check }] }));
    rows.show(0, 1);
    await expect.poll(() => rows.row(0)?.check).toBe('unchecked');
    check = 'match';
    rows.renew();
    expect(rows.row(0)?.check).toBe('unchecked');
    await expect.poll(() => rows.row(0)?.check).toBe('match');
  });

  it('report a failure and are loaded again when they are wanted again', async () => {
    let fails = true;
    const rows = new ChunkRows(async (start, count) => {
      if (fails) throw new Error('failed');
      return page(start, count);
    });
    rows.show(0, 10);
    await expect.poll(() => rows.error?.details).toContain('failed');
    fails = false;
    rows.show(0, 10);
    await expect.poll(() => rows.row(5)?.chunkIndex).toBe(5);
    expect(rows.error).toBeUndefined();
  });
});
