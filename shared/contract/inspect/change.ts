import { z } from 'zod';
import { documentId } from './document.js';

/** New metadata for a container, as JSON text; every digit of a number counts. */
export const metadataRequest = z.strictObject({ document: documentId, json: z.string().max(16 * 2 ** 20) });

/** What writing them would do; nothing is written to tell. */
export interface MetadataPlan {
  readonly storedBytes: number;
  readonly roomBytes: number;
  /** `in-place`: they fit the room. `rewrite`: the whole container is written anew beside the old one, then takes its name. */
  readonly how: 'in-place' | 'rewrite';
  /** What would contradict the data: a dtype or shape that needs another number of bytes. */
  readonly problem?: string;
}

export interface MetadataChanged {
  readonly how: 'in-place' | 'rewrite';
  /** The text before, to undo with; absent when there were none. */
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
  /** Offset slots there are; absent where no offsets are kept. */
  readonly slots?: number;
  /** The last chunk is written anew, because it was not full. */
  readonly replacesLastChunk: boolean;
  /** `rewrite`: no room for the offsets or the metadata, so that the container is written anew with more. */
  readonly how: 'in-place' | 'rewrite';
  /** Why it cannot be done; the other numbers then say what was tried. */
  readonly obstacle?: string;
}

export interface RepairPlanView {
  readonly steps: readonly string[];
  readonly readableChunks: number;
  readonly lostChunks: number;
  /** A repaired copy beside the file, unless the damage can be mended in place without touching data. */
  readonly how: 'in-place' | 'copy';
  readonly possible: boolean;
}

/** Two containers side by side. */
export const diffRequest = z.strictObject({ left: documentId, right: documentId });

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
    /** Of the chunks both have: those whose stored size differs. */
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
  /** Largest difference, as numpy would print it; absent for dtypes that cannot be subtracted. */
  readonly largest?: string;
  /** Index of the first one that differs, and both values. */
  readonly first?: { readonly index: readonly number[]; readonly left: string; readonly right: string };
  /** Share of differing values in at most 600 bins along the data. */
  readonly course: readonly number[];
}
