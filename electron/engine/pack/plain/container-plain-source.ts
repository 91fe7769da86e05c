import type { BloscpackHeader } from '../../../../shared/format/header.js';
import { iterate, rechunk } from '../../io/async-chunks.js';
import { chunksAtOnce, type OperationOptions, windowSize } from '../../operation.js';
import type { CompressedSource } from '../compressed/compressed-source.js';
import { nativeDigest } from '../digest.js';
import { mapInOrder } from '../ordered-window.js';
import { ChunkUnpacker } from '../unpack.js';
import type { PlainSource } from './plain-source.js';

/** What must be known of a container before its data can be packed again. */
export interface ContainerFacts {
  readonly header: BloscpackHeader;
  /** Plain bytes in all. */
  readonly sizeBytes: number;
  /** Bytes of an item, when the container holds an array. */
  readonly itemsize: number | undefined;
}

/**
 * The data of a container as plain chunks of any other size. They are decompressed in parallel, every digest and size
 * checked. `container` was opened, and stays the caller's to close.
 */
export function containerPlainSource(
  container: CompressedSource,
  { header, sizeBytes, itemsize }: ContainerFacts,
  options: OperationOptions = {},
): PlainSource {
  return {
    name: container.name,
    sizeBytes,
    ...(itemsize !== undefined && { itemsize }),
    chunks: (chunkSizeBytes, held) => rechunk(plainPieces(container, header, options), chunkSizeBytes, held),
  };
}

/** What a chunk is taken to need at least when the window is planned: headers of one-chunk files may say anything. */
const LEAST_CHUNK_BYTES = 2 ** 20;

/** The plain bytes of chunk after chunk; each is valid until the next one is asked for. */
function plainPieces(
  container: CompressedSource,
  { checksum, chunkSize }: BloscpackHeader,
  options: OperationOptions,
): AsyncIterable<Uint8Array> {
  const unpacker = new ChunkUnpacker(checksum, { readFrom: container.name });
  const window = windowSize(options, 2 * Math.max(chunkSize, LEAST_CHUNK_BYTES));
  return mapInOrder(
    iterate(container.chunks(nativeDigest(checksum) === undefined)),
    { window, atOnce: chunksAtOnce(options) },
    (chunk, slot) => unpacker.unpack(chunk, slot),
  );
}
