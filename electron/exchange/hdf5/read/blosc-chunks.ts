import { BLOSC_HEADER_BYTES, badChunk, parseBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { chunkRuns } from '../../chunk-grid.js';
import type { BloscChunks, StoredBloscChunk } from '../../dataset.js';
import type { ChunkPlace } from '../chunk-index/chunk-table.js';
import { FILTER, filterLabel } from '../metadata/filters.js';
import { type ChunkedDataset, inChunk } from './chunk-pieces.js';
import type { StoredDataset } from './stored-dataset.js';

/** Why the chunks of a dataset can not be moved, as far as its header says it; words that complete "because ...". */
export function refusesToMove({ layout, filters, space }: StoredDataset): string | undefined {
  if (space.shape.includes(0)) return 'it has no items';
  if (layout.kind !== 'chunked') return 'it is not stored in chunks';
  if (filters.length === 0) return 'its chunks are not compressed';
  const other = filters.find(({ id }) => id !== FILTER.blosc);
  if (other) return `its chunks went through ${filterLabel(other)}`;
  if (filters.length > 1) return 'its chunks went through Blosc more than once';
  const grid = { chunkShape: layout.chunkShape, counts: [] };
  if (!chunkRuns({ shape: space.shape, order: 'C' }, grid)) return 'its chunks are not runs of whole rows';
  return layout.edgesUnfiltered ? 'the chunks at its edges are not compressed' : undefined;
}

/** The chunks of a dataset that `refusesToMove` does not refuse. */
export function movableChunks(dataset: ChunkedDataset): BloscChunks | string {
  if (dataset.table.hasMasks) return 'some of its chunks could not be compressed, and are stored without Blosc';
  const { grid, fillItem } = dataset;
  return { grid, isLastPadded: true, fillItem, stored: (options) => storedChunks(dataset, options) };
}

/** Chunks whose headers are read in one call. */
const BATCH_CHUNKS = 1024;

async function* storedChunks(dataset: ChunkedDataset, options: OperationOptions): AsyncGenerator<StoredBloscChunk> {
  const { grid, table } = dataset;
  const count = grid.counts.reduce((product, length) => product * length, 1);
  for (let first = 0; first < count; first += BATCH_CHUNKS) {
    throwIfCancelled(options.signal);
    const batch = Array.from({ length: Math.min(BATCH_CHUNKS, count - first) }, (_, index) =>
      table.find(first + index),
    );
    const headers = await dataset.file.starts(batch, BLOSC_HEADER_BYTES);
    for (const [index, place] of batch.entries()) {
      yield place ? await storedChunk(dataset, first + index, place, headers?.[index]) : { bytes: undefined };
    }
  }
}

/** `header`: of a chunk in a local file. */
async function storedChunk(
  { file, chunkNbytes }: ChunkedDataset,
  chunkIndex: number,
  place: ChunkPlace,
  header: Uint8Array | undefined,
): Promise<StoredBloscChunk> {
  const read = (): Promise<Uint8Array> => file.data(place.address, place.storedBytes, `chunk ${chunkIndex}`);
  const bytes = header ? undefined : await read();
  try {
    requireHeader(header ?? bytes ?? new Uint8Array(0), place.storedBytes, chunkNbytes);
  } catch (error) {
    throw inChunk(error, file, chunkIndex, place);
  }
  const range = header && (await file.place(place.address, place.storedBytes));
  if (!header || !range) return { bytes };
  return { bytes, place: { ...range, header, checksum: 'None', file: file.name, chunkIndex, read } };
}

function requireHeader(start: Uint8Array, storedBytes: number, chunkNbytes: number): void {
  const { nbytes, ctbytes } = parseBloscHeader(start.subarray(0, BLOSC_HEADER_BYTES));
  if (ctbytes !== storedBytes) throw badChunk(`it has ${storedBytes} bytes, ctbytes is ${ctbytes}`);
  if (nbytes !== chunkNbytes) throw badChunk(`nbytes must be ${chunkNbytes}, found ${nbytes}`);
}
