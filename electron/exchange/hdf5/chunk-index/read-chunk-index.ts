import type { ChunkGrid } from '../../chunk-grid.js';
import type { Dataspace } from '../metadata/dataspace.js';
import { type ChunkPlace, ChunkTable } from './chunk-table.js';
import { readChunkTree1, readChunkTree2 } from './chunk-trees.js';
import { readExtensibleArray } from './extensible-array.js';
import { readFixedArray } from './fixed-array.js';
import type { IndexedChunk, IndexedDataset } from './indexed-dataset.js';

/** So many chunks of 1 MiB are 8 TB; their addresses take 230 MB of memory. */
const MAX_CHUNKS = 2 ** 23;

/**
 * The addresses of all stored chunks. Each is inside the file, has as many bytes as it can have, and is in the grid; chunks that lie
 * behind the end of a dataset that was made smaller are left out. Throws FormatError.
 */
export async function readChunkIndex(dataset: IndexedDataset): Promise<ChunkTable> {
  const { file, grid } = dataset;
  const table = new ChunkTable();
  for await (const chunk of indexedChunks(dataset)) {
    const at = typeof chunk.at === 'number' ? coordinatesOf(dataset, chunk.at) : chunk.at;
    if (!at.every((index, axis) => index < (grid.counts[axis] ?? 0))) continue;
    if (table.count === MAX_CHUNKS) throw file.fault(`a dataset has more than ${MAX_CHUNKS} chunks`);
    requirePossible(dataset, chunk);
    table.add(chunkNumber(grid, at), chunk);
  }
  const twice = table.sort();
  if (twice !== undefined) throw file.fault(`chunk ${twice} is stored twice`);
  return table;
}

/** The number of a chunk in C order of the grid. */
export function chunkNumber({ counts }: ChunkGrid, at: readonly number[]): number {
  return at.reduce((number, index, axis) => number * (counts[axis] ?? 1) + index, 0);
}

function indexedChunks(dataset: IndexedDataset): AsyncIterable<IndexedChunk> | Iterable<IndexedChunk> {
  const { index } = dataset.layout;
  const { address } = index;
  if (address === undefined) return [];
  switch (index.kind) {
    case 'b-tree-1':
      return readChunkTree1(dataset, address);
    case 'b-tree-2':
      return readChunkTree2(dataset, address);
    case 'fixed-array':
      return readFixedArray(dataset, address);
    case 'extensible-array':
      return readExtensibleArray(dataset, address);
    case 'implicit':
      return implicitChunks(dataset, address);
    case 'single': {
      const { storedBytes, filterMask } = index.filtered ?? { storedBytes: dataset.chunkNbytes, filterMask: 0 };
      return [{ at: 0, address, storedBytes, filterMask }];
    }
  }
}

/** All chunks, one behind the other. */
function* implicitChunks({ grid, space, chunkNbytes, file }: IndexedDataset, address: number): Generator<IndexedChunk> {
  const count = product(chunkLimits(space, grid).map((limit) => limit ?? 1));
  file.requireInside(address, count * chunkNbytes, 'the data of a dataset');
  for (let at = 0; at < count; at++) {
    yield { at, address: address + at * chunkNbytes, storedBytes: chunkNbytes, filterMask: 0 };
  }
}

/** How many chunks each axis may have when the dataset has grown to its limits; undefined: without end. */
function chunkLimits({ limits }: Dataspace, { chunkShape }: ChunkGrid): readonly (number | undefined)[] {
  return limits.map((limit, axis) => (limit === undefined ? undefined : Math.ceil(limit / (chunkShape[axis] ?? 1))));
}

/** The arrays of an index count in C order of the limits; an axis without end, of which there is at most one, comes first. */
function coordinatesOf({ space, grid }: IndexedDataset, number: number): readonly number[] {
  const limits = chunkLimits(space, grid);
  const endless = Math.max(0, limits.indexOf(undefined));
  const axes = [endless, ...[...limits.keys()].filter((axis) => axis !== endless)];
  const at = limits.map(() => 0);
  let rest = number;
  for (const [place, axis] of axes.toReversed().entries()) {
    const isFirst = place === axes.length - 1;
    const limit = Math.max(1, limits[axis] ?? 1);
    at[axis] = isFirst ? rest : rest % limit;
    rest = Math.floor(rest / limit);
  }
  return at;
}

function requirePossible(
  { file, isFiltered, chunkNbytes }: IndexedDataset,
  { address, storedBytes }: ChunkPlace,
): void {
  file.requireInside(address, storedBytes, 'a chunk');
  if (!isFiltered && storedBytes !== chunkNbytes) {
    throw file.fault(`a chunk has ${storedBytes} bytes, expected ${chunkNbytes}`, address);
  }
}

function product(values: readonly number[]): number {
  return values.reduce((result, value) => result * value, 1);
}
