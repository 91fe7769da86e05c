import { expect, test } from 'vitest';
import { chunkCount, itemsText, rowsOfChunks } from '../../../../../renderer/features/inspector/chunks/chunk-words.js';
import { columnsFor } from '../../../../../renderer/features/inspector/chunks/table/columns.js';
import { hasChunks, rowsPerChunk } from '../../../../../renderer/features/inspector/model/chunked.js';
import type { ChunksOverview, DocumentOverview } from '../../../../../shared/contract/inspect/document.js';

function overviewOf(chunks: ChunksOverview, isFolder = false): DocumentOverview {
  return {
    document: 'd',
    kind: 'arrays',
    file: { id: 'f', name: 'x', folder: '~', sizeBytes: 0, ...(isFolder && { isFolder }) },
    array: { descr: '<i4', dtype: 'int32', shape: [250, 30], order: 'C', itemsize: 4 },
    chunks,
    isReadAs: false,
    problems: [],
  };
}

const GRID = { nchunks: 6, chunkShape: [100, 20], counts: [3, 2], chunkBytes: 8000 };
const ROWS = { nchunks: 3, chunkShape: [100, 30], counts: [3, 1], chunkBytes: 12_000 };
const keysOf = (overview: DocumentOverview) => columnsFor(2000, overview).map(({ key }) => key);

test('chunks of an array are counted by its shape, and hold rows only where they are as wide as it', () => {
  expect(hasChunks(overviewOf(GRID))).toBe(true);
  expect(chunkCount(overviewOf(GRID), undefined)).toBe(6);
  expect([rowsPerChunk(overviewOf(GRID)), rowsPerChunk(overviewOf(ROWS))]).toEqual([undefined, 100]);
  expect(rowsOfChunks(overviewOf(ROWS), [1, 3])).toEqual([100, 250]);
  expect(
    itemsText([
      [100, 200],
      [0, 20],
    ]),
  ).toBe('[100:200, 0:20]');
});

test('the table has the place in the grid, the file of each chunk in a folder, and no checksum', () => {
  expect(keysOf(overviewOf(GRID, true))).toEqual([
    'chunk',
    'at',
    'stored',
    'plain',
    'ratio',
    'codec',
    'filter',
    'file',
    'check',
  ]);
  expect(keysOf(overviewOf(ROWS))).toEqual(['chunk', 'offset', 'stored', 'plain', 'ratio', 'codec', 'filter', 'check']);
});
