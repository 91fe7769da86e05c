import { availableParallelism } from 'node:os';
import { CancelledError } from '../../shared/format/errors.js';
import { requireInteger } from './pack/args.js';

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
  /** Cancels between chunks: partial output is removed and a CancelledError thrown. */
  readonly signal?: AbortSignal;
  /** Called after every chunk, on the caller's thread; keep it short. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Upper bound of what the chunks in flight may occupy, as long as one chunk fits: memory does not grow with threads x chunk size. */
const WINDOW_BYTES = 128 * 2 ** 20;
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

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
