import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { FromThread } from './service.js';

/** The files that a worker thread needs. The thread itself depends neither on Electron nor on the working folder. */
export interface WorkerFiles {
  /** The bundle, which calls `serveThread`. */
  readonly workerFile: string;
  /** The native add-on, where it is not in its usual place beside the bundle. */
  readonly nativeFile?: string;
  /** The folders, absolute and without links, in which the thread may open files; all folders when absent. */
  readonly roots?: readonly string[];
}

export interface StartOptions {
  /** For messages: `comparison`. */
  readonly name: string;
  readonly files: WorkerFiles;
  /** These limits do not include buffers. */
  readonly resourceLimits?: ResourceLimits;
}

export interface RunningThread {
  readonly worker: Worker;
  readonly exited: Promise<void>;
}

/** Starts a worker thread. `ended` is called once, when the thread has exited, with the error that its open calls fail with. */
export function startThread(
  { name, files, resourceLimits = {} }: StartOptions,
  receive: (message: FromThread) => void,
  ended: (error: Error) => void,
): RunningThread {
  const worker = new Worker(files.workerFile, {
    workerData: { roots: files.roots },
    env: { ...process.env, ...(files.nativeFile !== undefined && { BLOSCPACK_NATIVE: files.nativeFile }) },
    resourceLimits,
  });
  let failure: Error | undefined;
  worker.on('message', receive);
  worker.on('error', (error: Error) => {
    failure = error;
  });
  // Without its response, which cannot be deserialised, a call would stay open for ever.
  worker.on('messageerror', (error: Error) => {
    failure = error;
    void worker.terminate();
  });
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      ended(failure ?? new Error(`the ${name} thread ended with code ${code}`));
      resolve();
    });
  });
  return { worker, exited };
}
