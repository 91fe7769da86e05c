import type { FileId } from './files.js';
import type { CheckAfter, CompressOptions } from './intake.js';
import type { ContractError } from './result.js';

export type JobId = string;

/** The states of a job in order; the last four are final. See the state machine in electron/jobs/queue/job-state.ts. */
export type JobState =
  | 'waiting'
  | 'preparing'
  | 'running'
  | 'paused'
  | 'finalising'
  | 'verifying'
  | 'publishing'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'skipped';

/**
 * What a job does. `verify` has no output and fails when it finds damage; `append` adds its source to the container that is its
 * output; `repair` writes the whole chunks of its source to a new container beside it; `convert` writes the array of a container, or one of
 * another file, to a file or folder of another format.
 */
export type JobAction = 'compress' | 'decompress' | 'verify' | 'append' | 'repair' | 'convert';

const CONTAINER_READERS: ReadonlySet<JobAction> = new Set(['decompress', 'verify', 'repair', 'convert']);

/** Whether the source of a job is a container: an error of its format or of a checksum tells of damage in it. */
export function readsContainer({ action, fromArrays }: Pick<JobView, 'action' | 'fromArrays'>): boolean {
  return CONTAINER_READERS.has(action) && !fromArrays;
}

/** Whether a job failed because the container that it reads is damaged: then that can be inspected and repaired. */
export function hasFoundDamage(job: JobView): boolean {
  const kind = job.error?.kind;
  return job.state === 'failed' && readsContainer(job) && (kind === 'checksum' || kind === 'format');
}

/** Chunks that a job has checked. */
export interface CheckedChunks {
  readonly match: number;
  readonly mismatch: number;
  readonly unreadable: number;
}

/** One file of a batch, as the window shows it. */
export interface JobView {
  readonly id: JobId;
  readonly batchId: string;
  readonly action: JobAction;
  readonly state: JobState;
  readonly source: JobFile;
  /** The array of a `.npz` source that this job is about. */
  readonly member?: string;
  /** The source of this conversion is no container. */
  readonly fromArrays?: true;
  /** Present when the output has its name. */
  readonly output?: JobFile;
  /** Absent for jobs without output. */
  readonly outputName?: string;
  readonly outputFolder?: string;
  readonly sourceBytes: number;
  /** Source bytes processed in the present step; never decreases within a step. */
  readonly doneBytes: number;
  /** Uncompressed bytes of the data so far, or in total when done; without the header of a `.npy` file. */
  readonly plainBytes?: number;
  /** Uncompressed bytes in total, where they are known before the end. */
  readonly plainTotalBytes?: number;
  /** Size of the output so far, or in total when done. */
  readonly outputBytes?: number;
  /** Plain bytes a second, averaged over about 8 s while running, over the whole job when done. */
  readonly bytesPerSecond?: number;
  /** Remaining time; undefined until it can be estimated (after 3 chunks and 2 s). */
  readonly remainingMs?: number;
  readonly elapsedMs: number;
  readonly chunksDone: number;
  readonly chunks?: number;
  readonly error?: ContractError;
  /** Why it was skipped, as text. */
  readonly note?: string;
  /** The output is larger than its source. */
  readonly grew: boolean;
  /** Its output was deleted and can be restored. */
  readonly canRestoreOutput?: true;
  readonly options?: CompressOptions;
  readonly check: CheckAfter;
  /** What a verification has found so far. */
  readonly checked?: CheckedChunks;
}

export interface JobFile {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  /** Of a file on a server, as it may be shown: such a file can be inspected, and has no folder of this machine. */
  readonly address?: string;
}

/** What the side panel shows of a job in addition to its row. */
export interface JobDetails {
  readonly job: JobView;
  readonly steps: readonly JobStep[];
  /** Ratio of the chunks so far, thinned to a few hundred points. */
  readonly ratios: readonly number[];
  /** Plain bytes a second over time, likewise. */
  readonly speeds: readonly number[];
  readonly log: readonly JobLogLine[];
  /** The equivalent command line, or why there is none. */
  readonly blpk: { readonly command: string } | { readonly reason: string };
  readonly python: string;
}

export interface JobStep {
  readonly name: 'preparing' | 'working' | 'finalising' | 'verifying' | 'publishing';
  readonly state: 'waiting' | 'active' | 'done' | 'failed' | 'stopped' | 'left-out';
  readonly elapsedMs?: number;
}

export interface JobLogLine {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly text: string;
}

/** The queue as a whole. */
export interface QueueView {
  readonly jobs: readonly JobView[];
  readonly paused: boolean;
  readonly totals: QueueTotals;
  /** A batch that was interrupted in an earlier run of the program; the user decides whether to continue it. */
  readonly interrupted?: { readonly finished: number; readonly remaining: number; readonly strayParts: number };
}

export interface QueueTotals {
  /** Of the jobs since the queue was last at rest. */
  readonly sourceBytes: number;
  readonly doneBytes: number;
  /** 0 to 1: how much of the reading and of the checks of these jobs is done. */
  readonly fraction: number;
  /** How long at least one of them was being worked on. */
  readonly elapsedMs: number;
  readonly bytesPerSecond?: number;
  readonly remainingMs?: number;
  readonly startedMs?: number;
  readonly running: number;
  readonly waiting: number;
  /** Paused, before or after they had begun. */
  readonly paused: number;
  readonly attention: number;
  readonly finished: number;
}
