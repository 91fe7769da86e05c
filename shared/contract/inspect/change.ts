import { z } from 'zod';
import { documentId } from './document.js';

/** New metadata for a container, as JSON text: numbers keep every digit. */
export const metadataRequest = z.strictObject({ document: documentId, json: z.string().max(16 * 2 ** 20) });

/** What writing the metadata would do. Writes nothing. */
export interface MetadataPlan {
  readonly storedBytes: number;
  readonly roomBytes: number;
  /** `in-place`: they fit the room. `rewrite`: a new container is written and replaces the old one. */
  readonly how: 'in-place' | 'rewrite';
  /** What would contradict the data: a dtype or shape that needs another number of bytes. */
  readonly problem?: string;
  /** How the data would be read otherwise than now, where that is possible: another dtype, shape or order of the same bytes. */
  readonly warning?: string;
}

export interface MetadataChanged {
  readonly how: 'in-place' | 'rewrite';
  /** The old text, for undo; absent when there were none. */
  readonly before?: string;
}

export const appendRequest = z.strictObject({ document: documentId, source: z.string().min(1).max(100) });

/** What appending a file would do. */
export interface AppendPlanView {
  readonly sourceName: string;
  readonly addedBytes: number;
  /** Absent for plain bytes. */
  readonly oldShape?: readonly number[];
  readonly newShape?: readonly number[];
  readonly oldChunks: number;
  readonly newChunks: number;
  /** Number of offset slots; absent without offsets. */
  readonly slots?: number;
  /** Whether the last chunk is packed again, because it is not full. */
  readonly replacesLastChunk: boolean;
  /** `rewrite`: there is too little room for offsets or metadata, so that the container is rewritten with more. */
  readonly how: 'in-place' | 'rewrite';
  /** Why it is not possible. */
  readonly obstacle?: string;
}

/** `missing`: what happens to the data of lost chunks. With zeros, every other value keeps its place, and an array its shape. */
export const repairRequest = z.strictObject({ document: documentId, missing: z.enum(['zeros', 'left-out']) });

export interface RepairPlanView {
  readonly steps: readonly string[];
  /** What happens to missing data: `left-out` although `zeros` were requested for the reason of `obstacle`. */
  readonly missing: 'zeros' | 'left-out';
  readonly obstacle?: string;
  readonly readableChunks: number;
  readonly lostChunks: number;
  /** `copy`: a repaired copy beside the file; `in-place`: the damage can be repaired without changing data. */
  readonly how: 'in-place' | 'copy';
  readonly possible: boolean;
}

/** What the array of a document can be converted to, by the ending of the output. `zarr` is a folder. */
export const convertTargets = ['h5', 'zarr', 'zarr.zip', 'npy'] as const;
export type ConvertTarget = (typeof convertTargets)[number];

export const convertRequest = z.strictObject({ document: documentId, to: z.enum(convertTargets) });

/** What a conversion would write. */
export interface ConvertPlanView {
  readonly outputFolder: string;
  /** Those that can hold the array and be written by this host, in the order of `convertTargets`. */
  readonly choices: readonly {
    readonly to: ConvertTarget;
    readonly outputName: string;
    /** Why the chunks will be compressed anew and not moved, as the end of a sentence. */
    readonly recompressReason?: string;
  }[];
  /** Why nothing can be written. */
  readonly obstacle?: string;
}

/** Two containers side by side. */
export const diffRequest = z.strictObject({ left: documentId, right: documentId });

/** `tolerance`: numbers that are no further apart count as equal. Without it, all bits have to be the same. */
export const dataDiffRequest = diffRequest.extend({ tolerance: z.number().min(0).finite().optional() });

export interface DocumentDiff {
  readonly fields: readonly {
    readonly name: string;
    readonly left?: string;
    readonly right?: string;
    readonly same: boolean;
  }[];
  readonly metadata: readonly { readonly path: string; readonly left?: string; readonly right?: string }[];
  readonly chunks: {
    readonly left: number;
    readonly right: number;
    /** Number of chunks in both whose stored sizes differ. */
    readonly differing: number;
    /** Right over left, in at most 600 bins along the file; 1 where equal. */
    readonly course: readonly number[];
    readonly leftBytes: number;
    readonly rightBytes: number;
    readonly largest: readonly {
      readonly chunkIndex: number;
      readonly leftBytes: number;
      readonly rightBytes: number;
    }[];
  };
  /** Whether shapes and dtypes match, so that the data can be compared. */
  readonly comparable: boolean;
}

export interface DataDiff {
  readonly same: boolean;
  readonly values: number;
  readonly differing: number;
  /** With a tolerance: values whose bits differ, but by no more than it. */
  readonly withinTolerance: number;
  /** Largest difference, as numpy would print it; absent for dtypes that cannot be subtracted. */
  readonly largest?: string;
  /** Index of the first one that differs, and both values. */
  readonly first?: { readonly index: readonly number[]; readonly left: string; readonly right: string };
  /** Share of differing values in at most 600 bins along the data. */
  readonly course: readonly number[];
}
