import type { CheckedStream } from '../../../shared/contract/streams.js';
import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { requireChunks } from '../document.js';
import type { DocumentStream } from '../inspect-service.js';
import type { ChunkChecks } from './chunk-checks.js';
import type { ChunkSizes } from './chunk-sizes.js';
import type { HeaderFacts } from './header-facts.js';
import { STORED_CODEC } from './header-facts.js';

type MapKind = CheckedStream<'inspect.map'>['what'];
type ValueAt = (chunkIndex: number) => number;

/** Values computed before other tasks run. */
const PIECE_VALUES = 2 ** 16;
/** Min, mean and max. */
const BIN_VALUES = 3;

/**
 * One number a chunk, or three a bin, as f32; NaN if unknown. Uses only sizes and what has been read before.
 */
export const chunkMap: DocumentStream<'inspect.map'> = async (document, request, signal) => {
  const { table, checks } = requireChunks(document);
  const end = Math.min(request.end, table.count);
  const start = Math.min(request.start, end);
  const sizes = await (end - start <= table.atOnce && table.isSampled ? table.sizesOf(start, end) : table.someSizes());
  const valueAt = values(request.what, sizes, table.facts, checks);
  const isBinned = end - start > request.bins;
  const length = isBinned ? request.bins * BIN_VALUES : end - start;
  const body = isBinned ? binned(valueAt, start, end, request, signal) : single(valueAt, start, end, signal);
  return {
    headers: { 'x-chunks': String(sizes.count), 'x-binned': isBinned ? '1' : '0' },
    contentType: 'application/octet-stream',
    sizeBytes: length * Float32Array.BYTES_PER_ELEMENT,
    body,
  };
};

function values(what: MapKind, sizes: ChunkSizes, facts: HeaderFacts, checks: ChunkChecks): ValueAt {
  switch (what) {
    case 'ratio':
      return (chunk) => sizes.ratio(chunk);
    case 'stored':
      return (chunk) => sizes.stored(chunk);
    case 'codec':
      return (chunk) => codecNumber(facts.flags(chunk));
    case 'check':
      return (chunk) => checks.code(chunk);
    case 'decode-ms':
      return (chunk) => checks.decodeMs(chunk);
    case 'entropy':
      return (chunk) => checks.entropy(chunk);
  }
}

function codecNumber(flags: number | undefined): number {
  if (flags === undefined) return Number.NaN;
  const { memcpyed, codecId } = bloscFlags(flags);
  return memcpyed ? STORED_CODEC : codecId;
}

async function* single(valueAt: ValueAt, start: number, end: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end && !signal.aborted; at += PIECE_VALUES) {
    const piece = new Float32Array(Math.min(PIECE_VALUES, end - at));
    for (let index = 0; index < piece.length; index++) piece[index] = valueAt(at + index);
    yield new Uint8Array(piece.buffer);
  }
}

/**
 * Equal ranges: bin b holds chunks from floor(b n / bins) on. The mean of codecs is meaningless; the max of checks is the
 * worst.
 */
async function* binned(
  valueAt: ValueAt,
  start: number,
  end: number,
  { bins }: { readonly bins: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const perBin = (end - start) / bins;
  const binsAPiece = Math.max(1, Math.floor(PIECE_VALUES / Math.ceil(perBin)));
  for (let bin = 0; bin < bins && !signal.aborted; bin += binsAPiece) {
    const count = Math.min(binsAPiece, bins - bin);
    const piece = new Float32Array(count * BIN_VALUES);
    for (let index = 0; index < count; index++) {
      const from = start + Math.floor((bin + index) * perBin);
      const to = start + Math.floor((bin + index + 1) * perBin);
      piece.set(summed(valueAt, from, to), index * BIN_VALUES);
    }
    yield new Uint8Array(piece.buffer);
  }
}

/** Min, mean and max of the values that are known. */
export function summed(valueAt: ValueAt, start: number, end: number): readonly [number, number, number] {
  let [min, sum, max, count] = [Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY, 0];
  for (let chunk = start; chunk < end; chunk++) {
    const value = valueAt(chunk);
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  return count === 0 ? [Number.NaN, Number.NaN, Number.NaN] : [min, sum / count, max];
}
