import type { Writable } from 'node:stream';
import { supportsFileRanges } from '../../../native/index.js';
import type { RunSink } from '../../../native/runs.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { AtomicFile, type OutputOptions } from './atomic-file.js';
import { GrowingBuffer } from './growing-buffer.js';
import { toIoError } from './io-error.js';

/**
 * Where a writer's bytes are written: a file, memory or a stream. Except for streams, nothing is visible under the target's name
 * before `commit()`, and `discard()` leaves what was there before. Exactly one of the two must be called, last.
 */
export interface ByteTarget {
  readonly name: string;
  /** Whether bytes already written can be replaced: true for files and memory, false for streams. */
  readonly patchable: boolean;
  /** Adds bytes at the end. The caller may reuse their memory when the promise is settled. */
  append(bytes: Uint8Array): Promise<void>;
  /** Adds the bytes [startByte, endByte) of the file that this one replaces, on its server where that can be. Absent elsewhere. */
  copy?(startByte: number, endByte: number): Promise<void>;
  /** For native code, which adds bytes itself: `room` and then, when it has written them, `wrote`. Absent for streams and on Windows. */
  readonly direct?: DirectBytes;
  /** How many bytes there will be at most, as far as that is known: so much memory need not be asked for in steps. */
  expect?(mostBytes: number): void;
  /** From here on, which is behind all bytes so far or at their end, nothing will be patched: it need not be kept within reach. */
  endOfPatches?(positionBytes: number): void;
  /** Replaces bytes that were appended before. Only where `patchable`. */
  patch(positionBytes: number, bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

export interface DirectBytes {
  /** The place behind the bytes so far, for `maxBytes` more: a file position, or memory. */
  room(maxBytes: number): RunSink;
  /** So many bytes were written there. */
  wrote(sizeBytes: number): void;
}

/** A file, written under a temporary name and renamed on commit. */
export async function openFileTarget(path: string, options: OutputOptions = {}): Promise<ByteTarget> {
  const file = await AtomicFile.create(path, options);
  let sizeBytes = 0;
  return {
    name: path,
    patchable: true,
    ...(supportsFileRanges && {
      direct: {
        room: () => ({ fd: file.handle.fd, positionBytes: sizeBytes }),
        wrote: (more) => {
          sizeBytes += more;
        },
      },
    }),
    async append(bytes) {
      await file.writeAt(bytes, sizeBytes);
      sizeBytes += bytes.byteLength;
    },
    patch: (positionBytes, bytes) => file.writeAt(bytes, positionBytes),
    commit: () => file.commit(),
    discard: () => file.discard(),
  };
}

/** Collects the bytes in memory. */
export class MemoryTarget implements ByteTarget {
  readonly name = '<memory>';
  readonly patchable = true;
  readonly #buffer = new GrowingBuffer();
  #sizeBytes = 0;

  readonly direct: DirectBytes = {
    room: (maxBytes) => this.#buffer.reserve(this.#sizeBytes + maxBytes, this.#sizeBytes).subarray(this.#sizeBytes),
    wrote: (sizeBytes) => {
      this.#sizeBytes += sizeBytes;
    },
  };

  expect(mostBytes: number): void {
    this.#buffer.expect(mostBytes);
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#buffer.reserve(this.#sizeBytes + bytes.byteLength, this.#sizeBytes).set(bytes, this.#sizeBytes);
    this.#sizeBytes += bytes.byteLength;
  }

  async patch(positionBytes: number, bytes: Uint8Array): Promise<void> {
    this.#buffer.bytes.set(bytes, positionBytes);
  }

  async commit(): Promise<void> {}

  async discard(): Promise<void> {
    this.#buffer.clear();
    this.#sizeBytes = 0;
  }

  /** The bytes written so far, in memory that belongs to the caller. Call it once, after `commit`. */
  bytes(): Uint8Array {
    return this.#buffer.taken(this.#sizeBytes);
  }
}

/** Bytes that are copied at a time: a large chunk is not in memory twice. */
const STREAM_PIECE_BYTES = 2 ** 20;

/**
 * A Node stream (standard output, a socket). Bytes cannot be changed or taken back once they are written: `discard` destroys the
 * stream, so that its reader gets an error instead of a regular end. Standard output stays open.
 */
export function streamTarget(stream: Writable, name = '<stream>'): ByteTarget {
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    failure ??= toIoError(error, 'write', { file: name });
  });
  const writePiece = (piece: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      if (failure) return reject(failure);
      stream.write(piece, (error) => (error ? reject(toIoError(error, 'write', { file: name })) : resolve()));
    });
  return {
    name,
    patchable: false,
    async append(bytes) {
      for (let at = 0; at < bytes.byteLength; at += STREAM_PIECE_BYTES) {
        // A copy: the stream may keep the bytes after the callback of an earlier write, and the caller reuses its buffer.
        await writePiece(bytes.slice(at, at + STREAM_PIECE_BYTES));
      }
    },
    async patch() {
      throw new ArgumentError(`${name} is a stream: bytes that were written cannot be changed`);
    },
    commit: () =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        if (stream === process.stdout) return resolve();
        // This callback is called before the 'error' event when the last write fails.
        stream.end((error?: Error | null) => {
          const cause = failure ?? (error && toIoError(error, 'write', { file: name }));
          return cause ? reject(cause) : resolve();
        });
      }),
    async discard() {
      if (stream !== process.stdout) stream.destroy();
    },
  };
}
