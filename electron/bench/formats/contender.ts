import type { NdArray } from '../../engine/arrays/ndarray.js';
import type { FormatPlan } from './types.js';

/**
 * A way to keep an array on disk. The timed parts are `write` and `read`; everything that a program would have done before
 * (loading a library, starting an interpreter) belongs into `open`.
 */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** Those taken when nobody asks for others; [0] where there are none to choose. */
  readonly levels: readonly number[];
  /** Whether it works on several chunks at once. */
  readonly parallel: boolean;
  /** Its name in the figures of 2014. */
  readonly published?: string;
  /** Looks for what it needs on this machine. */
  inspect(): Promise<Inspection>;
  /** Takes the array, which stays as it is until `close`. Throws ArgumentError for an array it cannot hold. */
  open(array: NdArray, settings: ContenderSettings): Promise<ContenderSession>;
}

export interface Inspection {
  /** Name and version of the library that does the work. */
  readonly library: string;
  /** Why it cannot run here, in a sentence. */
  readonly unavailable?: string;
}

export type ContenderSettings = Pick<FormatPlan, 'layout' | 'nthreads'> & {
  readonly signal?: AbortSignal;
  /** For what has to be handed over through files. Belongs to the run. */
  readonly scratchFolder: string;
};

export interface ContenderSession {
  /** Writes the array to a new file, or folder, and returns when every byte has been synced. */
  write(path: string, level: number): Promise<void>;
  /** Reads it back and decodes all of it. */
  read(path: string): Promise<LoadedArray>;
  close(): Promise<void>;
}

/** What was read. `bytes` is not timed: it may have to fetch them from another process. */
export interface LoadedArray {
  bytes(): Promise<Uint8Array>;
}

export function loaded(bytes: Uint8Array): LoadedArray {
  return { bytes: async () => bytes };
}
