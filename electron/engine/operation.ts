import { availableParallelism } from 'node:os';
import { CancelledError } from '../../shared/format/errors.js';
import { requireInteger } from './pack/args.js';
import type { WindowSize } from './pack/ordered-window.js';

/** The progress of an operation. */
export interface Progress {
  /** Plain (uncompressed) bytes done so far; never decreases. */
  readonly doneBytes: number;
  /** Size of the plain data; undefined when it is not known. */
  readonly totalBytes: number | undefined;
  readonly chunksDone: number;
}

/** Options of every long operation. */
export interface OperationOptions {
  /** Chunks processed in parallel, 1..256; the written bytes do not depend on it. Default: the number of cores. */
  readonly nthreads?: number;
  /**
   * Upper limit for Blosc blocks that are decompressed one by one, in plain bytes; ArgumentError for larger ones. Does not apply to
   * chunks that are decompressed as a whole. Default 16 MiB.
   */
  readonly maxBlockBytes?: number;
  /** Cancels between chunks: partial output is removed and a CancelledError thrown. */
  readonly signal?: AbortSignal;
  /** Called after every chunk, on the caller's thread; keep it short. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Memory limit for all chunks in the window (one chunk may be larger): memory does not grow with threads x chunk size. */
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
 * How many chunks to give to native code at a time: `nthreads` where the pool has more threads than that; else two more, which
 * wait in the pool's queue, so that no thread waits for JavaScript between two chunks.
 */
export function concurrentChunks(options: OperationOptions): number {
  const nthreads = threadCount(options);
  const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || DEFAULT_POOL_THREADS;
  return poolThreads > nthreads ? nthreads : nthreads + 2;
}

/**
 * Number of chunks in the window: the running ones and two more, so that no thread waits while a result is written; fewer when they
 * would need more than WINDOW_BYTES, and at least one.
 */
export function windowSize(options: OperationOptions, slotBytes: number): number {
  const wanted = threadCount(options) + 2;
  return Math.max(1, Math.min(wanted, Math.floor(WINDOW_BYTES / Math.max(slotBytes, 1))));
}

/** A window of chunks whose sizes come from a file: limited by the memory of each chunk, not by the container's header. */
export function chunkWindow<Item>(options: OperationOptions, bytesOf: (item: Item) => number): WindowSize<Item> {
  const memory = { mostBytes: WINDOW_BYTES, bytesOf };
  return { window: threadCount(options) + 2, concurrency: concurrentChunks(options), memory };
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
