import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import type { RawImport } from '../../shared/contract/intake.js';
import { ArgumentError, FormatError } from '../../shared/format/errors.js';
import type { ArraySpec } from '../../shared/format/numpy/array-metadata.js';
import type { Container } from '../engine/container/container.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import type { RemoteFile } from '../remote/remote-file.js';
import type { ChunkChecks } from './chunks/chunk-checks.js';
import type { ChunkTable } from './chunks/chunk-table.js';
import type { HeadFields } from './container/head-fields.js';

/** What to open: the host has resolved the window's id to a path. */
export interface OpenOrder {
  /** Of a file on a server, the name that stands for it. */
  readonly path: string;
  readonly remote?: RemoteFile;
  readonly file: DocumentFile;
  /** An array of a `.npz` archive, or of a file of another format. */
  readonly member?: string;
  /** How to interpret plain bytes. */
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

/** Access to an array in a container, a `.npy` file, a member of an archive, or raw bytes. */
export interface ArrayReadOptions {
  readonly signal?: AbortSignal;
  /** Blocks that are decoded in parallel. Default: that of the engine. */
  readonly nthreads?: number;
}

/** The bytes of one array, by their position in it. */
export interface ArrayAccess {
  readonly spec: ArraySpec;
  /** Plain bytes of the whole array: shape x item size. */
  readonly plainBytes: number;
  /**
   * Plain bytes [startByte, endByte) of the array in memory order; the memory belongs to the caller. Reads only the
   * blocks it needs. Throws ChecksumError or FormatError with the chunk's index when a chunk cannot be read, and
   * CancelledError.
   */
  readBytes(startByte: number, endByte: number, options?: ArrayReadOptions): Promise<Uint8Array>;
  /** The chunk that holds a byte, and its plain bytes [startByte, endByte); undefined without chunks. */
  chunkAt(byte: number): { chunkIndex: number; startByte: number; endByte: number } | undefined;
  /** Plain bytes of a full chunk; undefined without chunks, or if they differ. */
  readonly chunkBytes?: number;
}

/** A document that is open in the inspector: its overview, and access to its content. */
export interface OpenDocument {
  readonly id: DocumentId;
  readonly overview: DocumentOverview;
  /** The stored bytes of the file, while the document is open. */
  readonly reader: RandomReader;
  /** Undefined when the head is too damaged to find chunks, and for files that are not containers. */
  readonly container?: Container;
  readonly array?: ArrayAccess;
  readonly checks?: ChunkChecks;
  /** The chunks of a container, or of an array of another format whose chunks are Blosc's. */
  readonly chunks?: ChunkTable;
  /** The fields before the chunks, wrong ones included; undefined for files that are not containers. */
  readonly head?: HeadFields;
  close(): Promise<void>;
}

/** The document's array. Throws ArgumentError if there is none. */
export function requireArray(document: OpenDocument): ArrayAccess {
  if (document.array) return document.array;
  const { name } = document.overview.file;
  throw new ArgumentError(`there is no array to show in '${name}': say how its bytes should be read`, { file: name });
}

/** The chunks of a document. Throws FormatError if there are none of Blosc's, or a container is too damaged to find any. */
export function requireChunks(document: OpenDocument): { readonly table: ChunkTable; readonly checks: ChunkChecks } {
  if (document.chunks && document.checks) return { table: document.chunks, checks: document.checks };
  throw document.overview.kind === 'container'
    ? new FormatError('bad-header', 'no chunks can be found, because the file is damaged before the first chunk')
    : new FormatError('not-bloscpack', 'this file is not a container, and has no chunks of Blosc');
}
