import { printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { type ArraySpec, arrayMetadata, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { containerArray, requireWholeArray } from '../../engine/arrays/container-array.js';
import { readMetadata } from '../../engine/container/decode-metadata.js';
import { requireChunkDigest } from '../../engine/container/digest.js';
import { refuseFollowing } from '../../engine/container/following.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { walkChunks } from '../../engine/container/stored-chunks.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { closingOnError } from '../../engine/io/close-file.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { rangeInFile } from '../../engine/io/range-in-file.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { containerSource, jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { containerPlainSource } from '../../engine/pack/plain/container-plain-source.js';
import { chunkGrid } from '../chunk-grid.js';
import type { BloscChunks, Dataset, StoredBloscChunk } from '../dataset.js';
import { containerAttributes } from './container-attributes.js';

/**
 * The array of a container. Throws ArgumentError when it holds none, and FormatError for a damaged head; damaged chunks are found when
 * they are read.
 */
export async function openContainerDataset(path: string, options: OperationOptions): Promise<Dataset> {
  const reader = await openContainerFile(path, { shortReadsSync: true });
  return closingOnError(reader, async () => {
    const layout = await readLayout(reader);
    const metadata = jsonOf(await readMetadata(reader, layout));
    const { spec, nbytes } = containerArray({ metadata, sizeBytes: undefined });
    const statedBytes = plainSizeBytes(layout.header);
    if (statedBytes !== undefined) requireWholeArray({ spec, nbytes }, Number(statedBytes));
    return {
      name: path,
      spec,
      attributes: containerAttributes(metadata),
      chunks: await bloscChunks(reader, layout, spec, options),
      read: async (operation) => ({
        ...containerPlainSource(
          containerSource(reader),
          { layout, sizeBytes: nbytes, itemsize: spec.dtype.itemsize },
          operation,
        ),
        metadata: metadata ?? { ...arrayMetadata(spec) },
      }),
      requireUnchanged: () => reader.requireUnchanged(),
      close: () => reader.close(),
    };
  });
}

async function bloscChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  spec: ArraySpec,
  options: OperationOptions,
): Promise<BloscChunks | string> {
  const nbytes = arrayNbytes(spec);
  if (nbytes === 0) return 'it has no bytes';
  const chunkBytes = await equalChunkBytes(reader, layout, options);
  if (chunkBytes === undefined) return 'its chunks have different sizes';
  const grid = chunkGrid(spec, Math.min(chunkBytes, nbytes) / spec.dtype.itemsize);
  if (!grid)
    return 'its chunks do not hold whole rows (`blpk recompress --chunk-rows` makes a container whose chunks do)';
  return {
    grid,
    isLastPadded: false,
    fillItem: new Uint8Array(spec.dtype.itemsize),
    stored: (operation) => storedChunks(reader, layout, operation),
  };
}

/** Plain bytes of all chunks but the last one, which is not larger. Reads the chunks' headers where the container's does not say. */
async function equalChunkBytes(
  reader: RandomReader,
  layout: ContainerLayout,
  { signal }: OperationOptions,
): Promise<number | undefined> {
  const { chunkSize, lastChunk } = layout.header;
  if (layout.nchunks !== undefined && chunkSize > 0 && lastChunk > 0) return chunkSize;
  let chunkBytes: number | undefined;
  let hadShorter = false;
  for await (const { blosc } of walkChunks(reader, layout)) {
    throwIfCancelled(signal);
    if (blosc.nbytes === 0) continue;
    chunkBytes ??= blosc.nbytes;
    if (hadShorter || blosc.nbytes > chunkBytes) return undefined;
    hadShorter = blosc.nbytes < chunkBytes;
  }
  return chunkBytes;
}

/** The chunks that hold data, each compared with its digest. */
async function* storedChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  { signal }: OperationOptions,
): AsyncGenerator<StoredBloscChunk, void, undefined> {
  const { checksum } = layout.header;
  let endByte = layout.chunksPositionBytes;
  for await (const chunk of walkChunks(reader, layout)) {
    throwIfCancelled(signal);
    endByte = chunk.positionBytes + chunk.storedBytes;
    if (chunk.blosc.nbytes === 0) continue;
    const read = async (): Promise<Uint8Array> => {
      const stored = await reader.readAt(chunk.positionBytes, chunk.storedBytes);
      requireChunkDigest(checksum, chunk, stored, chunk.blosc.ctbytes);
      return stored.subarray(0, chunk.blosc.ctbytes);
    };
    const { chunkIndex, positionBytes, storedBytes, blosc } = chunk;
    const range = await rangeInFile(reader, positionBytes, storedBytes);
    if (!range) {
      yield { bytes: await read() };
      continue;
    }
    const place = {
      ...range,
      lengthBytes: blosc.ctbytes,
      header: printBloscHeader(blosc),
      file: reader.name,
      chunkIndex,
    };
    yield { bytes: undefined, place: { ...place, checksum, read } };
  }
  await refuseFollowing(reader, endByte);
}
