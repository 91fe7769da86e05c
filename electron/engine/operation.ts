import { availableParallelism } from 'node:os';
import { CancelledError } from '../../shared/format/errors.js';
import { requireInteger } from './pack/args.js';
import type { WindowSize } from './pack/ordered-window.js';

/** How far an operation has come. */
export interface Progress {
  /** Plain (uncompressed) bytes done so far; never decreases. */
  readonly doneBytes: number;
  /** Plain bytes in all, when known. */
  readonly totalBytes: number | undefined;
  readonly chunksDone: number;
}

/** What every long operation takes. */
export interface OperationOptions {
  /** Chunks worked on at once, 1..256; the bytes written do not depend on it. Default: the machine's cores. */
  readonly nthreads?: number;
  /**
   * Blosc blocks of more plain bytes than this are refused with an ArgumentError where they are not decompressed as a part of
   * their chunk. Default 16 MiB.
   */
  readonly maxBlockBytes?: number;
  /** Cancels between chunks: partial output is removed and a CancelledError thrown. */
  readonly signal?: AbortSignal;
  /** Called after every chunk, on the caller's thread; keep it short. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Upper bound of what the chunks in flight may occupy, as long as one chunk fits: memory does not grow with threads x chunk size. */
export const WINDOW_BYTES = 128 * 2 ** 20;
const MOST_THREADS = 256;

/** ArgumentError when `nthreads` is out of range. */
export function threadCount(options: OperationOptions): number {
  const nthreads = options.nthreads ?? Math.min(availableParallelism(), MOST_THREADS);
  requireInteger('nthreads', nthreads, 1, MOST_THREADS);
  return nthreads;
}

/** Threads of libuv's pool, on which native code works on chunks; 4 unless the environment says otherwise. */
const DEFAULT_POOL_THREADS = 4;

/**
 * How many chunks to hand to native code at a time: no more than `nthreads`, where the pool has more threads than that; else
 * two more, which wait in the pool itself, so that no thread waits for JavaScript between two chunks.
 */
export function chunksAtOnce(options: OperationOptions): number {
  const nthreads = threadCount(options);
  const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || DEFAULT_POOL_THREADS;
  return poolThreads > nthreads ? nthreads : nthreads + 2;
}

/**
 * How many chunks may be in flight: the running ones and two more, so that no thread idles while a result is written, but
 * never more memory than a fixed bound (and at least one chunk).
 */
export function windowSize(options: OperationOptions, slotBytes: number): number {
  const wanted = threadCount(options) + 2;
  return Math.max(1, Math.min(wanted, Math.floor(WINDOW_BYTES / Math.max(slotBytes, 1))));
}

/** A window of chunks whose sizes a file claims: bounded by what those in flight take, whatever the container's header says. */
export function chunkWindow<Item>(options: OperationOptions, bytesOf: (item: Item) => number): WindowSize<Item> {
  const memory = { mostBytes: WINDOW_BYTES, bytesOf };
  return { window: threadCount(options) + 2, atOnce: chunksAtOnce(options), memory };
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
