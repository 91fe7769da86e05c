import { z } from 'zod';
import type { ArrayFacts, FileId, MemberFacts } from '../files.js';
import { rawImport } from '../intake.js';
import type { ContractError } from '../result.js';

/** Names an open document to the window: a file, a member of an archive, or raw bytes read as an array. */
export type DocumentId = string;
export const documentId = z.string().min(1).max(100);

/** What to open, and how. `readAs` looks at plain bytes as an array without changing the file. */
export const openRequest = z.strictObject({
  id: z.string().min(1).max(100),
  member: z.string().max(1000).optional(),
  readAs: rawImport.optional(),
});

export type DocumentKind = 'container' | 'npy' | 'npz' | 'raw' | 'unreadable';

/** What can be told of a document from the heads of its sections alone, whatever its size. */
export interface DocumentOverview {
  readonly document: DocumentId;
  readonly kind: DocumentKind;
  readonly file: DocumentFile;
  /** The array of a `.npz` archive that is looked at. */
  readonly member?: string;
  /** The other arrays there are in a `.npz` archive; only when no member was chosen. */
  readonly members?: readonly MemberFacts[];
  /** The array there is to look at; absent for plain bytes that nobody said how to read. */
  readonly array?: ArrayFacts;
  /** The reading asked for with `readAs`: it is not what the file says of itself. */
  readonly isReadAs: boolean;
  /** Uncompressed bytes; absent while they are not known (streamed containers without counts). */
  readonly plainBytes?: number;
  readonly container?: ContainerOverview;
  /** What is wrong, in the order of the file; the rest of the document is there as far as it parses. */
  readonly problems: readonly DocumentProblem[];
  /** For files that are nothing known: what they begin with. */
  readonly head?: { readonly hex: string; readonly looksLike?: string };
}

export interface DocumentFile {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface DocumentProblem {
  readonly severity: 'damage' | 'notice';
  /** One sentence: what, where, and what follows. */
  readonly message: string;
  /** A key of the engine's table of problems, or the kind of an error. */
  readonly kind: string;
  readonly chunkIndex?: number;
  readonly offsetBytes?: number;
  /** Elements and rows that the problem costs, end-exclusive, where that can be told. */
  readonly elements?: readonly [start: number, end: number];
  readonly error?: ContractError;
  /** Whether `blpk repair` can do something about it. */
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
  /** `derived`: from counts and sizes, no chunk was read for it. */
  readonly basis: 'exact' | 'derived';
}

export interface ContainerOverview {
  readonly formatVersion: number;
  readonly checksum: string;
  /** Bytes of each chunk's digest. */
  readonly digestBytes: number;
  readonly typesize: number;
  /** -1: a streaming writer did not know. */
  readonly chunkSize: number;
  readonly lastChunk: number;
  readonly maxAppChunks: number;
  /** As the header says; absent when it does not know. */
  readonly nchunks?: number;
  /**
   * `complete`: every offset is there or none are kept. `aborted`: every offset is -1, the writer was killed before it finished.
   * `unknown-count`: a streamed container that does not say how many chunks it has. `damaged`: see the problems.
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
    /** Bytes that hold nothing yet, and their share of the file. */
    readonly costBytes: number;
  };
  readonly metadata?: MetadataView;
  /** Elements of one full chunk and rows of the first axis, where both are whole numbers. */
  readonly perChunk?: { readonly elements: number; readonly rows?: number };
}

export interface MetadataView {
  /** Pretty JSON with every digit as stored; absent when the bytes are no JSON or are damaged. */
  readonly json?: string;
  readonly magicFormat: string;
  readonly codec: string;
  readonly level: number;
  readonly checksum: string;
  readonly plainBytes: number;
  readonly storedBytes: number;
  readonly roomBytes: number;
  /** Where the section begins and ends in the file. */
  readonly offsetBytes: number;
}
