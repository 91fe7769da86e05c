import { z } from 'zod';
import { documentId } from './document.js';

const MAX_AXES = 64;

/**
 * How an array is shown: which axis is vertical, which is horizontal, and the fixed indices of the others. A structured dtype's
 * columns are its fields when `columnAxis` is absent and `rowAxis` is the last axis left.
 */
export const plane = z.strictObject({
  /** Absent only for 0-d arrays. */
  rowAxis: z.int().min(0).max(MAX_AXES).optional(),
  columnAxis: z.int().min(0).max(MAX_AXES).optional(),
  /** An index for every axis; those of the row and column axis are ignored. */
  held: z.array(z.int().min(0)).max(MAX_AXES),
  /** Shows every nth item of the row and column axis. Default 1. */
  rowStep: z.int().min(1).optional(),
  columnStep: z.int().min(1).optional(),
  /** One leaf of a structured dtype, by its index in `DataShape.fields`, where only one can be shown. */
  field: z.int().min(0).optional(),
});
export type Plane = z.infer<typeof plane>;

export const numberFormat = z.discriminatedUnion('kind', [
  /** As many digits as distinguish the column's values, with the same number of decimals in a column. */
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({ kind: z.literal('fixed'), digits: z.int().min(0).max(20) }),
  z.strictObject({ kind: z.literal('scientific'), digits: z.int().min(0).max(20) }),
  /** As numpy prints a single value. */
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({ kind: z.literal('hex') }),
  z.strictObject({ kind: z.literal('binary') }),
]);
export type NumberFormat = z.infer<typeof numberFormat>;

/** What the Data view needs to know before it requests values. */
export interface DataShape {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Leaves of a structured dtype in order, with all items of sub-arrays; one leaf without a name for plain dtypes. */
  readonly fields: readonly DataField[];
  readonly defaultPlane: Plane;
  /** Rows of the first axis in a chunk, where chunks hold whole rows. */
  readonly rowsPerChunk?: number;
}

export interface DataField {
  /** `pos[0].x`; empty for plain dtypes. */
  readonly name: string;
  readonly dtype: string;
  /** Whether its values are numbers or times, which can be plotted. */
  readonly drawable: boolean;
}

export const cellsRequest = z.strictObject({
  document: documentId,
  plane,
  rowStart: z.int().min(0),
  rowCount: z.int().min(0).max(1000),
  columnStart: z.int().min(0),
  columnCount: z.int().min(0).max(500),
  format: numberFormat,
});

/** Values as text, row by row. At most 20,000 cells. */
export interface CellsPage {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns texts. */
  readonly texts: readonly string[];
  /** Indices into `texts` of NaN, NaT, infinities. */
  readonly special: readonly { readonly at: number; readonly kind: 'nan' | 'inf' }[];
  /** Cells that could not be read (damage), and why. */
  readonly problem?: string;
  readonly unreadable: readonly number[];
  /** The chunk of each row's first cell; absent where there are no chunks. */
  readonly rowChunks?: readonly number[];
}

export const cellRequest = z.strictObject({
  document: documentId,
  /** An index for every axis. */
  index: z.array(z.int().min(0)).max(MAX_AXES),
  field: z.int().min(0).optional(),
});

export interface CellDetails {
  readonly index: readonly number[];
  /** As numpy prints it. */
  readonly exact: string;
  /** Every digit of a float whose shortest text, which `exact` is, stands for another decimal number: 65504 for 65500.0 in float16. */
  readonly decimal?: string;
  /** In memory order as stored. */
  readonly hex: string;
  /** Floats: their parts. */
  readonly bits?: {
    readonly sign: string;
    readonly exponent: string;
    readonly fraction: string;
    readonly exponentValue: number;
    readonly fractionBitsUsed: number;
  };
  /** In memory order of the array. */
  readonly elementIndex: number;
  readonly byteInData: number;
  readonly chunkIndex?: number;
  readonly byteInChunk?: number;
  readonly blockIndex?: number;
  /** Ratio of the chunk. */
  readonly chunkRatio?: number;
}

