import { z } from 'zod';
import type { CompareResult, DataFacts, Environment, Run } from '../compare/result.js';
import type { ContractError } from './result.js';

/** Identifies a running or a kept comparison. */
export type RunId = string;
const runId = z.string().min(1).max(100);
const fileId = z.string().min(1).max(100);

const codec = z.enum(['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd']);
const sizeBytes = z.int().min(0).max(2147483631);

/** What is measured. A container's data are taken decompressed; with `chunkIndex` that chunk alone. A folder gives a part of each file. */
export const compareSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    id: fileId,
    member: z.string().max(1000).optional(),
    chunkIndex: z.int().min(0).optional(),
  }),
  /** One of the built-in data sets, by its name. */
  z.strictObject({
    kind: z.literal('dataset'),
    name: z.string().max(60),
    plainBytes: z
      .int()
      .min(1)
      .max(2 ** 31),
  }),
]);
export type CompareSource = z.infer<typeof compareSource>;

/** The plan of shared/compare/plan.ts as a request; its meaning and limits are defined there. */
export const comparePlan = z.strictObject({
  preset: z.enum(['quick', 'balanced', 'full', 'custom']),
  codecs: z.array(codec).max(6),
  shuffles: z.array(z.enum(['none', 'byte', 'bit'])).max(3),
  levels: z.array(z.int().min(0).max(9)).max(10),
  chunkSizesBytes: z.array(sizeBytes).max(32),
  blocksizesBytes: z.array(sizeBytes).max(32),
  typesizes: z.array(z.int().min(1).max(255)).max(32),
  threads: z.array(z.int().min(1).max(256)).max(32),
  defaultTypesize: z.int().min(1).max(255),
  repeats: z.int().min(1).max(1000),
  minimumSampleMs: z.number().min(0).max(600_000),
  minimumTotalMs: z.number().min(0).max(3_600_000),
  seed: z.int().min(0).max(4294967295),
  wholeUpToBytes: z.number().min(0),
  sampleChunks: z.int().min(1).max(1_000_000),
  budgetMs: z.number().min(100).exactOptional(),
});

const limits = z.strictObject({
  ratio: z.number().positive().exactOptional(),
  compress: z.number().positive().exactOptional(),
  decompress: z.number().positive().exactOptional(),
});

/** The goal of shared/compare/goal.ts as a request. */
export const compareGoal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('smallest'), limits: limits.exactOptional() }),
  z.strictObject({ kind: z.literal('fastest-write'), limits: limits.exactOptional() }),
  z.strictObject({ kind: z.literal('fastest-read'), limits: limits.exactOptional() }),
  z.strictObject({
    kind: z.literal('storage'),
    writeBandwidth: z.number().positive(),
    readBandwidth: z.number().positive(),
    readsPerWrite: z.number().min(0),
    overlap: z.boolean(),
    limits: limits.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('ratio-at-least'), ratio: z.number().positive(), limits: limits.exactOptional() }),
]);

/** What can be measured on this machine, and the built-in data sets. */
export interface CompareFacts {
  /** This machine, to distinguish its runs from those of others. */
  readonly machine: Pick<Environment, 'host' | 'cpu'>;
  readonly cores: number;
  /** Codecs that this machine's Blosc lacks, and why. */
  readonly missingCodecs: readonly { readonly codec: string; readonly reason: string }[];
  readonly datasets: readonly {
    readonly name: string;
    readonly title: string;
    readonly dtype: string;
    /** How it is generated: a sentence, and the code. */
    readonly recipe: string;
    readonly code: string;
    /** The sizes of 2014: 1, 10 and 100 MiB. */
    readonly sizes: readonly { readonly name: 'small' | 'mid' | 'large'; readonly plainBytes: number }[];
  }[];
  readonly contenders: readonly ContenderFacts[];
}

/** A file format with its library, for end-to-end times. */
export interface ContenderFacts {
  readonly id: string;
  readonly label: string;
  readonly library?: string;
  /** A limitation that matters for the comparison. */
  readonly note?: string;
  readonly levels: readonly number[];
  /** Why it cannot be measured here. */
  readonly unavailable?: string;
}

/** What a plan would measure and how long it would take, after a calibration of about a second on the data. */
export interface ComparePreview {
  readonly data: DataFacts;
  readonly settings: number;
  readonly estimatedMs: number;
  /** Sentences: what is left out because of the budget. */
  readonly dropped: readonly string[];
}

