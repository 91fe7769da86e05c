import { z } from 'zod';
import type { ArrayFacts, FileId, MemberFacts } from '../files.js';
import { rawImport } from '../intake.js';
import type { ContractError } from '../result.js';

/** Identifies an open document: a file, a member of an archive, or raw bytes read as an array. */
export type DocumentId = string;
export const documentId = z.string().min(1).max(100);

/** What to open, and how. `readAs` shows plain bytes as an array without changing the file. */
export const openRequest = z.strictObject({
  id: z.string().min(1).max(100),
  member: z.string().max(1000).optional(),
  readAs: rawImport.optional(),
});

/** `arrays`: a file of another format that holds arrays, such as HDF5; see `format`. */
export type DocumentKind = 'container' | 'npy' | 'npz' | 'arrays' | 'raw' | 'unreadable';

/** Facts about a document from the heads of its sections; the time does not depend on its size. */
export interface DocumentOverview {
  readonly document: DocumentId;
  readonly kind: DocumentKind;
  readonly file: DocumentFile;
  /** The format of a file of kind `arrays`, as people call it: `HDF5`. */
  readonly format?: string;
  /** A script of Python that reads the selected array, or opens the file when there is none. */
  readonly python?: string;
  /** The selected array of a `.npz` archive or a file of kind `arrays`. */
  readonly member?: string;
  /** The arrays of a `.npz` archive or a file of kind `arrays`; only when none was selected. */
  readonly members?: readonly MemberFacts[];
  /** The array; absent for plain bytes without `readAs`. */
  readonly array?: ArrayFacts;
  /** Whether the array comes from `readAs` and not from the file. */
  readonly isReadAs: boolean;
  /** Uncompressed bytes; absent while they are not known (streamed containers without counts). */
  readonly plainBytes?: number;
  readonly container?: ContainerOverview;
  /** The chunks of an array of kind `arrays`, where they are Blosc's. */
  readonly chunks?: ChunksOverview;
  /** The problems, in the order of the file. The other fields are present as far as the file can be parsed. */
  readonly problems: readonly DocumentProblem[];
  /** Bytes of a file on a server that have arrived since its address was opened. */
  readonly receivedBytes?: number;
  /** For files of unknown kind: their first bytes. */
  readonly head?: { readonly hex: string; readonly looksLike?: string };
}

export interface DocumentFile {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  /** A folder that is one store of arrays (Zarr, bcolz). */
  readonly isFolder?: true;
  /** 0 for a folder. */
  readonly sizeBytes: number;
  /** Absent for a file on a server. */
  readonly modifiedMs?: number;
  /** Of a file on a server: without user name, password and the values of a query. It can only be read. */
  readonly address?: string;
}

export interface DocumentProblem {
  readonly severity: 'damage' | 'notice';
  /** One sentence: what is wrong, where, and what it means for the user. */
  readonly message: string;
  /** A key of the engine's table of problems, or the kind of an error. */
  readonly kind: string;
  readonly chunkIndex?: number;
  readonly offsetBytes?: number;
  /** Elements and rows that cannot be read because of the problem, end-exclusive, where known. */
  readonly elements?: readonly [start: number, end: number];
  readonly error?: ContractError;
  /** Whether `blpk repair` can repair it. */
  readonly repairable: boolean;
}

/** Kinds of bytes in a container. The colours of the window and the order of the file follow this list. */
export const regionKinds = [
  'header',
  'metadata-header',
  'metadata',
  'metadata-reserve',
  'metadata-checksum',
  'offsets',
  'offsets-reserve',
  'chunk-header',
  'block-starts',
  'payload',
  'chunk-checksum',
  'unknown',
] as const;
export type RegionKind = (typeof regionKinds)[number];

/** All bytes of one kind. */
export interface RegionSum {
  readonly region: RegionKind;
  readonly sizeBytes: number;
  /** `derived`: computed from counts and sizes, without reading chunks. */
  readonly basis: 'exact' | 'derived';
}

export interface ContainerOverview {
  readonly formatVersion: number;
  readonly checksum: string;
  /** Bytes of each chunk's digest. */
  readonly digestBytes: number;
  readonly typesize: number;
  /** -1: unknown, as a streaming writer leaves it. */
  readonly chunkSize: number;
  readonly lastChunk: number;
  readonly maxAppChunks: number;
  /** From the header; absent when it is unknown there. */
  readonly nchunks?: number;
  /**
   * `complete`: all offsets are filled in, or there is no offsets section. `aborted`: every offset is -1, the writer was aborted.
   * `unknown-count`: a streamed container that does not state its number of chunks. `damaged`: see the problems.
   */
  readonly state: 'complete' | 'aborted' | 'unknown-count' | 'damaged';
  readonly hasOffsets: boolean;
  /** Stored bytes of all chunks with their headers and digests. */
  readonly chunksBytes: number;
  /** Sum of the bytes by kind, in file order. */
  readonly regions: readonly RegionSum[];
  readonly reserve: {
    readonly offsetSlots: number;
    readonly offsetSlotsUsed: number;
    readonly metadataRoomBytes: number;
    readonly metadataUsedBytes: number;
    /** Unused bytes, and their share of the file. */
    readonly costBytes: number;
  };
  readonly metadata?: MetadataView;
  /** Elements of one full chunk and rows of the first axis, where both are whole numbers. */
  readonly perChunk?: { readonly elements: number; readonly rows?: number };
}

/** The chunks of an array as blocks of it, in files other than containers. */
export interface ChunksOverview {
  readonly nchunks: number;
  /** Items of a chunk, and chunks, along each axis. */
  readonly chunkShape: readonly number[];
  readonly counts: readonly number[];
  /** Plain bytes of a whole chunk. */
  readonly chunkBytes: number;
}

export interface MetadataView {
  /** Formatted JSON, numbers with every stored digit; absent when the bytes are damaged or not JSON. */
  readonly json?: string;
  readonly magicFormat: string;
  readonly codec: string;
  readonly level: number;
  readonly checksum: string;
  readonly plainBytes: number;
  readonly storedBytes: number;
  readonly roomBytes: number;
  /** Start and end of the section in the file. */
  readonly offsetBytes: number;
}
