import type { ContainerLayout } from '../container/layout.js';
import { type StoredChunk, storedBytesOf } from '../container/walk-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import { requireChunkDigest } from '../pack/chunk-digest.js';
import { nativeDigest } from '../pack/digest.js';
import { ChunkUnpacker } from '../pack/unpack.js';

/** Answers when a chunk is sound and throws when it is not. `slot` says which buffers of the window it may use. */
export type CheckChunk = (chunk: StoredChunk, slot: number) => Promise<void>;

/** Digest, structure, and the size it really decompresses to. */
export function fullCheck(reader: RandomReader, layout: ContainerLayout): CheckChunk {
  const { checksum } = layout.header;
  const unpacker = new ChunkUnpacker(checksum, { readFrom: reader.name });
  const inMemory = nativeDigest(checksum) === undefined;
  return async (chunk, slot) => {
    await unpacker.unpack({ ...chunk, stored: await storedBytesOf(reader, chunk, inMemory) }, slot);
  };
}

/** The digest alone: as fast as the file can be read, but blind in a container without digests. */
export function digestCheck(reader: RandomReader, layout: ContainerLayout): CheckChunk {
  const { checksum } = layout.header;
  if (checksum === 'None') return async () => {};
  return async (chunk) => {
    const stored = await reader.readAt(chunk.positionBytes, chunk.storedBytes);
    requireChunkDigest(checksum, chunk, stored, chunk.blosc.ctbytes);
  };
}
