import type { DataSource } from '../../../shared/compare/data-source.js';
import { FormatError } from '../../../shared/format/errors.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';

/** Plain bytes [startByte, endByte) of the data. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** Data from which a sample is read to compare codecs on. `open-data.ts` opens files as such. */
export interface CompareData {
  readonly name: string;
  readonly sizeBytes: number;
  readonly source?: DataSource;
  /** Bytes of an item, for arrays: chunks hold whole items. */
  readonly itemsize?: number;
  /** numpy's name of the item type, for arrays. */
  readonly dtype?: string;
  /** Typesizes worth measuring, for arrays: see `typesizesToTry`. */
  readonly typesizes?: readonly number[];
  /** Typesizes that are measured only where a piece of the data packs better with one: see `typesizesForChunks`. */
  readonly moreTypesizes?: readonly number[];
  /** The metadata that packing would store. */
  readonly metadata?: JsonValue;
  /** Fills `target` with the ranges, one after the other. They ascend without overlap, and `target` has their total length. */
  readRanges(ranges: readonly ByteRange[], target: Uint8Array, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Bytes in memory, such as a generated data set. They are not copied or changed. */
export function memoryData(
  bytes: Uint8Array,
  facts: Pick<CompareData, 'name' | 'source' | 'itemsize' | 'dtype' | 'typesizes' | 'moreTypesizes' | 'metadata'>,
): CompareData {
  return {
    ...facts,
    sizeBytes: bytes.byteLength,
    async readRanges(ranges, target) {
      let filled = 0;
      for (const { startByte, endByte } of ranges) {
        target.set(bytes.subarray(startByte, endByte), filled);
        filled += endByte - startByte;
      }
    },
    async close() {},
  };
}

/**
 * Data that can only be read from start to end: a member of an archive, a generator. One sample consumes the source.
 * FormatError('truncated') when it ends before the last range does.
 */
export function sequentialData(
  source: PlainSource & { readonly sizeBytes: number },
  facts: Pick<CompareData, 'source' | 'dtype' | 'typesizes' | 'moreTypesizes'> = {},
): CompareData {
  const { name, sizeBytes, itemsize, metadata } = source;
  return {
    name,
    sizeBytes,
    ...facts,
    ...(itemsize !== undefined && { itemsize }),
    ...(metadata !== undefined && { metadata }),
    readRanges: (ranges, target, signal) => pickRanges(source, ranges, target, signal),
    close: async () => source.close?.(),
  };
}

async function pickRanges(
  source: PlainSource,
  ranges: readonly ByteRange[],
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  let pieceStart = 0;
  let filled = 0;
  for await (const piece of source.pieces()) {
    throwIfCancelled(signal);
    filled += copyOverlaps(piece, pieceStart, ranges, target.subarray(filled));
    pieceStart += piece.byteLength;
    if (filled === target.byteLength) return;
  }
  if (filled === target.byteLength) return;
  throw new FormatError('truncated', `'${source.name}' ended at byte ${pieceStart} while it was being sampled`, {
    file: source.name,
    found: pieceStart,
  });
}

/** Copies the parts of the ranges that are in a piece; returns the number of bytes. */
function copyOverlaps(piece: Uint8Array, pieceStart: number, ranges: readonly ByteRange[], target: Uint8Array): number {
  let copied = 0;
  for (const { startByte, endByte } of ranges) {
    const from = Math.max(startByte - pieceStart, 0);
    const to = Math.min(endByte - pieceStart, piece.byteLength);
    if (to <= from) continue;
    target.set(piece.subarray(from, to), copied);
    copied += to - from;
  }
  return copied;
}
