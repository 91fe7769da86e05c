import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notCounted, transferredBy } from '../../transferred-bytes.js';
import { turn, until } from '../../until.js';
import { writeHugeContainer } from './huge-containers.js';
import { inspect } from './inspectors.js';

const MILLION = 1_000_000;
const MIB = 2 ** 20;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-huge-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes of the heads, of a page of the offsets at either end, and of the checks of the first chunks. */
const FEW_BYTES = 2 ** 18;
/** Bytes of the offsets. */
const OFFSETS_BYTES = 8 * MILLION;

/** Runs the work; if bytes are counted, checks that at most so many were read. */
async function reading<T>(maxBytes: number, work: () => Promise<T>): Promise<T> {
  if (notCounted) return work();
  const { result, readBytes } = await transferredBy(work);
  expect(readBytes).toBeLessThan(maxBytes);
  return result;
}

/** The number of turns of the event loop during some work. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const counting = (async () => {
    for (; !isOver; turns++) await turn();
  })();
  await work();
  isOver = true;
  await counting;
  return turns;
}

describe('a container of 1,000,000 chunks', () => {
  const path = () => join(folder, 'million.blp');
  beforeAll(() => writeHugeContainer({ path: path(), chunks: MILLION, chunkBytes: 8, reserve: 2 * MILLION }));

  test('opens by its head', async () => {
    const { overview } = await reading(FEW_BYTES, () => inspect(path()));
    expect(overview).toMatchObject({ plainBytes: 8 * MILLION, problems: [], container: { nchunks: MILLION } });
  });

  test('makes its map only from the offsets, one value a chunk or in bins', async () => {
    const { bytes } = await inspect(path());
    const all = { what: 'ratio', start: 0, end: MILLION, bins: 4_000_000 } as const;
    const result = await reading(OFFSETS_BYTES + FEW_BYTES, () => bytes('inspect.map', all));
    expect(result.byteLength).toBe(4 * MILLION);
    const bins = await reading(FEW_BYTES, () => bytes('inspect.map', { ...all, bins: 2000 }));
    const values = new Float32Array(bins.buffer, bins.byteOffset, 6000);
    expect(values.every((value) => Math.abs(value - 8 / 24) < 1e-6)).toBe(true);
  });

  test('sums up, sorts and filters by the offsets, which are read once', async () => {
    const { ask } = await inspect(path());
    const summary = await reading(OFFSETS_BYTES + FEW_BYTES, () => ask('inspect.summary', {}));
    expect(summary).toMatchObject({ chunks: MILLION, outliers: [{ kind: 'stored', count: MILLION }] });
    const sorted = await reading(FEW_BYTES, () =>
      ask('inspect.chunks', { start: MILLION - 3, count: 100, orderBy: 'ratio', descending: false }),
    );
    expect(sorted.rows.map(({ chunkIndex }) => chunkIndex)).toEqual([MILLION - 3, MILLION - 2, MILLION - 1]);
    const filter = 'index >= 400 and index < 1000 and ratio < 1';
    const page = await ask('inspect.chunks', { start: 590, count: 100, orderBy: 'index', descending: false, filter });
    expect(page).toMatchObject({ total: 600 });
    expect(page.rows).toHaveLength(10);
  });

  test('reads a page of the table without the index', async () => {
    const { ask } = await inspect(path());
    const { rows } = await reading(FEW_BYTES, () =>
      ask('inspect.chunks', { start: 777_000, count: 500, orderBy: 'index', descending: false }),
    );
    expect(rows[499]).toMatchObject({ chunkIndex: 777_499, codec: 'stored', storedBytes: 24 });
  });

  test('reads all headers in the background, and lets other tasks run', async () => {
    const { ask, events } = await inspect(path());
    const first = await ask('inspect.codecs', {});
    expect(first.basis.kind).toBe('sample');
    const isDone = () => events.some(({ payload }) => 'what' in payload && payload.done === 1);
    expect(await turnsDuring(() => until(isDone))).toBeGreaterThan(30);
    expect(await ask('inspect.codecs', {})).toMatchObject({
      basis: { kind: 'all', chunks: MILLION },
      groups: [{ chunks: MILLION, codec: 'stored', filter: 'none' }],
    });
  });

  test('groups the chunks of the tree by a thousand', async () => {
    const { ask } = await inspect(path());
    const groups = await ask('inspect.children', { node: 'chunks', start: 990, count: 100 });
    expect(groups.total).toBe(1000);
    expect(groups.nodes.at(-1)).toMatchObject({ id: 'chunks/999', name: '999000 to 999999', childCount: 1000 });
    const found = await ask('inspect.locate', { offsetBytes: 32 + 3 * MILLION * 8 + 24 * 123_456 + 5 });
    expect(found.trail.map(({ id }) => id)).toEqual([
      'chunks',
      'chunks/123',
      'chunk/123456',
      'chunk/123456/header',
      'chunk/123456/header/nbytes',
    ]);
  });
});

describe('a container of 100,000 chunks without offsets', () => {
  test('opens immediately and finds its chunks in the background', async () => {
    const path = join(folder, 'walked.blp');
    writeHugeContainer({ path, chunks: 100_000, chunkBytes: 8, offsets: false });
    const { ask, events } = await inspect(path);
    expect(await ask('inspect.chunks', { start: 0, count: 1, orderBy: 'index', descending: false })).toHaveProperty(
      'walkedChunks',
    );
    const isDone = () =>
      events.some(({ payload }) => 'what' in payload && payload.what === 'walk' && payload.done === 1);
    // A turn for every 1024 chunks, less those before the count began.
    expect(await turnsDuring(() => until(isDone))).toBeGreaterThan(100_000 / 1024 / 2);
    expect(await ask('inspect.summary', {})).toMatchObject({ chunks: 100_000 });
  });
});

describe('a container of 200 GiB', () => {
  test('opens by its head, and returns its map and the bytes at its end', async () => {
    const path = join(folder, 'large.blp');
    writeHugeContainer({ path, chunks: 12_800, chunkBytes: 16 * MIB });
    // The last chunk, which an append may change, is copied; twice if the file was written a moment ago, as here.
    const { overview, bytes } = await reading(2 * 16 * MIB + FEW_BYTES, () => inspect(path));
    expect(overview.file.sizeBytes).toBeGreaterThan(200 * 2 ** 30);
    expect(overview.problems).toEqual([]);
    const map = { what: 'stored', start: 0, end: 12_800, bins: 20_000 } as const;
    await reading(8 * 12_800 + FEW_BYTES, () => bytes('inspect.map', map));
    const endByte = overview.file.sizeBytes;
    expect((await bytes('inspect.bytes', { startByte: endByte - 100, endByte })).byteLength).toBe(100);
  });
});

describe('a large truncated container', () => {
  test('shows how many complete chunks remain, only from its offsets', async () => {
    const path = join(folder, 'cut.blp');
    const [chunks, chunkBytes] = [5000, 2 ** 16];
    writeHugeContainer({ path, chunks, chunkBytes });
    truncateSync(path, 32 + 8 * chunks + (16 + chunkBytes) * 1234 + 777);
    const { overview, ask } = await inspect(path);
    expect(overview.container?.state).toBe('damaged');
    expect(overview.problems).toMatchObject([
      { kind: 'truncated', chunkIndex: 1234, elements: [1234 * 8192, 5000 * 8192], repairable: true },
    ]);
    expect(overview.problems[0]?.message).toContain('the 1234 chunks before it are complete');
    const { rows } = await ask('inspect.chunks', { start: 1233, count: 3, orderBy: 'index', descending: false });
    expect(rows.map(({ problem }) => problem !== undefined)).toEqual([false, true, true]);
  });
});
