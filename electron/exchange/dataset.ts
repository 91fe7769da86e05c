import type { FileRange } from '../../native/index.js';
import type { ChecksumName } from '../../shared/format/checksums.js';
import type { JsonValue } from '../../shared/format/json.js';
import type { ArraySpec } from '../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../shared/format/numpy/dtype.js';
import type { OutputOptions } from '../engine/io/atomic-file.js';
import type { OperationOptions } from '../engine/operation.js';
import type { BloscArgs, BloscpackArgs } from '../engine/pack/args.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import type { BloscPlaces } from './blosc-places.js';
import type { ChunkGrid } from './chunk-grid.js';

/** What is stored with an array, by name: attributes of HDF5 and Zarr, what users added to a container's metadata. */
export type Attributes = ReadonlyMap<string, JsonValue>;

/** A file or folder format that holds arrays. Each is one file or folder of this room, and one line of `formats.ts`. */
export interface ArrayFormat {
  /** As in options and messages: `zarr`, `hdf5`. */
  readonly id: string;
  /** As people call it: `Zarr`, `HDF5`. */
  readonly label: string;
  /** Endings of names that ask for this format as an output, with the dot: `.h5`. The first is the usual one. */
  readonly endings: readonly string[];
  /** Whether the file or folder is of this format, as its first bytes or what the folder holds show, never its name. */
  recognises(found: FoundPath): Promise<boolean>;
  /** Opens it for several calls, which read what they share once. Throws FormatError for a damaged file, IoError. */
  openFile(path: string, options: OperationOptions): Promise<ArrayFile>;
  /** As `ArrayFile.list`, for one call. */
  list(path: string, options: OperationOptions): AsyncIterable<DatasetEntry>;
  /** As `ArrayFile.open`, for one array, whose `close` closes the file. */
  open(path: string, name: string | undefined, options: OperationOptions): Promise<Dataset>;
  /**
   * Starts a new file or folder, which gets its name only when `finish` was called; before that, `options.beforePublish` is called
   * with the path of the complete output, which is read there by `open`. Absent: the format is only read.
   */
  create?(path: string, options: OutputOptions): Promise<DatasetsWriter>;
  /** Which chunks can be moved here. Absent: the format has no Blosc chunks, or is only read. */
  readonly chunkRules?: ChunkRules;
  /** Throws ArgumentError, as writing does, for a dtype that the format does not have. Absent: only writing tells. */
  requireDtype?(dtype: Dtype): void;
}

/** A file or folder of arrays, open for reading. Close its datasets before it. */
export interface ArrayFile {
  /**
   * The arrays inside, in the format's own order, one at a time: there may be a million. Throws FormatError for a damaged file. What
   * cannot be read as an array of numbers is listed with the reason.
   */
  list(options: OperationOptions): AsyncIterable<DatasetEntry>;
  /**
   * Opens one array. `name` is what stands behind `::`; undefined: the only one. Throws ArgumentError when there is no array of that
   * name, when there are several and none was named, and for what cannot be read; FormatError for a damaged file.
   */
  open(name: string | undefined, options: OperationOptions): Promise<Dataset>;
  close(): Promise<void>;
}

/** What is at a path. */
export interface FoundPath {
  readonly path: string;
  readonly isFolder: boolean;
  /** Size in bytes of a file; 0 for a folder. */
  readonly sizeBytes: number;
  /** The first bytes of a file, at most 512; empty for a folder. */
  readonly head: Uint8Array;
}

/** One array of a file, as it is listed. */
export interface DatasetEntry {
  /** What stands behind `::`, with a leading `/` where the format has groups; undefined where there can be one only. */
  readonly name: string | undefined;
  /** Undefined when it cannot be read; `reason` then says why, in words for a message. */
  readonly spec: ArraySpec | undefined;
  readonly reason?: string;
}

