import type { FileHandle } from 'node:fs/promises';
import { supportsFileRanges } from '../../../../native/index.js';
import { withoutFirst } from '../../io/async-chunks.js';
import { AtomicFile, type OutputOptions } from '../../io/atomic-file.js';
import { closeFile, closingOnError } from '../../io/close-file.js';
import { openRegularFile, type RegularFile, readPieces, readSome, readToEnd } from '../../io/file-reader.js';
import { type FileStamp, requireSameStamp, stampBeforeReading } from '../../io/file-stamp.js';
import type { RandomReader } from '../../io/random-reader.js';
import { rangeInFile } from '../../io/range-in-file.js';
import type { PlainInfo, PlainSink } from './plain-sink.js';
import { asPlainSource, type PlainSource } from './plain-source.js';

/**
 * Bytes of a file, all or from `startByte` to `endByte` (exclusive). A file with size 0 that is not empty (as in /proc) has an
 * unknown size and is read to its end. The source owns its descriptor until `close()`.
 */
export async function plainFileSource(path: string, range: ByteRange = {}): Promise<PlainSource> {
  return openedPlainSource(await openRegularFile(path), path, range);
}

/** The range may be open at either end. */
interface ByteRange {
  readonly startByte?: number;
  readonly endByte?: number;
}

/** The same of a file that is open already. The source owns it from now on. */
export async function openedPlainSource(
  { handle, sizeBytes }: RegularFile,
  path: string,
  range: ByteRange = {},
): Promise<PlainSource> {
  const { stamp, head } = await closingOnError(handle, () => readStampAndHead(handle, sizeBytes, path));
  if (head.byteLength > 0) {
    const pieces = withoutFirst(readToEnd(handle, path), range.startByte ?? 0);
    return { ...asPlainSource(pieces), name: path, close: () => closeFile(handle) };
  }
  const startByte = Math.min(range.startByte ?? 0, sizeBytes);
  const endByte = Math.min(range.endByte ?? sizeBytes, sizeBytes);
  return {
    name: path,
    sizeBytes: endByte - startByte,
    ...fileBytes(handle, path, { startByte, endByte }),
    requireUnchanged: () => requireSameStamp(handle, path, stamp),
    close: () => closeFile(handle),
  };
}

/** The bytes of a range of an open file, as a source has them. */
export function fileBytes(
  handle: FileHandle,
  path: string,
  { startByte, endByte }: { readonly startByte: number; readonly endByte: number },
): Pick<PlainSource, 'file' | 'pieces'> {
  const range = { fd: handle.fd, positionBytes: startByte, lengthBytes: endByte - startByte };
  return { ...(supportsFileRanges && { file: range }), pieces: () => readPieces(handle, path, startByte, endByte) };
}

/** The same of a reader, on this machine or on a server. */
export async function readerRange(
  reader: RandomReader,
  { startByte, endByte }: { readonly startByte: number; readonly endByte: number },
): Promise<Pick<PlainSource, 'file' | 'pieces'>> {
  const file = await rangeInFile(reader, startByte, endByte - startByte);
  return { ...(file && { file }), pieces: () => piecesOf(reader, startByte, endByte) };
}

const PIECE_BYTES = 2 ** 20;

async function* piecesOf(reader: RandomReader, startByte: number, endByte: number): AsyncGenerator<Uint8Array> {
  for (let at = startByte; at < endByte; at += PIECE_BYTES) {
    const lengthBytes = Math.min(PIECE_BYTES, endByte - at);
    const span = await reader.span(at, lengthBytes);
    yield span instanceof Uint8Array ? span.subarray(0, lengthBytes) : await reader.readAt(at, lengthBytes);
  }
}

/** `head` has a byte only for a file with size 0 that is not empty. */
async function readStampAndHead(
  handle: FileHandle,
  sizeBytes: number,
  path: string,
): Promise<{ readonly stamp: FileStamp; readonly head: Uint8Array }> {
  const stamp = await stampBeforeReading(handle);
  const head = new Uint8Array(sizeBytes === 0 ? 1 : 0);
  if (head.byteLength === 0) return { stamp, head };
  return { stamp, head: head.subarray(0, await readSome(handle, head, 0, path)) };
}

export interface PlainFileOptions extends OutputOptions {
  /** Bytes to write before the data, such as an array header made from the container's metadata. */
  readonly prefix?: (info: PlainInfo) => Uint8Array;
}

/** A file that gets its name only when it is complete. */
export function plainFileSink(path: string, options: PlainFileOptions = {}): PlainSink {
  let prefixBytes = 0;
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
    async begin(info) {
      const prefix = options.prefix?.(info) ?? new Uint8Array(0);
      prefixBytes = prefix.byteLength;
      file = await AtomicFile.create(path, options);
      await file.writeAt(prefix, 0);
    },
    async write(bytes) {
      await opened().writeAt(bytes, prefixBytes + writtenBytes);
      writtenBytes += bytes.byteLength;
    },
    finish: () => opened().commit(),
    abort: async () => file?.discard(),
  };
}
