import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withIoErrors } from '../../engine/io/io-error.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { ThreadClient, type WorkerFiles } from '../../threads/thread-client.js';
import { type FormatsService, formatErrors } from './service.js';
import type { ContenderFacts, FormatEvent, FormatReport, FormatRunOptions } from './types.js';

/** How long a step may go on after a cancellation, and the libraries when all is done, before the thread is terminated. */
const END_WITHIN_MS = 1000;

/** Emptying the folder while a process that ends still writes to it may need another try. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

/**
 * Measures formats in a thread of its own, so that the caller's never waits. Its files lie in a new folder inside
 * `options.folder`, which is removed in every case. Throws ArgumentError for a plan that cannot be, IoError for a folder that
 * cannot be written to, CancelledError when the signal fires.
 */
export async function runContenders(
  options: FormatRunOptions,
  onEvent: (event: FormatEvent) => void,
  signal?: AbortSignal,
): Promise<FormatReport> {
  throwIfCancelled(signal);
  const scratchFolder = await withIoErrors('write', options.folder, () =>
    mkdtemp(join(options.folder, 'blpk-formats-')),
  );
  try {
    const report = await inThread(
      options,
      (thread) => thread.call('measure', { plan: options.plan, scratchFolder }, signal ? { signal } : {}),
      onEvent,
    );
    onEvent({ kind: 'done', report });
    return report;
  } finally {
    await rm(scratchFolder, REMOVAL);
  }
}

/** Which contenders there are, with their libraries, and why some cannot run on this machine. */
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
