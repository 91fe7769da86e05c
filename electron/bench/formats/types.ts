/**
 * Plan and report of a benchmark of whole formats: arrays written to and read from real files by real libraries.
 * Plain data that any thread, host or page can pass on. Times in milliseconds, sizes in bytes.
 */
import type { ResultFlag } from '../../../shared/compare/result.js';
import type { WorkerFiles } from '../../threads/start-thread.js';
import type { DataSetName, DataSetSize } from '../datasets/data-sets.js';

/** The array to store: a `.npy` file, or a built-in data set in one of the sizes of 2014. */
export type Subject =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'data-set'; readonly name: DataSetName; readonly size: DataSetSize };

/** A contender at a level; 0 if it has none. */
export interface Entry {
  readonly contender: string;
  readonly level: number;
}

export interface FormatPlan {
  readonly subjects: readonly Subject[];
  /** Ids; default: all contenders. */
  readonly contenders?: readonly string[];
  /** Levels of the contenders that have levels; default: those of each contender. */
  readonly levels?: readonly number[];
  /** Timed rounds, after an untimed one. */
  readonly repeats: number;
  /** Bloscpack as it writes by default, or as in 2014: without offsets and checksums. */
  readonly layout: 'default' | 'talk-2014';
  /** Chunks that Bloscpack processes in parallel; all other contenders use one thread. */
  readonly nthreads: number;
}

export interface FormatRunLimits {
  /** Keeps each timed round; rounds that it holds are not measured again. */
  readonly samplesFile?: string;
  /** After this time nothing more is measured; the report has the rounds until then. */
  readonly withinMs?: number;
}

/** The plan, and where to run it. The worker is the bundle dist/contenders.cjs. */
export interface FormatRunOptions extends WorkerFiles, FormatRunLimits {
  readonly plan: FormatPlan;
  /** The folder to measure. A temporary folder is created in it and removed at the end. */
  readonly folder: string;
}

/** Facts of a contender. */
export interface ContenderFacts {
  readonly id: string;
  /** The displayed name: `HDF5, gzip`. */
  readonly label: string;
  /** The library and its version. */
  readonly library: string;
  /** A limitation that matters for the comparison. */
  readonly note?: string;
  readonly levels: readonly number[];
  readonly threads: number;
  /** Its counterpart in the figures of 2014. */
  readonly published?: string;
  /** Why it cannot run here; undefined if it can. */
  readonly unavailable?: string;
}

/** The repeats of one measure, in the order of measurement, and their statistics. */
export interface Timing {
  readonly repeatsMs: readonly number[];
  readonly medianMs: number;
  /** Quartiles. */
  readonly q1Ms: number;
  readonly q3Ms: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** `unstable`: they scatter too much; `drift`: they rise or fall steadily. See shared/compare/statistics.ts. */
  readonly flags: readonly ResultFlag[];
}

/** One entry on one array: measured and read back byte for byte, or the reason why not. */
export type FormatRow = MeasuredRow | FailedRow;

interface RowKey {
  readonly entry: Entry;
  /** Index in `FormatReport.arrays`. */
  readonly arrayIndex: number;
}

export interface MeasuredRow extends RowKey {
  readonly kind: 'measured';
  /** Everything on disk: headers and checksums too. */
  readonly storedBytes: number;
  /** plain / stored. */
  readonly ratio: number;
  /** Serialise, write, fsync, close. */
  readonly write: Timing;
  /** Open, read and decode while the file is in the page cache. */
  readonly read: Timing;
  /** The same after the file was dropped from the page cache; undefined if that is impossible. */
  readonly coldRead?: Timing;
  readonly verified: true;
}

export interface FailedRow extends RowKey {
  readonly kind: 'failed';
  /** One plain sentence. */
  readonly reason: string;
}

export interface ArrayFacts {
  readonly subject: Subject;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly plainBytes: number;
  readonly sha256: string;
}

export interface FormatEnvironment {
  readonly cpu: string;
  readonly cores: number;
  readonly os: string;
  readonly memoryBytes: number;
  readonly node: string;
  /** How files were dropped from the page cache, or why they were not. */
  readonly coldReads: string;
}

export interface FormatReport {
  readonly formatVersion: 1;
  readonly startedIso: string;
  readonly elapsedMs: number;
  readonly environment: FormatEnvironment;
  readonly plan: FormatPlan;
  readonly contenders: readonly ContenderFacts[];
  readonly arrays: readonly ArrayFacts[];
  readonly rows: readonly FormatRow[];
  /** The ranking of 2014 over these rows, beside the published one; only for layout `talk-2014`. */
  readonly talk2014?: Talk2014Comparison;
}

/** One measurement published in 2014. Seconds. */
export interface PublishedRow {
  readonly size: DataSetSize;
  /** `ephemeral`, a local disk, or `esb`, a disk behind the network. */
  readonly storage: string;
  readonly dataSet: DataSetName;
  readonly codec: string;
  readonly level: number;
  readonly compressSeconds: number;
  readonly decompressSeconds: number;
  /** With the page cache dropped. */
  readonly coldSeconds: number;
  readonly ratio: number;
}

/** Our row and the one published for its counterpart on a local disk. */
export interface PairedRow {
  readonly entry: Entry;
  readonly arrayIndex: number;
  readonly published: PublishedRow;
}

export interface Score {
  readonly entry: Entry;
  readonly score: number;
  /** Counted from 1, the best; equal scores share it. */
  readonly place: number;
  /** Over the same arrays, entries and measures, from the published figures. */
  readonly publishedScore: number;
  readonly publishedPlace: number;
}

export interface Talk2014Comparison {
  readonly paired: readonly PairedRow[];
  readonly withRatio: readonly Score[];
  readonly withoutRatio: readonly Score[];
}

/** Events of a run; `done` is the last. */
export type FormatEvent =
  | { readonly kind: 'started'; readonly contenders: readonly ContenderFacts[]; readonly steps: number }
  /** An entry is about to be written and read. */
  | { readonly kind: 'step'; readonly done: number; readonly steps: number; readonly words: string }
  /** An entry has all its repeats on an array. */
  | { readonly kind: 'row'; readonly row: FormatRow; readonly array: ArrayFacts }
  | { readonly kind: 'done'; readonly report: FormatReport };

export function isMeasuredRow(row: FormatRow): row is MeasuredRow {
  return row.kind === 'measured';
}

/** `bloscpack_lz4_7`, the spelling of 2014. */
export function entryName({ contender, level }: Entry): string {
  return `${contender}_${level}`;
}
