import { type ReadPart, requireStoredDigest } from '../container/chunk-blocks.js';
import { nativeDigest } from '../container/digest.js';
import type { ContainerLayout } from '../container/layout.js';
import type { StoredChunk } from '../container/stored-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import type { OperationOptions } from '../operation.js';
import { storedOf } from '../pack/compressed/compressed-source.js';
import { ChunkUnpacker } from '../pack/unpack.js';

/** Throws when a chunk is damaged. `slot` is the slot of the window whose buffers it may use. */
export type CheckChunk = (chunk: StoredChunk, slot: number) => Promise<void>;

/** Checks digest, structure and decompressed size. */
export function fullCheck(reader: RandomReader, layout: ContainerLayout, options: OperationOptions = {}): CheckChunk {
  const { checksum } = layout.header;
  const unpacker = new ChunkUnpacker(checksum, { readFrom: reader.name });
  const inMemory = nativeDigest(checksum) === undefined;
  return async (chunk, slot) => {
    const stored = await storedOf(reader, chunk, inMemory);
    if (typeof stored !== 'function') await unpacker.unpack({ ...chunk, stored }, slot);
    else for await (const _ of unpacker.blocks(chunk, stored, options));
  };
}

/** Checks only the digest: as fast as the file can be read, but checks nothing in a container without digests. */
export function digestCheck(reader: RandomReader, layout: ContainerLayout): CheckChunk {
  const { checksum } = layout.header;
  if (checksum === 'None') return async () => {};
  return async (chunk) => {
    const read: ReadPart = (startByte, endByte) => reader.readAt(chunk.positionBytes + startByte, endByte - startByte);
    await requireStoredDigest(chunk, checksum, read);
  };
}
