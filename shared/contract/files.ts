import type { ContractError } from './result.js';

/** Names a file to the window, which never sees a path and cannot make one up. Valid until the host ends. */
export type FileId = string;

/** Told by the first bytes, not by the name. */
export type FileKind = 'npy' | 'npz' | 'container' | 'hdf5' | 'raw' | 'folder' | 'unreadable';

/** What can be done with a file. */
export type Action = 'compress' | 'decompress' | 'inspect' | 'compare';

export interface ArrayFacts {
  /** numpy's spelling: `<f8`, or the list of a structured dtype. */
  readonly descr: string;
  /** For people: `float64`, `uint16 big-endian`, `record of 3 fields`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  readonly itemsize: number;
}

export interface ContainerFacts {
  /** Uncompressed bytes; undefined when the container was streamed and does not say. */
  readonly plainBytes?: number;
  readonly checksum: string;
  readonly offsets: boolean;
  /** As the header says; undefined when it does not. */
  readonly nchunks?: number;
  readonly chunkSizeBytes?: number;
  /** Every offset is -1: the writer was killed before it finished. */
  readonly aborted: boolean;
}

/** One array of a `.npz` archive. */
export interface MemberFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly array?: ArrayFacts;
  /** Why it cannot be read: Python objects, damage. */
  readonly problem?: string;
}

/** What a file is, from its head alone: nothing is decompressed to tell. */
export interface FileFacts {
  readonly id: FileId;
  readonly name: string;
  /** Where it lies, shortened for people: `~/data/stations`. For display only. */
  readonly folder: string;
  /** Its place below the folder that was dropped, if one was: kept in the output tree. */
  readonly relativeFolder?: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly array?: ArrayFacts;
  readonly container?: ContainerFacts;
  readonly members?: readonly MemberFacts[];
  /** Why it cannot be used, when `kind` is `unreadable`. */
  readonly problem?: ContractError;
  /** What can be done with it; the first is the one that is meant most likely. A damaged file can only be inspected. */
  readonly actions: readonly Action[];
}

/** A guess at what raw bytes are. */
export interface RawGuess {
  readonly descr: string;
  readonly dtype: string;
  /** The first values, as they would print. */
  readonly firstValues: readonly string[];
}

/** How well a sample of the bytes shrinks when shuffled at each typesize: the highest ratio tells the item size. */
export interface TypesizeProbe {
  readonly sampleBytes: number;
  readonly ratios: readonly { readonly typesize: 1 | 2 | 4 | 8; readonly ratio: number }[];
  readonly best: 1 | 2 | 4 | 8;
  /** The three likeliest readings, the likeliest first. */
  readonly guesses: readonly RawGuess[];
}

/** A folder as the web host's file browser shows it. */
export interface FolderListing {
  readonly id: FileId;
  readonly name: string;
  /** From the root to here; the last is this folder. */
  readonly trail: readonly { readonly id: FileId; readonly name: string }[];
  readonly entries: readonly FolderEntry[];
  /** More entries there are than were listed. */
  readonly leftOut: number;
}

export interface FolderEntry {
  readonly id: FileId;
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}
