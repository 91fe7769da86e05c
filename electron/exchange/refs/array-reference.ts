import { ArgumentError } from '../../../shared/format/errors.js';
import type { JsonValue } from '../../../shared/format/json.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { containerArray } from '../../engine/arrays/container-array.js';
import { Container } from '../../engine/container/container.js';
import { refuseFollowing } from '../../engine/container/following.js';
import { type StoredChunk, walkChunks } from '../../engine/container/stored-chunks.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { bloscArgsOf, compressChunk } from '../../engine/pack/single-chunk.js';
import { type ChunkGrid, chunkGrid } from '../chunk-grid.js';

/** Where the chunks of a container's array are in its file. */
export interface ArrayReference {
  readonly spec: ArraySpec;
  /** The metadata of the container. */
  readonly metadata: JsonValue | undefined;
  readonly grid: ChunkGrid;
  /** The first chunk: how it was compressed. */
  readonly first: StoredChunk['blosc'] | undefined;
  /** Of each chunk but the padded one, in the order of the container: its first byte in the file, and its bytes without the digest. */
  readonly chunks: readonly { readonly positionBytes: number; readonly lengthBytes: number }[];
  /** The last chunk, compressed again with zeros up to the size of the others, where it is shorter. */
  readonly paddedLast: Uint8Array | undefined;
}

/** Largest plain chunk that is stored in a reference file, where it is text. */
const MAX_PADDED_BYTES = 2 ** 28;

/**
 * Finds the chunks of a container's array. Reads all chunk headers, and decompresses the last chunk where it is shorter than the
 * others. Throws ArgumentError with a remedy when the container has no array, or when its chunks are not blocks of it; and what
 * reading a damaged container throws.
 */
export async function referenceArray(path: string, options: OperationOptions = {}): Promise<ArrayReference> {
  const reader = await openContainerFile(path, { shortReadsSync: true });
  const container = await Container.open(reader, options);
  try {
    // After a failure too: what looks like damage may be a change by another process.
    return await referenceOpened(reader, container, options).finally(() => reader.requireUnchanged());
  } finally {
    await container.close();
  }
}

async function referenceOpened(
  reader: RandomReader,
  container: Container,
  options: OperationOptions,
): Promise<ArrayReference> {
  const metadata = jsonOf(await container.metadata());
  const stored = await storedChunks(reader, container, options);
  const last = stored.at(-1);
  const plainBytes = last === undefined ? 0 : last.plainStartByte + last.blosc.nbytes;
  const { spec, nbytes } = containerArray({ metadata, sizeBytes: plainBytes });
  const first = stored[0]?.blosc;
  const chunkBytes = first?.nbytes ?? 0;
  const grid = chunkGrid(spec, Math.max(1, chunkBytes / Math.max(1, spec.dtype.itemsize)));
  if (!grid || !areEqual(stored, chunkBytes)) throw notBlocks(container.name, spec, nbytes, chunkBytes);
  const isPadded = last !== undefined && last.blosc.nbytes < chunkBytes;
  return {
    spec,
    metadata,
    grid,
    first,
    chunks: (isPadded ? stored.slice(0, -1) : stored).map(({ positionBytes, blosc }) => ({
      positionBytes,
      lengthBytes: blosc.ctbytes,
    })),
    paddedLast: isPadded ? await paddedChunk(container, last, chunkBytes, options) : undefined,
  };
}

/** All chunks that hold data. */
async function storedChunks(
  reader: RandomReader,
  { layout }: Container,
  { signal, onProgress }: OperationOptions,
): Promise<readonly StoredChunk[]> {
  const chunks: StoredChunk[] = [];
  let endByte = layout.chunksPositionBytes;
  for await (const chunk of walkChunks(reader, layout)) {
    throwIfCancelled(signal);
    if (chunk.blosc.nbytes > 0) chunks.push(chunk);
    endByte = chunk.positionBytes + chunk.storedBytes;
    onProgress?.({
      doneBytes: chunk.plainStartByte + chunk.blosc.nbytes,
      totalBytes: undefined,
      chunksDone: chunks.length,
    });
  }
  await refuseFollowing(reader, endByte);
  return chunks;
}

/** Whether all chunks have the same plain size, but the last one, which may be shorter. */
function areEqual(chunks: readonly StoredChunk[], chunkBytes: number): boolean {
  const last = chunks.length - 1;
  return chunks.every(
    ({ blosc }, index) => blosc.nbytes === chunkBytes || (index === last && blosc.nbytes < chunkBytes),
  );
}

function notBlocks(name: string, { shape, order }: ArraySpec, nbytes: number, chunkBytes: number): ArgumentError {
  const rowBytes = nbytes / (shape.at(order === 'C' ? 0 : -1) ?? 1);
  const rows = Math.max(1, Math.floor(chunkBytes / rowBytes));
  return new ArgumentError(
    `the chunks of '${name}' do not hold whole rows of ${rowBytes} bytes each, so that they cannot be referenced: ` +
      `\`blpk recompress --chunk-rows ${rows}\` makes a container whose chunks do`,
    { file: name, expected: rows * rowBytes, found: chunkBytes },
  );
}

/** Readers want all chunks of one size: the last one as a Blosc chunk of that size, filled with zeros. */
async function paddedChunk(
  container: Container,
  { plainStartByte, blosc }: StoredChunk,
  chunkBytes: number,
  options: OperationOptions,
): Promise<Uint8Array> {
  if (chunkBytes > MAX_PADDED_BYTES) {
    throw new ArgumentError(
      `the last chunk of '${container.name}' is shorter than the others, and with ${chunkBytes} bytes too large to be stored in the ` +
        'reference file: `blpk recompress --chunk-rows` with a smaller number of rows, or one that divides those of the array',
      { file: container.name, expected: MAX_PADDED_BYTES, found: chunkBytes },
    );
  }
  const plain = new Uint8Array(chunkBytes);
  plain.set(await container.readBytes(plainStartByte, plainStartByte + blosc.nbytes, options));
  return compressChunk(plain, bloscArgsOf(blosc));
}
