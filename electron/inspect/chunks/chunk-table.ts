import type { ChunkRow, CodecSummary } from '../../../shared/contract/inspect/chunks.js';
import type { BlockExtent } from '../../../shared/format/blosc-blocks.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import type { ChunkSizes } from './chunk-sizes.js';
import type { HeaderFacts } from './header-facts.js';

/** Decoded data for the views; small, so that the app's window and host together stay below 300 MiB. */
export const BLOCK_CACHE_BYTES = 12 * 2 ** 20;

/** The chunks of a document: of a container, or of an array of another format whose chunks are Blosc's. */
export interface ChunkTable {
  /** The number of known chunks. */
  readonly count: number;
  /** Of the digest behind each chunk. */
  readonly checksum: ChecksumName;
  readonly digestBytes: number;
  /** What a container's header says of all chunks. */
  readonly stated?: { readonly typesize: number; readonly chunkSize: number };
  /** Facts of the headers that were read. */
  readonly facts: HeaderFacts;
  readonly scan: ChunkScan;
  /** The number of chunks found so far, while they are searched. */
  readonly walkedChunks?: number | undefined;
  /** Whether only some chunks were searched, until `walkOn` is called. */
  readonly isWalkWaiting?: boolean;
  walkOn?(): void;

  /** Positions and sizes of all chunks. Throws ArgumentError for too many. */
  sizes(): Promise<ChunkSizes>;
  /** Whether only the sizes of some are known. */
  readonly isSampled: boolean;
  /** The distance between the parts of which they are known. */
  readonly sampleStep: number | undefined;
  /** Positions and sizes of all chunks, or where `isSampled` those of some: the others are unknown. */
  someSizes(): Promise<ChunkSizes>;
  /** Chunks whose sizes are read at once where `isSampled`. */
  readonly atOnce: number;
  /** Sizes of the chunks [start, end) alone. Must not be used for other chunks. */
  sizesOf(start: number, end: number): Promise<ChunkSizes>;
  /** Where a chunk begins in the document's file; -1 if that is unknown, also where it would take a request of its own. */
  positionOf(chunkIndex: number): Promise<number>;
  /** The chunk whose bytes, digest included, hold this byte of the document's file; undefined for none. */
  indexAt(offsetBytes: number): Promise<number | undefined>;

  /** The chunk with its header read and checked. Throws FormatError with the chunk's index, ArgumentError for one without a header. */
  chunk(chunkIndex: number): Promise<StoredChunk>;
  /** Where a chunk is that need not be in the document's file, or is without a header. Throws as `chunk`. */
  placeOf?(chunkIndex: number): Promise<Pick<ChunkRow, 'file' | 'headless'>>;
  /** Stored bytes [startByte, endByte) of a chunk, counted from its start. */
  stored(chunk: StoredChunk, startByte: number, endByte: number): Promise<Uint8Array>;
  /** All stored bytes of a chunk whatever they are, where it is in a file of its own; undefined in the document's file. */
  ownFile?(chunkIndex: number): Promise<StoredBytes | undefined>;
  /** The positions of its blocks. Throws FormatError when its block starts are invalid. */
  blocks(chunk: StoredChunk): Promise<readonly BlockExtent[]>;
  /** Plain bytes [startByte, endByte) of a chunk, counted from their start. Throws FormatError and ChecksumError. */
  plain(chunk: StoredChunk, startByte: number, endByte: number): Promise<Uint8Array>;
  /** Where a chunk is in the grid of chunks, and the items of the array that it holds, along each axis. */
  partOf?(chunkIndex: number): GridPart;
  /** The chunk that holds an item, and the plain byte in it at which the item begins. */
  chunkOf?(index: readonly number[]): { readonly chunkIndex: number; readonly byteInChunk: number };
  /** Waits for reads in the background. */
  close(): Promise<void>;
}

/** Bytes as they are stored. */
export interface StoredBytes {
  readonly sizeBytes: number;
  /** Bytes [startByte, endByte), which are inside. */
  read(startByte: number, endByte: number): Promise<Uint8Array>;
}

export interface GridPart {
  readonly at: readonly number[];
  readonly items: readonly (readonly [start: number, end: number])[];
}

/** Reads the headers of the chunks. */
export interface ChunkScan {
  /** The codecs known so far; starts reading the remaining headers. */
  summary(): Promise<CodecSummary>;
  /** Settles when all headers have been read. */
  all(): Promise<void>;
  /** Whether the headers of all chunks can be had. */
  readonly readsAll: boolean;
  /** Of so many chunks, headers are read before a summary is given. */
  readonly atOnce: number;
}
