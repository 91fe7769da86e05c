import type { ContractError } from '../../../shared/contract/result.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { WorkerStep } from '../queue/job-state.js';

/** The thread that runs jobs, one at a time. */
export interface JobService {
  readonly calls: {
    /** Never fails: what goes wrong is an outcome. */
    run(order: WorkOrder): Outcome;
  };
  readonly streams: object;
  readonly event: JobReport;
}

export interface WorkOrder {
  readonly spec: JobSpec;
  /** Chunks worked on at once. */
  readonly nthreads: number;
  /** See control-word.ts. */
  readonly control: SharedArrayBuffer;
}

/** How a job goes on. */
export type JobReport =
  | { readonly kind: 'step'; readonly step: WorkerStep }
  | { readonly kind: 'prepared'; readonly source: SourceFacts }
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'verdicts'; readonly verdicts: ChunkVerdicts };

/** Values of `ChunkVerdicts.states`; 0 is for chunks that have not been checked. */
export const CHUNK_STATES = { unchecked: 0, match: 1, mismatch: 2, unreadable: 3 } as const;

/** What was found out about chunks in a row. Arrays have an entry a chunk. */
export interface ChunkVerdicts {
  readonly firstChunk: number;
  /** Of `CHUNK_STATES`. */
  readonly states: Uint8Array;
  /** Milliseconds to read, check and decompress; NaN where that was not done. */
  readonly decodeMs: Float32Array;
  /** Bits a byte, 0 to 8, of the stored data; NaN where they could not be read. */
  readonly entropy: Float32Array;
  /** Digests as they were computed, in hex, of chunks whose stored one is another. */
  readonly computed: readonly (readonly [chunkIndex: number, hex: string])[];
  /** How long the verification took so far. */
  readonly elapsedMs: number;
}

/** What was found at the head of the source. */
export interface SourceFacts {
  readonly kind: 'npy' | 'npz' | 'raw' | 'container';
  /** Bytes of the source that progress counts up to. */
  readonly sourceBytes: number;
  /** Uncompressed bytes; undefined for a streamed container, which does not store it. */
  readonly plainBytes?: number;
  /** Undefined where it is not known beforehand. */
  readonly chunks?: number;
  /** Bytes of an item of the array there is. */
  readonly itemsize?: number;
}

/** How far the present step is. None of the numbers ever decreases within a step. */
export interface WorkProgress {
  readonly doneBytes: number;
  readonly plainBytes: number;
  readonly chunksDone: number;
  /** Bytes of the output so far; undefined while verifying. */
  readonly outputBytes?: number;
  /** Ratio of the chunks so far, thinned; undefined while verifying. */
  readonly ratios?: readonly number[];
}

export type Outcome =
  | {
      readonly kind: 'done';
      readonly plainBytes: number;
      readonly outputBytes: number;
      readonly chunks: number;
      readonly verdict: Verdict;
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** What was made sure of before the output got its name. */
export type Verdict = 'not checked' | 'verified' | 'identical to the source';
