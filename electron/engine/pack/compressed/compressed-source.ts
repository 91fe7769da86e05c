import type { JsonValue } from '../../../../shared/format/json.js';
import { type Metadata, readMetadata } from '../../container/decode-metadata.js';
import { refuseFollowing } from '../../container/following.js';
import { type ContainerLayout, readLayout } from '../../container/layout.js';
import type { StoredChunk } from '../../container/stored-chunks.js';
import { openContainerFile } from '../../in-place/container-file.js';
import type { ByteIterable } from '../../io/async-chunks.js';
import { ForwardReader } from '../../io/forward-reader.js';
import { memoryReader } from '../../io/memory-reader.js';
import type { RandomReader } from '../../io/random-reader.js';

/** What precedes the chunks. */
export interface CompressedInfo {
  readonly layout: ContainerLayout;
  readonly metadata: Metadata | undefined;
}

/** Compressed chunks in order. */
export interface CompressedSource {
  readonly name: string;
  /** Reads header and metadata. Call it once, first. */
  open(): Promise<CompressedInfo>;
  /** Reads the container; `close` closes it. */
  readonly reader: RandomReader;
  /** Called with chunks before their plain bytes are passed on, in order, and awaited. `stored`: their bytes, where in memory. */
  onChunks?(chunks: Iterable<StoredChunk>, stored: Uint8Array | undefined): void | Promise<void>;
  /** Looks at what follows the last chunk, which ends at `endByte`. Throws FormatError when it is another container. */
  finish(endByte: number): Promise<void>;
  /** After `finish`: the position of bytes that follow it; undefined when there are none. */
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
  let trailingAt: number | undefined;
  return {
    name: reader.name,
    reader,
    async open() {
      const layout = await readLayout(reader);
      return { layout, metadata: await readMetadata(reader, layout) };
    },
    async finish(endByte) {
      if (await refuseFollowing(reader, endByte)) trailingAt = endByte;
    },
    trailingAt: () => trailingAt,
    requireUnchanged: () => reader.requireUnchanged(),
    close: () => reader.close(),
  };
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
