import type { FileRange } from '../../../../native/index.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { isLarge, partsOf, type ReadPart } from '../../container/chunk-blocks.js';
import { type Metadata, readMetadata } from '../../container/decode-metadata.js';
import { refuseFollowing } from '../../container/following.js';
import { type ContainerLayout, readLayout } from '../../container/layout.js';
import { type StoredChunk, walkChunks } from '../../container/stored-chunks.js';
import { openContainerFile } from '../../in-place/container-file.js';
import type { ByteIterable } from '../../io/async-chunks.js';
import { ForwardReader } from '../../io/forward-reader.js';
import { memoryReader } from '../../io/memory-reader.js';
import type { RandomReader } from '../../io/random-reader.js';

/** A chunk with its digest: in memory, as a range of an open file for native code or, when it is large, to be read in parts. */
export interface CompressedChunk extends StoredChunk {
  readonly stored: Uint8Array | FileRange | ReadPart;
}

/** What precedes the chunks. */
export interface CompressedInfo {
  readonly layout: ContainerLayout;
  readonly metadata: Metadata | undefined;
}

/** Compressed chunks in order. */
export interface CompressedSource {
  readonly name: string;
  /** Reads header and metadata. Call it once, before `chunks`. */
  open(): Promise<CompressedInfo>;
  /** With `inMemory`, chunks are bytes also where native code could read the file itself. */
  chunks(inMemory: boolean): AsyncIterable<CompressedChunk>;
  /** After the last chunk was read: the position of bytes that follow it; undefined when there are none. */
  trailingAt(): number | undefined;
  /**
   * Throws IoError('ESTALE') when the container may have been changed while it was read. Call it at the end, and when reading fails:
   * what looks like damage may be a change by another process.
   */
  requireUnchanged(): Promise<void>;
  /** Closes what the source opened. `unpack` always calls it. */
  close(): Promise<void>;
}

/** The container that `reader` reads. The source owns the reader until `close()`. */
export function containerSource(reader: RandomReader): CompressedSource {
  let layout: ContainerLayout | undefined;
  let trailingAt: number | undefined;
  return {
    name: reader.name,
    async open() {
      layout = await readLayout(reader);
      return { layout, metadata: await readMetadata(reader, layout) };
    },
    async *chunks(inMemory) {
      if (!layout) throw new TypeError('chunks() was called before open()');
      let endByte = layout.chunksPositionBytes;
      for await (const chunk of walkChunks(reader, layout)) {
        endByte = chunk.positionBytes + chunk.storedBytes;
        yield { ...chunk, stored: await storedOf(reader, chunk, inMemory) };
      }
      if (await refuseFollowing(reader, endByte)) trailingAt = endByte;
    },
    trailingAt: () => trailingAt,
    requireUnchanged: () => reader.requireUnchanged(),
    close: () => reader.close(),
  };
}

/** How to read the stored bytes of a chunk. A stream can be read only once: its large chunks are read into memory too. */
export async function storedOf(
  reader: RandomReader,
  chunk: StoredChunk,
  inMemory: boolean,
): Promise<CompressedChunk['stored']> {
  const { positionBytes, storedBytes } = chunk;
  if (!isLarge(chunk))
    return (!inMemory && reader.fileRange(positionBytes, storedBytes)) || reader.readAt(positionBytes, storedBytes);
  if (!Number.isFinite(reader.sizeBytes)) return partsOf(await reader.readAt(positionBytes, storedBytes));
  return (startByte, endByte) => reader.readAt(positionBytes + startByte, endByte - startByte);
}

export async function compressedFileSource(path: string): Promise<CompressedSource> {
  return containerSource(await openContainerFile(path, { shortReadsSync: true }));
}

/** A container in memory. The bytes belong to the caller and must not change while the source is in use. */
export function compressedBytesSource(bytes: Uint8Array): CompressedSource {
  return containerSource(memoryReader(bytes));
}

/** A container from a stream: standard input, a socket, a generator. */
export function compressedStreamSource(source: ByteIterable, name = '<stream>'): CompressedSource {
  return containerSource(new ForwardReader(source, name));
}

/** The decoded metadata; undefined when there are none, or when they are not JSON. */
export function jsonOf(metadata: Metadata | undefined): JsonValue | undefined {
  return metadata?.kind === 'json' ? metadata.value : undefined;
}
