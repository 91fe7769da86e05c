import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, CancelledError } from '../../shared/format/errors.js';
import { withIoErrors } from '../engine/io/io-error.js';
import { throwIfCancelled } from '../engine/operation.js';
import { startWorker, type WorkerFiles } from '../engine/worker-thread.js';
import type { FromContenders, ToContenders } from './messages.js';
import type { ContenderFacts, FormatEvent, FormatReport, FormatRunOptions } from './types.js';

/** How long a step may go on after a cancellation before its thread is torn down. */
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
    return await inThread(options, scratchFolder, onEvent, signal);
  } finally {
    await rm(scratchFolder, REMOVAL);
  }
}

/** Which contenders there are, with their libraries, and why some cannot run on this machine. */
export async function askContenders(files: WorkerFiles, nthreads: number): Promise<readonly ContenderFacts[]> {
  const worker = startWorker(files);
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: FromContenders) => {
        if (message.kind === 'contenders') resolve(message.contenders);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the measuring thread ended with code ${code}`)));
      worker.postMessage({ kind: 'ask', nthreads } satisfies ToContenders);
    });
  } finally {
    await worker.terminate();
  }
}

async function inThread(
  options: FormatRunOptions,
  scratchFolder: string,
  onEvent: (event: FormatEvent) => void,
  signal: AbortSignal | undefined,
): Promise<FormatReport> {
  throwIfCancelled(signal);
  const worker = startWorker(options);
  const send = (message: ToContenders): void => worker.postMessage(message);
  let stuck: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    send({ kind: 'cancel' });
    stuck = setTimeout(() => void worker.terminate(), END_WITHIN_MS);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await new Promise<FormatReport>((resolve, reject) => {
      worker.on('message', (message: FromContenders) => settle(message, onEvent, resolve, reject));
      worker.on('error', reject);
      worker.on('exit', (code) =>
        reject(signal?.aborted ? new CancelledError() : new Error(`the measuring thread ended with code ${code}`)),
      );
      send({ kind: 'run', plan: options.plan, scratchFolder });
    });
  } finally {
    clearTimeout(stuck);
    signal?.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

function settle(
  message: FromContenders,
  onEvent: (event: FormatEvent) => void,
  resolve: (report: FormatReport) => void,
  reject: (error: Error) => void,
): void {
  if (message.kind === 'contenders') return;
  if (message.kind === 'cancelled') reject(new CancelledError());
  else if (message.kind === 'failed') {
    reject(message.isArgument ? new ArgumentError(message.message) : new Error(message.message));
  } else {
    onEvent(message.event);
    if (message.event.kind === 'done') resolve(message.event.report);
  }
}
