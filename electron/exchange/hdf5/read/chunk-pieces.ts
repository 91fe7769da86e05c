import { FormatError, isBloscpackError } from '../../../../shared/format/errors.js';
import { mapInOrder } from '../../../engine/container/ordered-window.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { type ChunkGrid, chunkIndices } from '../../chunk-grid.js';
import type { ChunkPlace, ChunkTable } from '../chunk-index/chunk-table.js';
import { chunkNumber } from '../chunk-index/read-chunk-index.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import type { ChunkedLayout } from '../metadata/layout.js';
import { decodeFilters } from './decode-filters.js';
import { copyCommon, indices, type Region, regionsOf } from './regions.js';
import type { StoredDataset } from './stored-dataset.js';

/** A chunked dataset with the addresses of its chunks. */
export interface ChunkedDataset extends StoredDataset {
  readonly file: Hdf5File;
  readonly layout: ChunkedLayout;
  readonly grid: ChunkGrid;
  readonly table: ChunkTable;
  readonly chunkNbytes: number;
}

/** The items in C order, in pieces of limited size; a piece is valid until the next one is requested. */
export async function* chunkPieces(
  dataset: ChunkedDataset,
  options: OperationOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { shape } = dataset.space;
  if (shape.includes(0)) return;
  let piece = new Uint8Array(0);
  for (const region of regionsOf(shape, dataset.grid.chunkShape, dataset.layout.itemsize)) {
    const sizeBytes = region.shape.reduce((product, length) => product * length, dataset.layout.itemsize);
    if (piece.byteLength < sizeBytes) piece = new Uint8Array(sizeBytes);
    const bytes = piece.subarray(0, sizeBytes);
    fillWith(bytes, dataset.fillItem);
    await readRegion(dataset, { ...region, bytes }, options);
    yield bytes;
  }
}

/** Repeats an item over all bytes. */
export function fillWith(bytes: Uint8Array, item: Uint8Array): void {
  if (item.every((byte) => byte === 0)) {
    bytes.fill(0);
    return;
  }
  bytes.set(item.subarray(0, bytes.byteLength));
  for (let done = item.byteLength; done < bytes.byteLength; done *= 2) {
    bytes.copyWithin(done, 0, Math.min(done, bytes.byteLength - done));
  }
}

interface PlacedChunk {
  readonly at: readonly number[];
  readonly number: number;
  readonly place: ChunkPlace;
}

async function readRegion(
  dataset: ChunkedDataset,
  target: Region & { readonly bytes: Uint8Array },
  options: OperationOptions,
): Promise<void> {
  const { chunkShape } = dataset.grid;
  const bytesOf = ({ place }: PlacedChunk): number => place.storedBytes + 2 * dataset.chunkNbytes;
  const decode = async (chunk: PlacedChunk) => ({ chunk, bytes: await readChunk(dataset, chunk) });
  for await (const { chunk, bytes } of mapInOrder(chunksIn(dataset, target), chunkWindow(options, bytesOf), decode)) {
    throwIfCancelled(options.signal);
    const start = chunk.at.map((index, axis) => index * (chunkShape[axis] ?? 1));
    copyCommon({ start, shape: chunkShape, bytes }, target, dataset.layout.itemsize);
  }
}

/** The stored chunks that have items of a region. */
function* chunksIn({ grid, table }: ChunkedDataset, { start, shape }: Region): Generator<PlacedChunk, void, undefined> {
  const first = start.map((index, axis) => Math.floor(index / (grid.chunkShape[axis] ?? 1)));
  const counts = first.map((from, axis) => {
    const last = (start[axis] ?? 0) + (shape[axis] ?? 1) - 1;
    return Math.floor(last / (grid.chunkShape[axis] ?? 1)) - from + 1;
  });
  if (table.count < counts.reduce((product, count) => product * count, 1)) {
    for (const { number, place } of table.places()) {
      const at = chunkIndices(grid, 'C', number);
      const isInside = at.every((index, axis) => {
        const offset = index - (first[axis] ?? 0);
        return offset >= 0 && offset < (counts[axis] ?? 1);
      });
      if (isInside) yield { at, number, place };
    }
    return;
  }
  for (const offset of indices(counts)) {
    const at = first.map((from, axis) => from + (offset[axis] ?? 0));
    const number = chunkNumber(grid, at);
    const place = table.find(number);
    if (place) yield { at, number, place };
  }
}

async function readChunk(dataset: ChunkedDataset, { at, number, place }: PlacedChunk): Promise<Uint8Array> {
  const { file, filters, layout, chunkNbytes } = dataset;
  const isPlain = layout.edgesUnfiltered && isEdge(dataset, at);
  const stored = await file.data(place.address, place.storedBytes, `chunk ${number}`);
  try {
    return await decodeFilters(stored, isPlain ? [] : filters, place.filterMask, chunkNbytes);
  } catch (error) {
    throw inChunk(error, file, number, place);
  }
}

/** Whether a chunk has items behind the end of the array. */
export function isEdge({ grid: { chunkShape }, space: { shape } }: ChunkedDataset, at: readonly number[]): boolean {
  return at.some((index, axis) => (index + 1) * (chunkShape[axis] ?? 1) > (shape[axis] ?? 0));
}

/** The same error with the file and the chunk in its message. */
export function inChunk(error: unknown, file: Hdf5File, chunkIndex: number, { address }: ChunkPlace): unknown {
  if (!isBloscpackError(error) || error.kind !== 'format') return error;
  const reason = error.message.replace(/^the HDF5 file is damaged: |^bad chunk: /, '');
  const message = `chunk ${chunkIndex} of '${file.name}' is damaged: ${reason}`;
  const context = { ...error.context, file: file.name, chunkIndex, offsetBytes: file.superblock.baseByte + address };
  return new FormatError('bad-chunk', message, context, error);
}
