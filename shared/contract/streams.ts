import { z } from 'zod';
import { compareGoal } from './compare.js';
import { chunkOrders } from './inspect/chunks.js';
import { drawnNumbers, heatmapReduction, numberFormat, plane, planePart } from './inspect/data.js';
import { documentId } from './inspect/document.js';

const byteCount = z.number().int().min(0);

/**
 * Requests whose response is a stream of bytes, by `fetch` with back-pressure: `GET stream/<name>?request=<JSON>`. Numbers are
 * little-endian and packed. An error before the first byte is a `Result`, as of a call; a later one breaks the connection.
 */
export const streams = {
  /** Bytes of the file as they are stored, end-exclusive. At most 1 MiB. */
  'inspect.bytes': z.strictObject({
    document: documentId,
    startByte: byteCount,
    endByte: byteCount,
    /** Bytes of this chunk, which is in a file of its own (`ChunkRow.file`), counted from its start. */
    chunkIndex: z.int().min(0).optional(),
  }),
  /**
   * One f32 a chunk for chunks [start, end) when there are at most `bins` of them, else min, mean and max (three f32) for each of
   * `bins` equal ranges. NaN where it is not known. `codec`: 0 blosclz, 1 lz4 family, 2 snappy, 3 zlib, 4 zstd, 5 stored, NaN
   * unread; `check`: 0 unchecked, 1 match, 2 mismatch, 3 unreadable (a bin takes its worst); `decode-ms` and `entropy` (bits
   * per byte of the stored data) are known for verified chunks.
   */
  'inspect.map': z.strictObject({
    document: documentId,
    what: z.enum(['ratio', 'stored', 'codec', 'check', 'decode-ms', 'entropy']),
    start: z.int().min(0),
    end: z.int().min(0),
    bins: z.int().min(1).max(4_000_000),
  }),
  /**
   * Values along one axis, end-exclusive, as f64. When there are at most `points` of them all of them, else a min and a max for
   * each of `points` equal ranges (header `x-envelope: 1`). `x-base`, an integer, is to be added to each. `x-sampled: n`: one in
   * n values was read.
   */
  'inspect.line': z.strictObject({
    document: documentId,
    axis: z.int().min(0),
    held: z.array(z.int().min(0)).max(64),
    field: z.int().min(0).optional(),
    start: z.int().min(0),
    end: z.int().min(0),
    points: z.int().min(1).max(10_000),
    numbers: drawnNumbers.optional(),
  }),
  /**
   * Part of a plane as f64, row by row, reduced to at most `height` x `width` pixels, each for `x-row-step` x `x-column-step` cells
   * (there are `x-rows` x `x-columns` pixels). `nearest` takes the first cell of each. `x-row-every`, `x-column-every`: of the cells,
   * every nth row and column was read. `x-base`, an integer, is to be added to each. NaN where a cell could not be read, and where no
   * cell is a number.
   */
  'inspect.heatmap': z.strictObject({
    document: documentId,
    plane,
    part: planePart,
    height: z.int().min(1).max(4096),
    width: z.int().min(1).max(4096),
    reduction: heatmapReduction,
    numbers: drawnNumbers.optional(),
  }),
  /** One block, decompressed, as it was before compression; at most 1 MiB from its start. With `shuffled`, before unshuffling. */
  'inspect.block': z.strictObject({
    document: documentId,
    chunkIndex: z.int().min(0),
    blockIndex: z.int().min(0),
    shuffled: z.boolean(),
  }),
  /** A file to be saved, streamed while it is made; its size is not limited. */
  'inspect.export': z.strictObject({
    document: documentId,
    export: z.discriminatedUnion('what', [
      z.strictObject({
        what: z.literal('slice'),
        plane,
        part: planePart,
        as: z.enum(['csv', 'tsv', 'npy', 'json']),
        format: numberFormat,
        headers: z.boolean(),
      }),
      /** The array, or a numpy slice of it. */
      z.strictObject({
        what: z.literal('array'),
        slice: z.string().max(500),
        as: z.enum(['csv', 'tsv', 'npy', 'json']),
      }),
      z.strictObject({
        what: z.literal('chunk-table'),
        orderBy: z.enum(chunkOrders),
        descending: z.boolean(),
        filter: z.string().max(200).optional(),
      }),
      z.strictObject({ what: z.literal('chunk'), chunkIndex: z.int().min(0), as: z.enum(['plain', 'stored']) }),
      z.strictObject({ what: z.literal('structure') }),
    ]),
  }),
  /** The outputs of all done jobs (null), or of one batch, as a zip archive. */
  'jobs.archive': z.strictObject({ batchId: z.string().max(100).nullable() }),
  /** A kept run, to be saved: every repeat as CSV or JSON, or a self-contained page or a summary for a goal. */
  'compare.export': z.strictObject({
    run: z.string().min(1).max(100),
    as: z.enum(['csv', 'json', 'html', 'markdown']),
    /** For html and markdown. */
    goal: compareGoal.exactOptional(),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type StreamName = keyof typeof streams;
export type StreamRequest<Name extends StreamName> = z.input<(typeof streams)[Name]>;
/** A request for a stream that was checked by its schema. */
export type CheckedStream<Name extends StreamName> = z.output<(typeof streams)[Name]>;

/** What precedes the bytes of a stream. */
export interface StreamHead {
  /** Headers of the stream, all named `x-…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** Present for a file to be saved. */
  readonly fileName?: string;
  /** Absent where it is not known before the end. */
  readonly sizeBytes?: number;
}

/** A stream of bytes, which are made while they are read: leaving the body before its end stops the work. */
export interface ByteAnswer extends StreamHead {
  readonly body: AsyncIterable<Uint8Array>;
}
