import type { NdArray } from '../../engine/arrays/ndarray.js';
import type { FormatPlan } from './types.js';

/**
 * A file format with its library, as it takes part in a benchmark. `write` and `read` are timed; all earlier work
 * (loading a library, starting an interpreter) belongs in `open`.
 */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** The default levels; [0] for a format without levels. */
  readonly levels: readonly number[];
  /** Whether it processes several chunks in parallel. */
  readonly parallel: boolean;
  /** Its name in the figures of 2014. */
  readonly published?: string;
  /** Checks whether it can run on this machine. */
  inspect(): Promise<Inspection>;
  /** Prepares the array, which does not change until `close`. Throws ArgumentError for an array that it cannot store. */
  open(array: NdArray, settings: ContenderSettings): Promise<ContenderSession>;
}

export interface Inspection {
  /** Name and version of the library that does the work. */
  readonly library: string;
  /** One sentence that says why it cannot run here; undefined if it can. */
  readonly unavailable?: string;
  /** A limitation that depends on what was found here; replaces that of the contender. */
  readonly note?: string;
}

export type ContenderSettings = Pick<FormatPlan, 'layout' | 'nthreads'> & {
  readonly signal?: AbortSignal;
  /** A folder of the run for temporary files. */
  readonly scratchFolder: string;
};

export interface ContenderSession {
  /** Writes the array to a new file, or folder, and returns when every byte has been synced. */
  write(path: string, level: number): Promise<void>;
  /** Reads it back and decodes all of it. */
  read(path: string): Promise<LoadedArray>;
  close(): Promise<void>;
}

/** The array that was read. `bytes` is not timed: it may have to fetch them from another process. */
export interface LoadedArray {
  bytes(): Promise<Uint8Array>;
}

export function loaded(bytes: Uint8Array): LoadedArray {
  return { bytes: async () => bytes };
}
