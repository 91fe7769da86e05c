import { availableParallelism } from 'node:os';
import type { RunCounters } from '../../native/runs.js';
import { CancelledError, type IoError } from '../../shared/format/errors.js';
import type { WindowSize } from './container/ordered-window.js';
import { requireInteger } from './pack/args.js';

/** The progress of an operation. */
export interface Progress {
  /** Plain (uncompressed) bytes done so far; never decreases. */
  readonly doneBytes: number;
  /** Size of the plain data; undefined when it is not known. */
  readonly totalBytes: number | undefined;
  readonly chunksDone: number;
  /** Size of the chunks so far as they are stored, where chunks are compressed. */
  readonly storedBytes?: number;
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
  /**
   * With it, an operation that changes a container waits while another process is changing it. Called once, before the wait, with
   * the IoError('EBUSY') that is thrown otherwise.
   */
  readonly onLocked?: (reason: IoError) => void;
  /**
   * Called after each run of chunks and about 20 times a second, on the caller's thread. Chunks wait until it returns; keep it
   * short.
   */
  readonly onProgress?: (progress: Progress) => void;
}

/** The same for a part of the work, whose caller reports the progress. */
export function withoutProgress<Options extends OperationOptions>({ onProgress: _, ...others }: Options) {
  return others;
}

/** Memory limit for all chunks in the window (one chunk may be larger): memory does not grow with threads x chunk size. */
export const WINDOW_BYTES = 40 * 2 ** 20;
const MAX_THREADS = 256;

/** ArgumentError when `nthreads` is out of range. */
export function threadCount(options: OperationOptions): number {
  const nthreads = options.nthreads ?? Math.min(availableParallelism(), MAX_THREADS);
  requireInteger('nthreads', nthreads, 1, MAX_THREADS);
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

/** A window of chunks whose sizes come from a file: limited by the memory of each chunk, not by the container's header. */
export function chunkWindow<Item>(options: OperationOptions, bytesOf: (item: Item) => number): WindowSize<Item> {
  const memory = { maxBytes: WINDOW_BYTES, bytesOf };
  return { window: threadCount(options) + 2, concurrency: concurrentChunks(options), memory };
}

/** What one thread may take, and what the allocator keeps for it: some chunks of 1 MiB. */
const THREAD_BYTES = 8 * 2 ** 20;
/** Enough for two threads with chunks of 8 MiB. */
const MIN_RUN_BYTES = 40 * 2 ** 20;

/** The limits of a run of chunks. Memory grows with the number of cores, and not with that of threads or with the sizes of chunks. */
export function runLimits(options: OperationOptions): { readonly threads: number; readonly memoryBytes: number } {
  const memoryBytes = Math.max(MIN_RUN_BYTES, THREAD_BYTES * availableParallelism());
  return { threads: Math.min(threadCount(options), memoryBytes / THREAD_BYTES), memoryBytes };
}

const TICK_MS = 50;

/**
 * Waits for a run of chunks. Lets it end early when the operation is cancelled, and calls `onTick` from time to time, during which
 * the run waits: a job is paused by not returning from it.
 */
export async function watchRun<T>(
  counters: RunCounters,
  { signal }: Pick<OperationOptions, 'signal'>,
  onTick: () => void,
  start: () => Promise<T>,
): Promise<T> {
  const cancel = () => counters.cancel();
  let failure: { readonly error: unknown } | undefined;
  const timer = setInterval(() => {
    try {
      counters.pauseDuring(onTick);
    } catch (error) {
      failure ??= { error };
      cancel();
    }
  }, TICK_MS);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  try {
    const result = await start();
    if (failure) throw failure.error;
    return result;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