/** A kept run, as the list shows it. */
export interface RunSummary {
  readonly id: RunId;
  readonly name: string;
  readonly startedIso: string;
  readonly host: string;
  /** Set when it was measured on another machine. */
  readonly isForeign: boolean;
  readonly data: Pick<DataFacts, 'name' | 'dtype' | 'plainBytes'>;
  readonly settings: number;
}

export interface CompareProgress {
  readonly run: RunId;
  readonly state: 'preparing' | 'calibrating' | 'running' | 'paused' | 'done' | 'stopped' | 'cancelled' | 'failed';
  /** 0 to 1. */
  readonly done: number;
  readonly remainingMs?: number;
  /** Total number of settings, once it is known. */
  readonly settings?: number;
  /** The results that are new or have more repeats than before. */
  readonly results: readonly CompareResult[];
  /** The present step as text: `round 3 of 7`. */
  readonly note?: string;
  readonly data?: DataFacts;
  readonly environment?: Environment;
  readonly error?: ContractError;
}

/** Measured bandwidth of the storage of a folder, in bytes per second. */
export interface StorageBandwidth {
  readonly writeBytesPerSecond: number;
  readonly readBytesPerSecond: number;
  /** `cold`: the cache was dropped before reading. */
  readonly readWas: 'cold' | 'warm';
  readonly measuredBytes: number;
  /** How it was measured, in a sentence. */
  readonly method: string;
}

/** Formats end to end: on the user's file, or on built-in data sets. */
export const formatsRequest = z.strictObject({
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('file'), id: fileId }),
    z.strictObject({
      kind: z.literal('datasets'),
      names: z.array(z.string().max(60)).min(1).max(20),
      sizes: z
        .array(z.enum(['small', 'mid', 'large']))
        .min(1)
        .max(3),
    }),
    /** The whole matrix of 2014. */
    z.strictObject({ kind: z.literal('talk-2014') }),
  ]),
  /** By their ids; empty for all. */
  contenders: z.array(z.string().max(60)).max(60),
  /** For the formats that have levels; empty for each format's default. */
  levels: z.array(z.int().min(1).max(9)).max(9),
  repeats: z.int().min(1).max(100),
  /** Folder for the temporary files; default: a folder of the host. */
  folder: fileId.optional(),
});
export type FormatsRequest = z.infer<typeof formatsRequest>;

/** One format at one level on one data set: seconds of each repeat, writing with sync and closing included. */
export interface FormatResult {
  readonly contender: string;
  readonly level: number;
  readonly dataset: string;
  readonly plainBytes: number;
  readonly storedBytes: number;
  readonly ratio: number;
  readonly writeSeconds: readonly number[];
  readonly readSeconds: readonly number[];
  /** Absent where the system does not allow dropping its cache. */
  readonly coldReadSeconds?: readonly number[];
  readonly verified: boolean;
  readonly failed?: string;
}

export interface FormatsProgress {
  readonly run: RunId;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly results: readonly FormatResult[];
  readonly note?: string;
  readonly error?: ContractError;
}

/** The matrix of 2014: the published figures, and those of the last run here. */
export interface TalkPage {
  readonly published: readonly FormatResult[];
  readonly measured: readonly FormatResult[];
  readonly scores: readonly {
    readonly contender: string;
    readonly publishedWithRatio?: number;
    readonly publishedWithoutRatio?: number;
    readonly measuredWithRatio?: number;
    readonly measuredWithoutRatio?: number;
  }[];
  readonly method: string;
}

export const compareRequests = {
  preview: z.strictObject({ source: compareSource, plan: comparePlan }),
  start: z.strictObject({ source: compareSource, plan: comparePlan, name: z.string().max(200).optional() }),
  control: z.strictObject({ run: runId, what: z.enum(['pause', 'resume', 'stop', 'cancel']) }),
  rerun: z.strictObject({ run: runId, keys: z.array(z.string().max(200)).min(1).max(5000) }),
  run: z.strictObject({ run: runId }),
  rename: z.strictObject({ run: runId, name: z.string().min(1).max(200) }),
  /** A saved run, as text; imported runs of other machines keep their names. */
  importRun: z.strictObject({ text: z.string().max(64 * 2 ** 20) }),
  bandwidth: z.strictObject({ folder: fileId }),
};
export type { Run };
