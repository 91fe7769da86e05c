import { constants, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { supportsFileRanges } from '../../../native/index.js';
import { FormatError, IoError } from '../../../shared/format/errors.js';
import { openAddress } from './address-opener.js';
import { closeFile, closingOnError } from './close-file.js';
import { requireSameStamp, stampBeforeReading, stampOfHandle } from './file-stamp.js';
import { codeOf, toIoError, withIoErrors } from './io-error.js';
import { requireInside } from './memory-reader.js';
import type { RandomReader } from './random-reader.js';
import { openInRoots } from './roots.js';

/**
 * Opens a regular file for reading by position. Throws IoError for directories, devices and pipes, which have no positions. The
 * reader owns the descriptor until `close()`.
 */
export async function openFileReader(path: string): Promise<RandomReader> {
  const { handle, sizeBytes } = await openRegularFile(path);
  const stamp = await closingOnError(handle, () => withIoErrors('read', path, () => stampOfHandle(handle)));
  return { ...fileReader(handle, path, sizeBytes), requireUnchanged: () => requireSameStamp(handle, path, stamp) };
}

/**
 * The same for a file that is copied into another form: every change while it is read is noticed (`stampBeforeReading`). Also opens
 * addresses (`setAddressOpener`).
 */
export async function openSourceReader(path: string): Promise<RandomReader> {
  const remote = await openAddress(path);
  if (remote) return remote;
  const { handle, sizeBytes } = await openRegularFile(path);
  const stamp = await closingOnError(handle, () => withIoErrors('read', path, () => stampBeforeReading(handle)));
  return { ...fileReader(handle, path, sizeBytes), requireUnchanged: () => requireSameStamp(handle, path, stamp) };
}

export interface FileReaderOptions {
  /**
   * Read up to 64 bytes (a chunk's header) synchronously. The thread pool would take many times as long, and such reads would wait
   * behind the chunks that it is working on. Only for worker threads, which may wait for the disk. Default false.
   */
  readonly shortReadsSync?: boolean;
}

const SHORT_READ_BYTES = 64;

/** A reader of the first `sizeBytes` bytes of an open file. It owns the handle until `close()`. */
export function fileReader(
  handle: FileHandle,
  path: string,
  sizeBytes: number,
  options: FileReaderOptions = {},
): RandomReader {
  const syncBytes = options.shortReadsSync ? SHORT_READ_BYTES : 0;
  const readAt = async (positionBytes: number, lengthBytes: number): Promise<Uint8Array> => {
    requireInside(positionBytes, lengthBytes, sizeBytes);
    const bytes = new Uint8Array(lengthBytes);
    const isRead = lengthBytes <= syncBytes && readSynchronously(handle.fd, bytes, positionBytes);
    if (!isRead) await readFully(handle, bytes, positionBytes, path);
    return bytes;
  };
  return {
    name: path,
    sizeBytes,
    readAt,
    async span(positionBytes, maxReadBytes) {
      const lengthBytes = Math.max(0, sizeBytes - positionBytes);
      if (supportsFileRanges) return { fd: handle.fd, positionBytes, lengthBytes };
      return readAt(positionBytes, Math.min(lengthBytes, maxReadBytes));
    },
    endsAt: async (positionBytes) => positionBytes >= sizeBytes,
    async requireUnchanged() {},
    close: () => closeFile(handle),
  };
}

/** False on failure: the caller then reads through the thread pool, which reports the error. */
function readSynchronously(fd: number, target: Uint8Array, positionBytes: number): boolean {
  try {
    return readSync(fd, target, 0, target.byteLength, positionBytes) === target.byteLength;
  } catch {
    return false;
  }
}

/** A regular file that is open for reading, and its size then. */
export interface RegularFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
}

/** Opens a file for reading and checks the open descriptor, not the path, which could be changed in between. */
export async function openRegularFile(path: string): Promise<RegularFile> {
  // O_NONBLOCK: does not wait when the path is a pipe without a writer. Windows has no such flag.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const handle = await withIoErrors('read', path, () => openInRoots(path, flags));
  const stat = await closingOnError(handle, () => withIoErrors('read', path, () => handle.stat()));
  if (stat.isFile()) return { handle, sizeBytes: stat.size };
  await closeFile(handle);
  const what = stat.isDirectory() ? 'a directory' : 'not a regular file';
  throw new IoError(stat.isDirectory() ? 'EISDIR' : 'EINVAL', `cannot read '${path}': it is ${what}`, { file: path });
}

/** Fills `target` from `positionBytes` on. Throws FormatError('truncated') when the file ends before. */
export function readFully(handle: FileHandle, target: Uint8Array, positionBytes: number, path: string): Promise<void> {
  return fill((part, position) => handle.read(part, 0, part.byteLength, position), target, positionBytes, path);
}

/** One read of an open file: how many bytes it gave, which may be fewer than there are, and 0 at the end. Throws IoError. */
export function readSome(handle: FileHandle, target: Uint8Array, positionBytes: number, path: string): Promise<number> {
  return readOnce((part, position) => handle.read(part, 0, part.byteLength, position), target, positionBytes, path);
}

type Read = (target: Uint8Array, positionBytes: number) => Promise<{ readonly bytesRead: number }>;

/** A read that a signal interrupted is done again: libuv does so for every call but this one. */
async function readOnce(read: Read, target: Uint8Array, positionBytes: number, path: string): Promise<number> {
  for (;;) {
    try {
      return (await read(target, positionBytes)).bytesRead;
    } catch (error) {
      if (codeOf(error) !== 'EINTR') throw toIoError(error, 'read', { file: path });
    }
  }
}

async function fill(read: Read, target: Uint8Array, positionBytes: number, path: string): Promise<void> {
  const endByte = positionBytes + target.byteLength;
  for (let done = 0; done < target.byteLength; ) {
    const bytesRead = await readOnce(read, target.subarray(done), positionBytes + done, path);
    if (bytesRead === 0) throw endedEarly(path, positionBytes + done, endByte);
    done += bytesRead;
  }
}

const PIECE_BYTES = 2 ** 20;

/** Reads an open file of unknown size from start to end. A piece is valid until the next one is requested. */
export async function* readToEnd(handle: FileHandle, path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let positionBytes = 0; ; ) {
    const bytesRead = await readSome(handle, piece, positionBytes, path);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    positionBytes += bytesRead;
  }
}

/** The bytes [startByte, endByte) of an open file; a piece is valid until the next one is requested. */
export async function* readPieces(
  handle: FileHandle,
  path: string,
  startByte: number,
  endByte: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(Math.min(PIECE_BYTES, endByte - startByte));
  for (let positionBytes = startByte; positionBytes < endByte; positionBytes += buffer.byteLength) {
    const piece = buffer.subarray(0, Math.min(buffer.byteLength, endByte - positionBytes));
    await readFully(handle, piece, positionBytes, path);
    yield piece;
  }
}

function endedEarly(path: string, foundByte: number, neededByte: number): FormatError {
  return new FormatError('truncated', `'${path}' ended at byte ${foundByte} while it was being read`, {
    file: path,
    offsetBytes: foundByte,
    expected: neededByte,
    found: foundByte,
  });
}
