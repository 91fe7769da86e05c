import { BLOSC_HEADER_BYTES, badChunk, parseBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { chunkRuns } from '../../chunk-grid.js';
import type { BloscChunks, StoredBloscChunk } from '../../dataset.js';
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

async function* storedChunks(dataset: ChunkedDataset, options: OperationOptions): AsyncGenerator<StoredBloscChunk> {
  const { file, grid, table, chunkNbytes } = dataset;
  const count = grid.counts.reduce((product, length) => product * length, 1);
  for (let number = 0; number < count; number++) {
    throwIfCancelled(options.signal);
    const place = table.find(number);
    if (place === undefined) {
      yield { bytes: undefined };
      continue;
    }
    const bytes = await file.data(place.address, place.storedBytes, `chunk ${number}`);
    try {
      requireHeader(bytes, chunkNbytes);
    } catch (error) {
      throw inChunk(error, file, number, place);
    }
    yield { bytes };
  }
}

function requireHeader(bytes: Uint8Array, chunkNbytes: number): void {
  const { nbytes, ctbytes } = parseBloscHeader(bytes.subarray(0, BLOSC_HEADER_BYTES));
  if (ctbytes !== bytes.byteLength) throw badChunk(`it has ${bytes.byteLength} bytes, ctbytes is ${ctbytes}`);
  if (nbytes !== chunkNbytes) throw badChunk(`nbytes must be ${chunkNbytes}, found ${nbytes}`);
}
