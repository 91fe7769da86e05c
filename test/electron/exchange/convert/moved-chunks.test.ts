import { describe, expect, test } from 'vitest';
import { compressChunk, decompressChunk } from '../../../../electron/engine/pack/single-chunk.js';
import { type ChunkGrid, chunkRuns } from '../../../../electron/exchange/chunk-grid.js';
import { type MovedChunksOptions, movedChunks } from '../../../../electron/exchange/convert/moved-chunks.js';
import type { BloscChunks } from '../../../../electron/exchange/dataset.js';

const FILL = 9;

interface Source {
  readonly shape: readonly number[];
  readonly chunkShape: readonly number[];
  readonly isLastPadded: boolean;
  /** Plain bytes of each chunk; undefined for a missing one. */
  readonly chunks: readonly (readonly number[] | undefined)[];
}

/** The plain bytes of the chunks that a writer gets, and what became of them. Items have one byte. */
async function moved(source: Source, rules: MovedChunksOptions['rules']) {
  const { shape, chunkShape, isLastPadded } = source;
  const grid: ChunkGrid = {
    chunkShape,
    counts: shape.map((length, axis) => Math.ceil(length / (chunkShape[axis] ?? 1))),
  };
  const stored = await Promise.all(
    source.chunks.map((plain) => plain && compressChunk(Uint8Array.from(plain), { typesize: 1, codec: 'lz4' })),
  );
  const chunks: BloscChunks = {
    grid,
    isLastPadded,
    fillItem: Uint8Array.of(FILL),
    async *stored() {
      for (const bytes of stored) yield { bytes };
    },
  };
  const runs = chunkRuns({ shape, order: 'C' }, grid);
  if (!runs) throw new Error('no runs of rows');
  const counts = { moved: 0, changed: 0, filled: 0 };
  const given: (readonly number[] | undefined)[] = [];
  const kept: boolean[] = [];
  for await (const { bytes } of movedChunks(chunks, runs, counts, { name: 'x.zarr', rules })) {
    given.push(bytes && [...(await decompressChunk(bytes))]);
    kept.push(bytes !== undefined && stored.includes(bytes));
  }
  return { given, kept, counts };
}

const LIST: Source = {
  shape: [5],
  chunkShape: [2],
  isLastPadded: true,
  chunks: [
    [1, 2],
    [3, 4],
    [5, 0],
  ],
};

describe('the last chunk', () => {
  test('is cut for a writer that wants it so, all others are the stored bytes', async () => {
    const { given, kept, counts } = await moved(LIST, {});
    expect(given).toEqual([[1, 2], [3, 4], [5]]);
    expect(kept).toEqual([true, true, false]);
    expect(counts).toEqual({ moved: 2, changed: 1, filled: 0 });
  });

  test('is padded with the fill value', async () => {
    const source = { ...LIST, isLastPadded: false, chunks: [[1, 2], [3, 4], [5]] };
    const { given, counts } = await moved(source, { wantsPaddedLast: true });
    expect([given[2], counts]).toEqual([[5, FILL], { moved: 2, changed: 1, filled: 0 }]);
  });

  test('stays as it is where both have it so', async () => {
    expect((await moved(LIST, { wantsPaddedLast: true })).kept).toEqual([true, true, true]);
  });

  test('of each block is cut where blocks follow each other', async () => {
    const source: Source = {
      shape: [2, 3],
      chunkShape: [1, 2],
      isLastPadded: true,
      chunks: [
        [1, 2],
        [3, 0],
        [4, 5],
        [6, 0],
      ],
    };
    expect((await moved(source, {})).given).toEqual([[1, 2], [3], [4, 5], [6]]);
  });
});

describe('a missing chunk', () => {
  const source: Source = { ...LIST, chunks: [undefined, [3, 4], undefined] };

  test('is made of the fill value, as large as it has to be', async () => {
    const { given, counts } = await moved(source, {});
    expect([given, counts]).toEqual([[[FILL, FILL], [3, 4], [FILL]], { moved: 1, changed: 0, filled: 2 }]);
    expect((await moved(source, { wantsPaddedLast: true })).given[2]).toEqual([FILL, FILL]);
  });

  test('stays missing for a writer that keeps it so', async () => {
    expect((await moved(source, { keepsMissing: true })).given).toEqual([undefined, [3, 4], undefined]);
  });
});

describe('chunks that are not what the grid says are refused', () => {
  test('of another size, too few, too many', async () => {
    await expect(moved({ ...LIST, chunks: [[1, 2], [3]] }, {})).rejects.toThrow('has 1 plain bytes instead of 2');
    await expect(moved({ ...LIST, chunks: [[1, 2]] }, {})).rejects.toThrow("'x.zarr' has 1 chunks instead of 3");
    await expect(moved({ ...LIST, chunks: [...LIST.chunks, [6, 7]] }, {})).rejects.toThrow('more than the 3 chunks');
  });
});
