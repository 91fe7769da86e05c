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

/** A chunk with its digest: in memory, where native code finds it in an open file or, when it is large, read in parts. */
export interface CompressedChunk extends StoredChunk {
  readonly stored: Uint8Array | FileRange | ReadPart;
}

/** What stands before the chunks. */
export interface CompressedInfo {
  readonly layout: ContainerLayout;
  readonly metadata: Metadata | undefined;
}

/** Where compressed chunks come from, in order. */
export interface CompressedSource {
  readonly name: string;
  /** Reads header and metadata. Once, before `chunks`. */
  open(): Promise<CompressedInfo>;
  /** `inMemory` asks for bytes even where native code could read the file itself. */
  chunks(inMemory: boolean): AsyncIterable<CompressedChunk>;
  /** Once the chunks were read: where bytes begin that follow the last of them, and are no container either. */
  trailingAt(): number | undefined;
  /**
   * Throws IoError('ESTALE') when the container may have been changed while it was read. Asked at the end, and when reading
   * failed: what looks like damage may be another process at work.
   */
  requireUnchanged(): Promise<void>;
  /** Releases what the source opened itself. Called by `unpack` in every case. */
  close(): Promise<void>;
}

/** A container behind any reader. The source owns the reader from here on. */
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

/** What is to be decompressed of a chunk. A stream can be read only once, so that its large chunks are held all the same. */
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
  return containerSource(await openContainerFile(path, { shortReadsAtOnce: true }));
}

/** The bytes stay the caller's and must not change while the source is in use. */
export function compressedBytesSource(bytes: Uint8Array): CompressedSource {
  return containerSource(memoryReader(bytes));
}

/** A container that arrives as a stream: standard input, a socket, a generator. */
export function compressedStreamSource(source: ByteIterable, name = '<stream>'): CompressedSource {
  return containerSource(new ForwardReader(source, name));
}

/** The decoded metadata, where they are JSON. */
export function jsonOf(metadata: Metadata | undefined): JsonValue | undefined {
  return metadata?.kind === 'json' ? metadata.value : undefined;
}
