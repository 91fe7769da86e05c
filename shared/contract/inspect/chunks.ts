import { z } from 'zod';
import { documentId } from './document.js';

export const chunkOrders = ['index', 'offset', 'stored', 'plain', 'ratio'] as const;

export const chunksRequest = z.strictObject({
  document: documentId,
  start: z.int().min(0),
  count: z.int().min(1).max(500),
  orderBy: z.enum(chunkOrders),
  descending: z.boolean(),
  /** As in `childrenRequest`. */
  filter: z.string().max(200).optional(),
});

export interface ChunksPage {
  /** Chunks that pass the filter. */
  readonly total: number;
  readonly rows: readonly ChunkRow[];
  readonly filterProblem?: string;
  /** While chunks are searched (no offsets): the number found so far. */
  readonly walkedChunks?: number;
  /** Only those are searched until `inspect.find-chunks` asks for the others. */
  readonly isWalkWaiting?: true;
}

export type CheckState = 'unchecked' | 'match' | 'mismatch' | 'unreadable';

export interface ChunkRow {
  readonly chunkIndex: number;
  readonly offsetBytes: number;
  /** Blosc header and compressed data, without the digest. 0 where it is not known, as of a chunk that was cut off. */
  readonly storedBytes: number;
  readonly plainBytes: number;
  /** 0 where `storedBytes` is. */
  readonly ratio: number;
  /** From the chunk's own header, which pages read for their rows; absent where it could not be read. */
  readonly codec?: CodecWords;
  readonly filter?: 'none' | 'byte' | 'bit';
  /** The stored digest in hex. */
  readonly digest?: string;
  readonly check: CheckState;
  readonly problem?: string;
  /** Where it is in the grid of chunks of an array of another format. */
  readonly at?: readonly number[];
  /** The file of the folder or archive that it is in, and where it begins there; `offsetBytes` is 0 then. */
  readonly file?: { readonly name: string; readonly startByte: number };
  /** `missing`: never written, all its items are the fill value. `plain`: its items are stored without Blosc. */
  readonly headless?: 'missing' | 'plain';
}

/** The codec by the chunk's format id, which is the same for lz4 and lz4hc. `stored` is memcpy. */
export type CodecWords = 'blosclz' | 'lz4 family' | 'snappy' | 'zlib' | 'zstd' | 'stored' | 'unknown';

export const chunkRequest = z.strictObject({ document: documentId, chunkIndex: z.int().min(0) });

export interface ChunkDetails {
  readonly row: ChunkRow;
  /** Elements [start, end) of the array, and rows of its first axis when chunks hold whole rows. */
  readonly elements?: readonly [start: number, end: number];
  readonly rows?: readonly [start: number, end: number];
  /** In an array of another format: items [start, end) along each axis. */
  readonly items?: readonly (readonly [start: number, end: number])[];
  /** Plain bytes [start, end) of the data. */
  readonly plainRange: readonly [start: number, end: number];
  readonly blosc?: BloscFacts;
  readonly blocks: readonly BlockRow[];
  readonly digest?: { readonly stored: string; readonly computed?: string; readonly kind: string };
  /** Sentences: a shuffle without effect, a size that contradicts the header. */
  readonly warnings: readonly string[];
}

export interface BloscFacts {
  readonly version: number;
  readonly versionlz: number;
  readonly flags: number;
  readonly typesize: number;
  readonly nbytes: number;
  readonly blocksize: number;
  readonly ctbytes: number;
  readonly codec: CodecWords;
  readonly filter: 'none' | 'byte' | 'bit';
  /** Inverse of flag bit 4. */
  readonly blocksSplit: boolean;
  readonly memcpyed: boolean;
}

export interface BlockRow {
  readonly blockIndex: number;
  /** Start, counted from the start of the chunk. */
  readonly start: number;
  readonly storedBytes: number;
  readonly plainBytes: number;
  /** Stored bytes of each stream; one stream for blocks that are not split. */
  readonly streams: readonly number[];
}

export const blockRequest = z.strictObject({
  document: documentId,
  chunkIndex: z.int().min(0),
  blockIndex: z.int().min(0),
});

/** Entropy of each byte of an item over one block: shows why shuffling helped or not. */
export interface BytePlanes {
  readonly typesize: number;
  readonly plainBytes: number;
  /** Bits per byte (0 to 8) of the whole block. */
  readonly plainEntropy: number;
  /** Bits per byte of each byte plane, lowest address first: the planes that a byte shuffle separates. */
  readonly planeEntropies: readonly number[];
  /** Bits per bit (0 to 1) of each bit plane: the planes that a bit shuffle separates. */
  readonly bitEntropies: readonly number[];
  readonly streams: readonly { readonly storedBytes: number; readonly plainBytes: number; readonly stored: boolean }[];
  /** One or two sentences: what the numbers mean. */
  readonly reading: string;
}

/** Sums over all chunks, or over those whose offsets were read where all would be too many to be read from a server. */
export interface ChunkSummary {
  readonly chunks: number;
  readonly basis: SummaryBasis;
  /** Of the chunks whose sizes are known, with their headers and without digests. */
  readonly storedBytes: number;
  readonly minRatio: number;
  readonly maxRatio: number;
  readonly medianRatio: number;
  readonly quartiles: readonly [number, number];
  /** Equal steps of the logarithm of the ratio; counts of chunks in each. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  readonly outliers: readonly OutlierGroup[];
  /** Ratio along the file in at most 600 bins: chunk ranges are equal but for the last. 0 where it is not known. */
  readonly course: {
    readonly chunksPerBin: number;
    readonly min: readonly number[];
    readonly mean: readonly number[];
    readonly max: readonly number[];
  };
  readonly checked: CheckSums;
}

export interface OutlierGroup {
  readonly kind: 'stored' | 'high' | 'low' | 'bad' | 'missing';
  readonly count: number;
  /** The ratio from which a chunk belongs to the group, for `high` and `low`. */
  readonly bound?: number;
  /** The first few runs of chunks, end-exclusive. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  readonly filter: string;
}

export interface CheckSums {
  readonly match: number;
  readonly mismatch: number;
  readonly unreadable: number;
  readonly unchecked: number;
  /** Milliseconds since 1970 when the last chunk was checked. */
  readonly checkedMs?: number;
  readonly elapsedMs?: number;
}

/** How many chunks something is known of so far. */
export interface SummaryBasis {
  readonly kind: 'all' | 'sample';
  readonly chunks: number;
}

/** Codecs and filters of the chunks whose headers were read. */
export interface CodecSummary {
  readonly basis: SummaryBasis;
  readonly groups: readonly {
    readonly chunks: number;
    readonly codec: CodecWords;
    readonly filter: 'none' | 'byte' | 'bit';
    readonly blocksSplit: boolean;
    readonly typesize: number;
    readonly blocksize: number;
    /** Of the complete chunks; 0 where there are none. */
    readonly ratio: number;
  }[];
}
