import { type ArraySpec, arrayMetadata, arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import type { ByteIterable } from '../../../engine/io/async-chunks.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import type { OperationOptions } from '../../../engine/operation.js';
import { readerRange } from '../../../engine/pack/plain/plain-file.js';
import type { PlainSource } from '../../../engine/pack/plain/plain-source.js';
import type { BloscChunks, Dataset } from '../../dataset.js';
import { readChunkIndex } from '../chunk-index/read-chunk-index.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import type { Message } from '../metadata/object-header.js';
import { readAttributes } from './attributes.js';
import { bloscPlaces, movableChunks, refusesToMove } from './blosc-chunks.js';
import { type ChunkedDataset, chunkPieces, fillWith } from './chunk-pieces.js';
import type { StoredDataset } from './stored-dataset.js';

/** An HDF5 file that is open. */
export interface OpenHdf5 {
  readonly file: Hdf5File;
  readonly reader: RandomReader;
}

/** A dataset of an open file. Throws FormatError. */
export async function openDataset(
  open: OpenHdf5,
  name: string,
  stored: StoredDataset,
  messages: readonly Message[],
): Promise<Dataset> {
  const spec: ArraySpec = { dtype: stored.dtype, shape: stored.space.shape, order: 'C' };
  const chunked = await withChunkIndex(open.file, stored);
  const places = chunked && bloscPlaces(chunked);
  const requireUnchanged = (): Promise<void> => open.reader.requireUnchanged();
  return {
    name,
    spec,
    attributes: await readAttributes(open.file, messages),
    chunks: chunksOf(stored, chunked),
    ...(places && { places }),
    async read(options) {
      return {
        name,
        sizeBytes: arrayNbytes(spec),
        itemsize: spec.dtype.itemsize,
        metadata: { ...arrayMetadata(spec) },
        ...(await bytesOf(open, stored, chunked, options)),
        requireUnchanged,
      };
    },
    requireUnchanged,
    close: async () => undefined,
  };
}

/** With the addresses of its chunks; undefined for a dataset that is not stored in chunks. Throws FormatError. */
export async function withChunkIndex(file: Hdf5File, stored: StoredDataset): Promise<ChunkedDataset | undefined> {
  const { layout, space, filters } = stored;
  if (layout.kind !== 'chunked') return undefined;
  const { chunkShape, itemsize } = layout;
  const counts = space.shape.map((length, axis) => Math.ceil(length / (chunkShape[axis] ?? 1)));
  const grid = { chunkShape, counts };
  const chunkNbytes = chunkShape.reduce((product, length) => product * length, itemsize);
  const isFiltered = filters.length > 0;
  const table = await readChunkIndex({ file, layout, space, grid, chunkNbytes, isFiltered });
  return { ...stored, file, layout, grid, table, chunkNbytes };
}

function chunksOf(stored: StoredDataset, chunked: ChunkedDataset | undefined): BloscChunks | string {
  return refusesToMove(stored) ?? (chunked ? movableChunks(chunked) : 'it is not stored in chunks');
}

async function bytesOf(
  { file, reader }: OpenHdf5,
  { layout, fillItem, space, dtype }: StoredDataset,
  chunked: ChunkedDataset | undefined,
  options: OperationOptions,
): Promise<Pick<PlainSource, 'file' | 'pieces'>> {
  if (chunked) return { pieces: () => chunkPieces(chunked, options) };
  const nbytes = arrayNbytes({ dtype, shape: space.shape });
  if (layout.kind === 'compact') return { pieces: () => [layout.bytes.subarray(0, nbytes)] };
  if (layout.kind !== 'contiguous' || layout.address === undefined)
    return { pieces: () => fillPieces(fillItem, nbytes) };
  const startByte = file.superblock.baseByte + layout.address;
  return readerRange(reader, { startByte, endByte: startByte + nbytes });
}

const PIECE_BYTES = 2 ** 20;

/** What was never written. */
function* fillPieces(fillItem: Uint8Array, nbytes: number): Generator<Uint8Array> & ByteIterable {
  const itemsInPiece = Math.max(1, Math.floor(PIECE_BYTES / fillItem.byteLength));
  const piece = new Uint8Array(Math.min(nbytes, itemsInPiece * fillItem.byteLength));
  fillWith(piece, fillItem);
  for (let done = 0; done < nbytes; done += piece.byteLength) yield piece.subarray(0, nbytes - done);
}
