import { type FileRange, supportsFileRanges } from '../../../native/index.js';
import { AtomicFile, type OutputOptions } from '../io/atomic-file.js';
import { openRegularFile, readFully } from '../io/file-reader.js';
import type { PlainSink } from './plain-sink.js';
import type { PlainChunk, PlainSource } from './plain-source.js';
import type { FileHandle } from 'node:fs/promises';

/** Bytes of a file, whole or from `startByte` to `endByte` (exclusive). The source owns its descriptor until `close()`. */
export async function plainFileSource(
  path: string,
  range: { readonly startByte?: number; readonly endByte?: number } = {},
): Promise<PlainSource> {
  const { handle, sizeBytes } = await openRegularFile(path);
  const startByte = Math.min(range.startByte ?? 0, sizeBytes);
  const endByte = Math.min(range.endByte ?? sizeBytes, sizeBytes);
  return {
    name: path,
    sizeBytes: endByte - startByte,
    chunks: (chunkSizeBytes, held) => fileChunks(handle, path, { startByte, endByte }, chunkSizeBytes, held),
    close: () => handle.close(),
  };
}

/** Ranges for native code to read where that works, else the bytes themselves. At least one chunk, empty for an empty range. */
export async function* fileChunks(
  handle: FileHandle,
  path: string,
  { startByte, endByte }: { readonly startByte: number; readonly endByte: number },
  chunkSizeBytes: number,
  held: number,
): AsyncGenerator<PlainChunk, void, undefined> {
  const ring: Uint8Array[] = [];
  let positionBytes = startByte;
  for (let turn = 0; positionBytes < endByte || turn === 0; turn++) {
    const lengthBytes = Math.min(chunkSizeBytes, endByte - positionBytes);
    if (supportsFileRanges) {
      yield { fd: handle.fd, positionBytes, lengthBytes } satisfies FileRange;
    } else {
      const buffer = (ring[turn % held] ??= new Uint8Array(chunkSizeBytes)).subarray(0, lengthBytes);
      await readFully(handle, buffer, positionBytes, path);
      yield buffer;
    }
    positionBytes += lengthBytes;
    if (lengthBytes === 0) return;
  }
}

/** A file that gets its name only when it is whole. `prefix` bytes (an array header) stand before the data. */
export function plainFileSink(path: string, options: OutputOptions & { readonly prefix?: Uint8Array } = {}): PlainSink {
  const { prefix } = options;
  const prefixBytes = prefix?.byteLength ?? 0;
  let file: AtomicFile | undefined;
  let writtenBytes = 0;
  const opened = (): AtomicFile => {
    if (!file) throw new TypeError('a plain file sink was used before begin()');
    return file;
  };
  return {
    name: path,
    get file() {
      return supportsFileRanges && file ? { fd: file.handle.fd, positionBytes: prefixBytes } : undefined;
    },
    async begin() {
      file = await AtomicFile.create(path, options);
      if (prefix) await file.writeAt(prefix, 0);
    },
    async write(bytes) {
      await opened().writeAt(bytes, prefixBytes + writtenBytes);
      writtenBytes += bytes.byteLength;
    },
    finish: () => opened().commit(),
    abort: async () => file?.discard(),
  };
}
