import type { ContractError } from '../../../shared/contract/result.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { WorkerStep } from '../queue/job-state.js';

/** The thread that runs jobs, one at a time. */
export interface JobService {
  readonly calls: {
    /** Never fails: failures are an outcome. */
    run(order: WorkOrder): Outcome;
  };
  readonly streams: object;
  readonly event: JobReport;
}

export interface WorkOrder {
  readonly spec: JobSpec;
  /** Chunks processed in parallel. */
  readonly nthreads: number;
  /** See control-word.ts. */
  readonly control: SharedArrayBuffer;
  /** Of the source of a spec with an `address`, with its secrets, where that is known. */
  readonly address?: string;
  /** Whether servers on this machine and in private networks may be asked. Default: they are refused. */
  readonly privateAddresses?: boolean;
}

/** A report of a running job. */
export type JobReport =
  | { readonly kind: 'step'; readonly step: WorkerStep }
  | { readonly kind: 'prepared'; readonly source: SourceFacts }
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'verdicts'; readonly verdicts: ChunkVerdicts };

/** Values of `ChunkVerdicts.states`; 0 is for chunks that have not been checked. */
export const CHUNK_STATES = { unchecked: 0, match: 1, mismatch: 2, unreadable: 3 } as const;

/** The results of consecutive chunks. Arrays have one entry per chunk. */
export interface ChunkVerdicts {
  readonly firstChunk: number;
  /** Of `CHUNK_STATES`. */
  readonly states: Uint8Array;
  /** Milliseconds to read, check and decompress; NaN where that was not done. */
  readonly decodeMs: Float32Array;
  /** Bits a byte, 0 to 8, of the stored data; NaN where they could not be read. */
  readonly entropy: Float32Array;
  /** Computed digests, in hex, of chunks whose stored digest differs. */
  readonly computed: readonly (readonly [chunkIndex: number, hex: string])[];
  /** How long the verification took so far. */
  readonly elapsedMs: number;
}

/** Facts of the source's head. */
export interface SourceFacts {
  readonly kind: 'npy' | 'npz' | 'arrays' | 'raw' | 'container';
  /** Bytes of the source that progress counts up to. */
  readonly sourceBytes: number;
  /** Uncompressed bytes; undefined for a streamed container, which does not store it. */
  readonly plainBytes?: number;
  /** Undefined where it is not known beforehand. */
  readonly chunks?: number;
  /** Bytes of an item of the array, if there is one. */
  readonly itemsize?: number;
}

/** Progress of the current step. No number decreases within a step. */
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

/** How the output was checked before it got its final name. */
export type Verdict = 'not checked' | 'verified' | 'identical to the source';
