import type { ContractError } from './result.js';

/** Identifies a file for the window, which gets no paths. Valid until the host ends. */
export type FileId = string;

/** A file on a server that the window may use. */
export interface AdmittedAddress {
  readonly id: FileId;
  /** The last part of the address. */
  readonly name: string;
}

/** By the first bytes of the file, not by its name. */
export type FileKind =
  | 'npy'
  | 'npz'
  | 'container'
  | 'hdf5'
  | 'zarr'
  | 'parquet'
  | 'arrow'
  | 'bcolz'
  | 'raw'
  | 'folder'
  | 'unreadable';

/** What can be done with a file. */
export type Action = 'compress' | 'decompress' | 'inspect' | 'compare';

export interface ArrayFacts {
  /** numpy's spelling: `<f8`, or the list of a structured dtype. */
  readonly descr: string;
  /** Readable name: `float64`, `uint16 big-endian`, `{x: float32, y: float32, 2 more}`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  readonly itemsize: number;
}

export interface ContainerFacts {
  /** Uncompressed bytes; undefined when the container was streamed and does not state them. */
  readonly plainBytes?: number;
  readonly checksum: string;
  readonly offsets: boolean;
  /** From the header; undefined when it is unknown there. */
  readonly nchunks?: number;
  readonly chunkSizeBytes?: number;
  /** Every offset is -1: the writer was aborted. */
  readonly aborted: boolean;
  /** The file ends before its last chunk does, by its offsets. */
  readonly truncated?: boolean;
}

/** The arrays of a file or folder of another format (HDF5, Zarr, Parquet, Arrow, bcolz, joblib, CSV). */
export interface ArraysFacts {
  /** As people call it: `HDF5`. */
  readonly format: string;
  /** The arrays that can be read; undefined when all of the file would have to be read for it, or when it is damaged. */
  readonly count?: number;
  /** Counting stopped at `count`: there may be more. */
  readonly isMore?: boolean;
  /** Why its arrays cannot be listed. */
  readonly problem?: string;
}

/** One array of a `.npz` archive, or of a file of another format. */
export interface MemberFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly array?: ArrayFacts;
  /** Why it cannot be read: Python objects, damage. */
  readonly problem?: string;
}

/** Facts about a file, from its head only; nothing is decompressed. */
export interface FileFacts {
  readonly id: FileId;
  readonly name: string;
  /** Its folder, shortened for display: `~/data/stations`. */
  readonly folder: string;
  /** Of a file on a server, as in DocumentFile; `modifiedMs` is then 0. */
  readonly address?: string;
  /** Its folder from the dropped one on, if it was found in one; the output has the same relative path. */
  readonly relativeFolder?: string;
  readonly kind: FileKind;
  /** A folder that is one store of arrays (Zarr, bcolz), and is taken as a file. */
  readonly isFolder?: true;
  /** 0 for a folder. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** The only array, where it has no name. */
  readonly array?: ArrayFacts;
  readonly container?: ContainerFacts;
  /** The arrays to choose from, of an archive or a file of another format; at most the first 1000 of the latter. */
  readonly members?: readonly MemberFacts[];
  /** Of a file of another format. Without `array` and `members`, the Inspector shows its arrays, and it is compressed as plain bytes. */
  readonly arrays?: ArraysFacts;
  /** Why it cannot be used, when `kind` is `unreadable`. */
  readonly problem?: ContractError;
  /** The possible actions, the most likely one first. A damaged file can only be inspected. */
  readonly actions: readonly Action[];
}

/** A possible interpretation of raw bytes. */
export interface RawGuess {
  readonly descr: string;
  readonly dtype: string;
  /** The first values, as they would print. */
  readonly firstValues: readonly string[];
}

/** Ratios of a sample of the bytes, shuffled with each typesize: the highest ratio indicates the item size. */
export interface TypesizeProbe {
  readonly sampleBytes: number;
  readonly ratios: readonly { readonly typesize: 1 | 2 | 4 | 8; readonly ratio: number }[];
  readonly best: 1 | 2 | 4 | 8;
  /** The three most likely interpretations, the most likely one first. */
  readonly guesses: readonly RawGuess[];
}

/** A folder as the web host's file browser shows it. */
export interface FolderListing {
  readonly id: FileId;
  readonly name: string;
  /** From the root to here; the last is this folder. */
  readonly trail: readonly { readonly id: FileId; readonly name: string }[];
  readonly entries: readonly FolderEntry[];
  /** Number of entries that are not listed. */
  readonly leftOut: number;
}

export interface FolderEntry {
  readonly id: FileId;
  readonly name: string;
  readonly isFolder: boolean;
  /** A folder that is one store of arrays (Zarr, bcolz). */
  readonly isStore?: true;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}
