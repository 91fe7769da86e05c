import { BLOSC_HEADER_BYTES, type BloscHeader, badChunk, parseBloscHeader } from '../../shared/format/blosc-chunk.js';
import type { ErrorContext } from '../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import type { ChunkGrid } from './chunk-grid.js';

/** The stored chunks of an array, one at a time, by their numbers: chunks follow each other in the memory order of the array's `spec`. */
export interface BloscPlaces {
  readonly spec: ArraySpec;
  readonly grid: ChunkGrid;
  /** The axes in the order in which they vary in each chunk, the slowest first, where that is not the order of `spec`. */
  readonly storedAxes?: readonly number[];
  /** Plain bytes of a whole chunk. */
  readonly chunkNbytes: number;
  /** Plain bytes that a chunk has at least, where the last one may be cut at the end of the array. */
  leastNbytes(chunkIndex: number): number;
  /** The bytes of one item that stands for all items of a missing chunk. */
  readonly fillItem: Uint8Array;
  /** Whether `find` reads nothing, as all places are known. */
  readonly areKnown: boolean;
  /** Undefined for a missing chunk. Throws FormatError and IoError. */
  find(chunkIndex: number): Promise<StoredPlace | undefined>;
}

/** Where a chunk is. */
export interface StoredPlace {
  /** The file that it is in, of a store that is a folder or an archive; undefined when it is in the file of the array. */
  readonly file?: StoreFile;
  readonly positionBytes: number;
  readonly lengthBytes: number;
  /** The items themselves, since Blosc did not make them smaller. */
  readonly isPlain?: true;
}

export interface StoreFile {
  /** Its path in the store. */
  readonly name: string;
  /** Exactly bytes [startByte, endByte) of the file, which is open only meanwhile. Throws FormatError and IoError. */
  read(startByte: number, endByte: number): Promise<Uint8Array>;
}

/** The places of chunks that are all alike: padded at the end of the array. */
export function paddedPlaces(parts: Omit<BloscPlaces, 'chunkNbytes' | 'leastNbytes'>): BloscPlaces {
  const chunkNbytes = arrayNbytes({ dtype: parts.spec.dtype, shape: parts.grid.chunkShape });
  return { ...parts, chunkNbytes, leastNbytes: () => chunkNbytes };
}

/**
 * The header of a stored chunk. Throws FormatError('bad-chunk') unless it is that of one Blosc 1 chunk of `storedBytes` bytes with so many
 * plain bytes.
 */
export function requireBloscChunk(
  start: Uint8Array,
  storedBytes: number,
  { least, most }: { readonly least: number; readonly most: number },
  context: ErrorContext = {},
): BloscHeader {
  const header = parseBloscHeader(start.subarray(0, BLOSC_HEADER_BYTES), context);
  const { nbytes, ctbytes } = header;
  if (ctbytes !== storedBytes) throw badChunk(`it has ${storedBytes} bytes, ctbytes is ${ctbytes}`, context);
  if (nbytes >= least && nbytes <= most) return header;
  const expected = least === most ? `${most}` : `${least} to ${most}`;
  throw badChunk(`nbytes must be ${expected}, found ${nbytes}`, context);
}
