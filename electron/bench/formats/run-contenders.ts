import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withIoErrors } from '../../engine/io/io-error.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { WorkerFiles } from '../../threads/start-thread.js';
import { ThreadClient } from '../../threads/thread-client.js';
import { type FormatsService, formatErrors } from './formats-service.js';
import type { ContenderFacts, FormatEvent, FormatReport, FormatRunOptions } from './types.js';

/** How long a step may continue after a cancellation, and the libraries after the end, before the thread is terminated. */
const END_WITHIN_MS = 1000;

/** Removing the folder may need another try while an ending process writes to it. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

/**
 * Measures formats in a worker thread, so that the caller's thread never blocks. The files are in a new folder inside
 * `folder`, which is always removed. Throws ArgumentError for an invalid plan, IoError for a folder that
 * cannot be written to, CancelledError when the signal is aborted.
 */
export async function runContenders(
  { folder, plan, samplesFile, withinMs, ...files }: FormatRunOptions,
  onEvent: (event: FormatEvent) => void,
  signal?: AbortSignal,
): Promise<FormatReport> {
  throwIfCancelled(signal);
  const scratchFolder = await withIoErrors('write', folder, () => mkdtemp(join(folder, 'blpk-formats-')));
  try {
    const run = {
      plan,
      scratchFolder,
      ...(samplesFile !== undefined && { samplesFile }),
      ...(withinMs !== undefined && { withinMs }),
    };
    const report = await inThread(files, (thread) => thread.call('measure', run, signal ? { signal } : {}), onEvent);
    onEvent({ kind: 'done', report });
    return report;
  } finally {
    await rm(scratchFolder, REMOVAL);
  }
}

/** Lists the contenders with their libraries, and why some cannot run on this machine. */
export function listContenders(files: WorkerFiles, nthreads: number): Promise<readonly ContenderFacts[]> {
  return inThread(files, (thread) => thread.call('contenders', { nthreads }));
}

async function inThread<T>(
  files: WorkerFiles,
  work: (thread: ThreadClient<FormatsService>) => Promise<T>,
  onEvent?: (event: FormatEvent) => void,
): Promise<T> {
  const thread = new ThreadClient<FormatsService>(
    {
      name: 'measuring',
      files,
      errors: formatErrors,
      endWithinMs: END_WITHIN_MS,
      cancelWithinMs: END_WITHIN_MS,
    },
    onEvent,
  );
  try {
    return await work(thread);
  } finally {
    await thread.end();
  }
}
