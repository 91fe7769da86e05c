import { BLOSC_HEADER_BYTES } from '../../../../shared/format/blosc-chunk.js';
import { type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { type BloscPlaces, paddedPlaces, requireBloscChunk } from '../../blosc-places.js';
import { chunkIndices, chunkRuns } from '../../chunk-grid.js';
import type { BloscChunks, StoredBloscChunk } from '../../dataset.js';
import type { ChunkPlace } from '../chunk-index/chunk-table.js';
import { FILTER, filterLabel } from '../metadata/filters.js';
import { type ChunkedDataset, inChunk, isEdge } from './chunk-pieces.js';
import type { StoredDataset } from './stored-dataset.js';

type Described = Pick<StoredDataset, 'layout' | 'filters' | 'space'>;

/** Why the chunks of a dataset can not be moved, as far as its header says it; words that complete "because ...". */
export function refusesToMove({ layout, filters, space }: Described): string | undefined {
  const notBlosc = notBloscReason({ layout, filters, space });
  if (notBlosc !== undefined) return notBlosc;
  if (layout.kind !== 'chunked') return 'it is not stored in chunks';
  const grid = { chunkShape: layout.chunkShape, counts: [] };
  if (!chunkRuns({ shape: space.shape, order: 'C' }, grid)) return 'its chunks are not runs of whole rows';
  return layout.edgesUnfiltered ? 'the chunks at its edges are not compressed' : undefined;
}

function notBloscReason({ layout, filters, space }: Described): string | undefined {
  if (space.shape.includes(0)) return 'it has no items';
  if (layout.kind !== 'chunked') return 'it is not stored in chunks';
  if (filters.length === 0) return 'its chunks are not compressed';
  const other = filters.find(({ id }) => id !== FILTER.blosc);
  if (other) return `its chunks went through ${filterLabel(other)}`;
  return filters.length > 1 ? 'its chunks went through Blosc more than once' : undefined;
}

/** The places of the chunks of a dataset; undefined when they are not Blosc's. */
export function bloscPlaces(dataset: ChunkedDataset): BloscPlaces | undefined {
  if (notBloscReason(dataset) !== undefined) return undefined;
  const { file, grid, table, layout, fillItem, dtype, space } = dataset;
  return paddedPlaces({
    spec: { dtype, shape: space.shape, order: 'C' },
    grid,
    fillItem,
    areKnown: true,
    async find(chunkIndex) {
      const found = table.find(chunkIndex);
      if (!found) return undefined;
      const isPlain =
        found.filterMask !== 0 || (layout.edgesUnfiltered && isEdge(dataset, chunkIndices(grid, 'C', chunkIndex)));
      const positionBytes = file.superblock.baseByte + found.address;
      return { positionBytes, lengthBytes: found.storedBytes, ...(isPlain && { isPlain }) };
    },
  });
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
    const plain = { least: chunkNbytes, most: chunkNbytes };
    requireBloscChunk(header ?? bytes ?? new Uint8Array(0), place.storedBytes, plain);
  } catch (error) {
    throw inChunk(error, file, chunkIndex, place);
  }
  const range = header && (await file.place(place.address, place.storedBytes));
  if (!header || !range) return { bytes };
  return { bytes, place: { ...range, header, checksum: 'None', file: file.name, chunkIndex, read } };
}