/** What to find: an index (`1203`, `12,5,:`), `max`, `min`, `nan`, `inf`, `chunk 7`, or a value: `= 3.5`, `> 100`. */
export const findRequest = z.strictObject({
  document: documentId,
  plane,
  text: z.string().min(1).max(200),
  /** The present cell: `nan`, `inf` and values are searched for from the next one on. */
  from: z.array(z.int().min(0)).max(MAX_AXES).optional(),
});
export interface FoundCell {
  readonly index: readonly number[];
  readonly field?: number;
  /** Axes for which `:` was given: they should become the row and column axis. */
  readonly freeAxes?: readonly number[];
}

/** `pattern`: pairs of hexadecimal digits, or `"text"`. `from`: the byte at which the search begins. */
export const findBytesRequest = z.strictObject({
  document: documentId,
  pattern: z.string().min(1).max(1000),
  from: z.int().min(0),
  /** Searches in this chunk, which is in a file of its own (`ChunkRow.file`), counted from its start. */
  chunkIndex: z.int().min(0).optional(),
});
export type FindBytesRequest = z.infer<typeof findBytesRequest>;
/** Bytes of the file, or of the chunk; end-exclusive. */
export interface FoundBytes {
  readonly startByte: number;
  readonly endByte: number;
}

/** Part of a plane; end-exclusive. */
export const planePart = z.strictObject({
  rowStart: z.int().min(0),
  rowEnd: z.int().min(0),
  columnStart: z.int().min(0),
  columnEnd: z.int().min(0),
});

export const complexPart = z.enum(['magnitude', 'phase', 'real', 'imaginary']);
export type ComplexPart = z.infer<typeof complexPart>;

/** Which numbers of the values are drawn and counted. */
export const drawnNumbers = z.strictObject({
  /** Of complex values; the phase is in radians, from -pi to pi. Default: the magnitude. */
  complexPart: complexPart.optional(),
  /** The number that stands for a missing value, such as `-9999`: it is left out. Rounded to the dtype, as numpy does. */
  fillValue: z.string().min(1).max(60).optional(),
});
export type DrawnNumbers = z.infer<typeof drawnNumbers>;

/** The value of a pixel that stands for several cells. */
export const heatmapReduction = z.enum(['max', 'min', 'mean', 'nearest']);
export type HeatmapReduction = z.infer<typeof heatmapReduction>;

export const statisticsRequest = z.strictObject({
  document: documentId,
  /** What to summarise: the part of the plane or, with `whole`, the array. */
  plane,
  part: planePart.optional(),
  basis: z.enum(['sample', 'whole']),
  /** Bins of the histogram. */
  bins: z.int().min(1).max(512),
  numbers: drawnNumbers.optional(),
});

export interface Statistics {
  /** Number of values that were read, and their total number. */
  readonly values: number;
  readonly of: number;
  /** As text: `whole array`, `sample of 40 of 2289 chunks`, `every 16th row and column of rows 24000 to 27999`. */
  readonly basis: string;
  /** Values that are the fill value, which all other figures leave out. */
  readonly missing?: number;
  readonly nan: number;
  readonly inf: number;
  /** As numpy prints them, exact; absent when every value is NaN or there are none, or for dtypes without an order. */
  readonly min?: string;
  readonly max?: string;
  readonly mean?: string;
  readonly median?: string;
  /** Set for a median of one in so many values, chosen at random. */
  readonly medianOneIn?: number;
  /** Integers too far apart for doubles: median, spread and histogram are of rounded values. */
  readonly isRounded?: boolean;
  readonly standardDeviation?: string;
  /** The same of the finite values alone, where there are infinities too. */
  readonly finite?: {
    readonly min: string;
    readonly max: string;
    readonly mean: string;
    readonly standardDeviation: string;
  };
  readonly zeros: number;
  readonly distinct?: number;
  /** Of the finite values; `base`, an integer, is to be added to each edge. */
  readonly histogram?: {
    readonly edges: readonly number[];
    readonly counts: readonly number[];
    readonly base?: string;
  };
  /** Half a per cent of the finite values are below the first, and half a per cent above the second. As the edges, relative to `base`. */
  readonly middle?: readonly [low: number, high: number];
  readonly chunksRead?: number;
  readonly elapsedMs: number;
}
