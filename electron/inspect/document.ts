import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import type { RawImport } from '../../shared/contract/intake.js';
import { ArgumentError, FormatError } from '../../shared/format/errors.js';
import type { ArraySpec } from '../../shared/format/numpy/array-metadata.js';
import type { Container } from '../engine/container/container.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import type { ChunkChecks } from './chunks/chunk-checks.js';
import type { ChunkTable } from './chunks/chunk-table.js';
import type { HeadFields } from './container/head-fields.js';

/** What to open: the host has resolved the window's id to a path. */
export interface OpenOrder {
  readonly path: string;
  readonly file: DocumentFile;
  /** An array of a `.npz` archive. */
  readonly member?: string;
  /** How to look at plain bytes. */
  readonly readAs?: RawImport;
}

/** What a document reports while it is open. */
export interface DocumentListener {
  readonly changed: (what: 'checks' | 'codecs' | 'walk', done: number) => void;
}

export interface Opening extends OpenOrder {
  readonly id: DocumentId;
  readonly listener: DocumentListener;
}

/** How an array is read wherever it lies: in a container, a `.npy` file, a member of an archive, or raw bytes. */
export interface ArrayReadOptions {
  readonly signal?: AbortSignal;
  /** Blocks that are decoded at once. Default: as the engine has it. */
  readonly nthreads?: number;
}

/** The bytes of one array, by their place in it. */
export interface ArrayAccess {
  readonly spec: ArraySpec;
  /** Plain bytes of the whole array: shape x item size. */
  readonly plainBytes: number;
  /**
   * Plain bytes [startByte, endByte) of the array in memory order; the memory belongs to the caller. Reads only the
   * blocks it needs. Throws ChecksumError or FormatError with the chunk's index where a chunk cannot be read, and
   * CancelledError.
   */
  readBytes(startByte: number, endByte: number, options?: ArrayReadOptions): Promise<Uint8Array>;
  /** The chunk that holds a byte, and its plain bytes [startByte, endByte); undefined where there are no chunks. */
  chunkAt(byte: number): { chunkIndex: number; startByte: number; endByte: number } | undefined;
  /** Plain bytes of a full chunk; undefined where there are no chunks or they differ. */
  readonly chunkBytes?: number;
}

/** A document that is open in the inspector: what was found out about it, and the ways to ask it for more. */
export interface OpenDocument {
  readonly id: DocumentId;
  readonly overview: DocumentOverview;
  /** The bytes of the file as they are stored, for the time the document is open. */
  readonly reader: RandomReader;
  /** Absent when what precedes the chunks is too damaged to find any, and for files that are no containers. */
  readonly container?: Container;
  readonly array?: ArrayAccess;
  readonly checks?: ChunkChecks;
  /** Where the chunks are and how large; absent as `container` is. */
  readonly chunks?: ChunkTable;
  /** The fields before the chunks, wrong ones included; absent for files that are no containers. */
  readonly head?: HeadFields;
  close(): Promise<void>;
}

/** The document's array. Throws ArgumentError when there is none to look at. */
export function requireArray(document: OpenDocument): ArrayAccess {
  if (document.array) return document.array;
  const { name } = document.overview.file;
  throw new ArgumentError(`there is no array to show in '${name}': say how its bytes should be read`, { file: name });
}

/** The chunks of a document. FormatError where there are none: no container, or one too damaged to find any. */
export function requireChunks(document: OpenDocument): { readonly table: ChunkTable; readonly checks: ChunkChecks } {
  if (document.chunks && document.checks) return { table: document.chunks, checks: document.checks };
  throw document.overview.kind === 'container'
    ? new FormatError('bad-header', 'no chunks can be found, because what precedes them is damaged')
    : new FormatError('not-bloscpack', 'this file is no container, so that it has no chunks');
}
