import { availableParallelism } from 'node:os';
import type { FileOf } from '../report/job-view.js';

/** What the queue takes from the program that it lives in. */
export interface JobQueuePorts {
  /** Where the queue is kept between runs of the program. */
  readonly queueFile: string;
  /** Queues that ended programs left: their jobs are taken over, and the files deleted. */
  readonly inheritedQueueFiles?: readonly string[];
  /** The worker's bundle, dist/worker.cjs. */
  readonly workerFile: string;
  /** The native add-on, where it is not beside the bundles. */
  readonly nativeFile?: string;
  /** See WorkerFiles. */
  readonly roots?: readonly string[];
  /** Names a file to the window. */
  readonly fileOf: FileOf;
  /** Asked whenever a job begins. `threads` 0 means the machine's cores, shared by the files at once. */
  readonly settings: () => { readonly filesAtOnce: number; readonly threads: number };
  /** Moves a file to the system's trash; without, sources are always kept. */
  readonly trash?: (path: string) => Promise<void>;
  /** Most worker threads. Default: the cores but one. */
  readonly mostWorkers?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Threads of one file: the product over the files at once is what the machine has, unless the user says otherwise. */
export function threadsOf({ filesAtOnce, threads }: ReturnType<JobQueuePorts['settings']>): number {
  return threads > 0 ? threads : Math.max(1, Math.floor(Math.min(256, availableParallelism()) / filesAtOnce));
}
