import type { ChunkGrid } from '../../chunk-grid.js';
import type { Dataspace } from '../metadata/dataspace.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import type { ChunkedLayout } from '../metadata/layout.js';
import type { ChunkPlace } from './chunk-table.js';

/** What an index is read with. */
export interface IndexedDataset {
  readonly file: Hdf5File;
  readonly layout: ChunkedLayout;
  readonly space: Dataspace;
  readonly grid: ChunkGrid;
  /** Plain bytes of a chunk. */
  readonly chunkNbytes: number;
  readonly isFiltered: boolean;
}

/** A chunk as an index has it: by its place along each axis, in chunks, or by its number in the array of an index. */
export interface IndexedChunk extends ChunkPlace {
  readonly at: readonly number[] | number;
}
