import { describe, expect, it } from 'vitest';
import type { Client } from '../../../../../renderer/data/client.js';
import { ChunkPlaces } from '../../../../../renderer/features/inspector/bytes/hex/chunk-places.js';
import { gated } from '../../../gated.js';

interface Request {
  readonly start: number;
}

/** Chunks of 100 stored bytes and 4 of digest, from byte 32 on; their pages are loaded when the test says so. */
function openPlaces(total: number) {
  const gate = gated<Request, unknown>();
  const rows = ({ start }: Request) =>
    Array.from({ length: Math.min(500, total - start) }, (_, at) => ({
      chunkIndex: start + at,
      offsetBytes: 32 + 104 * (start + at),
      storedBytes: 100,
    }));
  // Only calls are used of it.
  const client = { call: (_name: string, request: Request) => gate.ask(request) } as unknown as Client;
  const isPage = (page: number) => (request: Request) => request.start === page * 500;
  const answer = (page: number) => gate.answer((request) => ({ total, rows: rows(request) }), isPage(page));
  const fail = (page: number) => gate.fail(new Error('the disk failed'), isPage(page));
  return { places: new ChunkPlaces(client, 'd-1', 4), gate, answer, fail };
}

describe('the places of the chunks', () => {
  it('are loaded page by page, and kept in the order of the file', async () => {
    const { places, answer } = openPlaces(1200);
    const later = places.show(2);
    await answer(2);
    await later;
    await answer(0);
    expect(places.total).toBe(1200);
    expect(places.chunkPages.map(({ page, chunks }) => [page, chunks.length])).toEqual([
      [0, 500],
      [2, 200],
    ]);
    expect(places.chunkPages[0]?.chunks[1]).toEqual({ start: 136, end: 240 });
  });

  it('are reported when they cannot be loaded, and loaded when they are shown again', async () => {
    const { places, answer, fail } = openPlaces(1200);
    const failing = places.show(1);
    await fail(1);
    await failing;
    expect(places.error?.details).toContain('the disk failed');
    expect(places.chunkPages).toEqual([]);
    const again = places.show(1);
    await answer(1);
    await again;
    expect(places.error).toBeUndefined();
    expect(places.chunkPages.map(({ page }) => page)).toEqual([1]);
  });

  it('are loaded again on the last page when more chunks were found', async () => {
    const { places, gate, answer } = openPlaces(1200);
    for (const page of [0, 2]) {
      const shown = places.show(page);
      await answer(page);
      await shown;
    }
    places.renewLast();
    await answer(2);
    expect(gate.asked.map(({ start }) => start)).toEqual([0, 1000, 1000]);
  });
});
