import { type ResourceLimits, Worker } from 'node:worker_threads';

/** What a worker thread is made of. Everything comes from here: the thread asks neither Electron nor the working folder. */
export interface WorkerFiles {
  /** The bundle. */
  readonly workerFile: string;
  /** The native add-on, where it is not in its usual place beside the bundle. */
  readonly nativeFile?: string;
}

/** Starts a thread. Buffers are not counted by the limits. */
export function startWorker({ workerFile, nativeFile }: WorkerFiles, resourceLimits: ResourceLimits = {}): Worker {
  return new Worker(workerFile, {
    env: { ...process.env, ...(nativeFile !== undefined && { BLOSCPACK_NATIVE: nativeFile }) },
    resourceLimits,
  });
}