/** An array of any format, open for reading. */
export interface Dataset {
  /** As the user names it: `run.h5::/group/x`, `x.zarr`. */
  readonly name: string;
  /** dtype, shape, and the memory order in which `read` gives the items. */
  readonly spec: ArraySpec;
  readonly attributes: Attributes;
  /**
   * Its stored chunks, when they are Blosc 1 chunks that can be moved without decompressing; else the reason in words that complete
   * "it was recompressed, because ...": `its chunks are compressed by gzip`.
   */
  readonly chunks: BloscChunks | string;
  /** Its stored chunks for a look at single ones, when they are Blosc 1 chunks, whatever part of the array each holds. */
  readonly places?: BloscPlaces;
  /**
   * The items' bytes in the order of `spec`, `arrayNbytes(spec)` of them, bounded in memory. A new source for each call, one at a time
   * or several. Missing chunks give the fill value.
   */
  read(options: OperationOptions): Promise<PlainSource>;
  /** Throws IoError('ESTALE') when what was read may have changed since it was opened. */
  requireUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** Stored chunks that are Blosc 1 chunks, each a run of whole rows of the array. */
export interface BloscChunks {
  /** In the order of the array's axes; chunks follow each other in the memory order of `Dataset.spec`. */
  readonly grid: ChunkGrid;
  /** Whether the last chunk along the cut axis is stored in full, with items behind the end of the array (Zarr, HDF5). */
  readonly isLastPadded: boolean;
  /** The bytes of one item that stands for all items of a missing chunk, and behind the end of the array in a padded one. */
  readonly fillItem: Uint8Array;
  /** The chunks in order, anew for each call. Readers have checked that each has a Blosc header whose `ctbytes` is its length and whose `nbytes` fits the grid. */
  stored(options: OperationOptions): AsyncIterable<StoredBloscChunk>;
}

/** Without bytes and without a place, a chunk is missing: all its items have the fill value. */
export interface StoredBloscChunk {
  /** Valid until the next one is asked for. */
  readonly bytes: Uint8Array | undefined;
  /** Where the bytes are instead: native code copies those of many chunks from there in one call (`copyPlaces`). */
  readonly place?: ChunkPlace;
}

/** The bytes of a stored chunk in an open file, which is open as long as its dataset. */
export interface ChunkPlace extends FileRange {
  /** Its first 16 bytes. */
  readonly header: Uint8Array;
  /** What its bytes have to have: `digest`, as a container stores it, or what stands behind them. */
  readonly checksum: ChecksumName;
  readonly digest?: Uint8Array;
  /** The path of the file and the number of the chunk, for messages. */
  readonly file: string;
  readonly chunkIndex: number;
  /** The bytes, in memory and checked. Call it once, instead of `done`. */
  read(): Promise<Uint8Array>;
  /**
   * For a file of its own: closes it when the bytes were copied. Throws IoError('ESTALE') when they may have changed meanwhile. Files
   * of which neither was called are closed with the dataset.
   */
  done?(): Promise<void>;
  /** Gets `hash64` of the bytes when they have been read. */
  onHash?(hash: bigint): void;
}

/** An array that is about to be written. */
export interface NewDataset {
  /** Behind `::`, without a leading `/`; `/` stands between groups. Undefined for the only one of a file or folder. */
  readonly name: string | undefined;
  readonly spec: ArraySpec;
  readonly attributes: Attributes;
}

/** Writes arrays, one after the other, to a new file or folder. Call either `finish` or `abort`, once, last. */
export interface DatasetsWriter {
  /** Whether more than one array can be added. */
  readonly holdsMany: boolean;
  /** Whether the format has C order only: `spec.order` and the items are in C order then, for `write` and `writeChunks`. Default false. */
  readonly wantsCOrder?: boolean;
  /**
   * Adds an array from its plain bytes, compressed anew. Closes the source. Throws ArgumentError for a dtype that the format does not
   * have, before anything was read.
   */
  write(array: NewDataset, source: PlainSource, options: WriteOptions): Promise<void>;
  /**
   * Adds an array whose chunks are moved as they are, as the format's `chunkRules` say. They come in order, as `grid` says, at least one. Their bytes are valid until the next one is asked for.
   */
  writeChunks?(
    array: NewDataset,
    facts: ChunksFacts,
    chunks: AsyncIterable<StoredBloscChunk>,
    options: WriteOptions,
  ): Promise<void>;
  /** Gives the output its name. Returns its size in bytes. */
  finish(): Promise<number>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** What a format takes of chunks that are moved to it. */
export interface ChunkRules {
  /** Why these cannot be moved here (words as for `Dataset.chunks`); undefined when they can. */
  refuses(array: NewDataset, chunks: ChunksFacts): string | undefined;
  /** As `DatasetsWriter.wantsCOrder`. */
  readonly wantsCOrder?: boolean;
  /** Whether chunks that reach behind the end of the array have to be as large as the others. Default false: they are cut there. */
  readonly wantsPaddedLast?: boolean;
  /** Whether missing chunks stay missing, and `fillItem` is stored. Default false: `writeChunks` gets the bytes of every chunk. */
  readonly keepsMissing?: boolean;
}

export interface ChunksFacts {
  readonly grid: ChunkGrid;
  readonly fillItem: Uint8Array;
  /** The first 16 bytes of the first chunk that is not missing: what the format says of all chunks; undefined when there is none. */
  readonly firstHeader: Uint8Array | undefined;
}

export interface WriteOptions extends OperationOptions {
  /** Rows in a chunk; default: as many whole rows as make about 1 MiB. */
  readonly chunkRows?: number | undefined;
  readonly blosc?: BloscArgs;
  /** For containers: checksum and offsets. */
  readonly bloscpack?: BloscpackArgs;
}
