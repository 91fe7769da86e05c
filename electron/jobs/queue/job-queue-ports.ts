import { availableParallelism } from 'node:os';
import type { FileOf } from '../report/job-view.js';

/** What the host provides to the queue. */
export interface JobQueuePorts {
  /** Where the queue is kept between runs of the program. */
  readonly queueFile: string;
  /** Queue files of servers that have ended: their jobs are taken over, and the files deleted. */
  readonly inheritedQueueFiles?: readonly string[];
  /** The worker's bundle, dist/worker.cjs. */
  readonly workerFile: string;
  /** The native add-on, where it is not beside the bundles. */
  readonly nativeFile?: string;
  /** See WorkerFiles. */
  readonly roots?: readonly string[];
  /** The file's id and name for the window. */
  readonly fileOf: FileOf;
  /** The address, with its secrets, that the name of a source stands for. Default: jobs have only addresses without secrets. */
  readonly addressOf?: (name: string) => string;
  /** Whether servers on this machine and in private networks may be asked. Default: they are refused. */
  readonly allowsPrivateAddresses?: boolean;
  /** Read whenever a job starts. `threads` 0 means the machine's cores, shared by the files at once. */
  readonly settings: () => { readonly filesAtOnce: number; readonly threads: number };
  /** Moves a file to the system's trash; if undefined, sources are always kept. */
  readonly trash?: (path: string) => Promise<void>;
  /** For outputs that are not wanted where there is no trash; if undefined too, they are deleted for good. */
  readonly deletedOutputs?: {
    /** Returns what `restore` takes. */
    put(path: string): Promise<string>;
    restore(id: string): Promise<void>;
  };
  /** Most files at once, whatever the settings say. Default: as many as there are cores. */
  readonly maxWorkers?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Threads for one file. Unless the user chose a number, all files processed in parallel share the machine's cores. */
export function threadsOf({ filesAtOnce, threads }: ReturnType<JobQueuePorts['settings']>): number {
  return threads > 0 ? threads : Math.max(1, Math.floor(Math.min(256, availableParallelism()) / filesAtOnce));
}
