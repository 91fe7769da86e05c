import { BLOSC_HEADER_BYTES, parseBloscHeader } from '../../shared/format/blosc-chunk.js';
import { HEADER_BYTES } from '../../shared/format/header.js';
import { offsetsSectionBytes } from '../../shared/format/offsets.js';
import type { RandomReader } from './io/random-reader.js';
import type { OperationOptions } from './operation.js';
import type { CompressedSink } from './pack/compressed/compressed-sink.js';
import { type PackOptions, type PackPlan, pack, planPack } from './pack/pack.js';
import type { PlainSource } from './pack/plain/plain-source.js';
import { bloscArgsOf, type StoredArgs } from './pack/single-chunk.js';

/** Most chunks that are compressed for an estimate. */
export const SAMPLE_CHUNKS = 16;

/** The estimated result of packing a file, from some of its chunks. Sizes are in bytes. */
export interface Estimate {
  readonly plan: PackPlan;
  readonly plainBytes: number;
  /** Size of the whole container; exact when every chunk was sampled. */
  readonly storedBytes: number;
  readonly sampledChunks: number;
  readonly sampledBytes: number;
  /** Compression ratios (uncompressed / compressed) of the sampled chunks. */
  readonly chunkRatios: { readonly lowest: number; readonly median: number; readonly highest: number };
  /** How the sampled chunks were compressed, the most frequent first; one where nothing was to be chosen. */
  readonly chosen: readonly ChosenSettings[];
  /** Time to read and compress the sample, without writing. */
  readonly elapsedMs: number;
}

/** The level is not stored, and lz4hc counts as lz4. */
export interface ChosenSettings extends StoredArgs {
  readonly chunks: number;
}

/** A part of the data. */
interface Range {
  readonly startByte: number;
  readonly endByte: number;
}

/** Data that can be read by position: those of `reader` from `startByte` on. */
export interface EstimatedData {
  readonly reader: RandomReader;
  readonly startByte: number;
  /** What the data are as the source of a container. */
  readonly facts: Pick<PlainSource, 'itemsize' | 'metadata'> & { readonly sizeBytes: number };
}

/** How much is sampled. */
export interface SampleLimits {
  /** Plain bytes; of larger chunks only their first part is taken. Default: no limit but SAMPLE_CHUNKS. */
  readonly maxSampleBytes?: number;
}

/** Compresses up to SAMPLE_CHUNKS chunks as `pack` would, and keeps only their sizes. The caller closes the reader. */
export async function estimatePacking(
  { reader, startByte, facts }: EstimatedData,
  { maxSampleBytes, ...options }: PackOptions & OperationOptions & SampleLimits,
): Promise<Estimate> {
  const source = { name: reader.name, ...facts };
  const plan = planPack({ ...source, pieces: () => [] }, options);
  const { ranges, chunkSize } = limitedRanges(plan, maxSampleBytes);
  const plainSizes = ranges.map((range) => range.endByte - range.startByte);
  const sample = { ...source, sizeBytes: sum(plainSizes), pieces: () => piecesOf(reader, startByte, ranges) };
  const { sink, sizes, headers } = measuringSink();
  const startMs = performance.now();
  await pack(sample, sink, { ...options, chunkRows: undefined, chunkSize: Math.max(1, chunkSize) });
  const elapsedMs = performance.now() - startMs;
  const chunkBytes = extrapolate(sum(plainSizes), sum(sizes), facts.sizeBytes);
  return {
    plan,
    plainBytes: facts.sizeBytes,
    storedBytes: HEADER_BYTES + plan.metadataSection.byteLength + Number(offsetsSectionBytes(plan.header)) + chunkBytes,
    sampledChunks: sizes.length,
    sampledBytes: sum(plainSizes),
    chunkRatios: rangeOf(plainSizes.map((plainBytes, index) => plainBytes / (sizes[index] ?? 1))),
    chosen: chosenSettings(headers),
    elapsedMs,
  };
}

function chosenSettings(headers: readonly Uint8Array[]): readonly ChosenSettings[] {
  const groups = new Map<string, ChosenSettings>();
  for (const header of headers) {
    const args = bloscArgsOf(parseBloscHeader(header));
    const key = `${args.codec} ${args.shuffle} ${args.typesize}`;
    groups.set(key, { ...args, chunks: (groups.get(key)?.chunks ?? 0) + 1 });
  }
  return [...groups.values()].toSorted((a, b) => b.chunks - a.chunks);
}

/** Assumes that all data compress as the sample does. Exact when the sample is all data. */
function extrapolate(sampledBytes: number, storedBytes: number, plainBytes: number): number {
  return sampledBytes === 0 ? storedBytes : Math.round((storedBytes / sampledBytes) * plainBytes);
}

/** Several chunks say more of the data than one large one. */
const MIN_SAMPLED_PARTS = 4;

/** The ranges of the sample, and the size of the chunks that they become, which is less than the plan's where a limit asks for it. */
function limitedRanges(plan: PackPlan, maxSampleBytes = Number.POSITIVE_INFINITY) {
  const chunkSize = Math.min(plan.chunkSize, Math.max(1, Math.floor(maxSampleBytes / MIN_SAMPLED_PARTS)));
  const most = Math.max(1, Math.floor(maxSampleBytes / Math.max(1, chunkSize)));
  const ranges = sampleRanges(plan, most).map(({ startByte, endByte }) => ({
    startByte,
    endByte: Math.min(endByte, startByte + chunkSize),
  }));
  return { ranges, chunkSize };
}

/** At most `most` evenly distributed chunks, including the first and the last. */
export function sampleRanges(
  { header, chunkSize }: Pick<PackPlan, 'header' | 'chunkSize'>,
  most = SAMPLE_CHUNKS,
): readonly Range[] {
  const nchunks = Number(header.nchunks);
  const wanted = Math.min(nchunks, most, SAMPLE_CHUNKS);
  const indices = Array.from({ length: wanted }, (_, turn) =>
    wanted === 1 ? 0 : Math.round((turn * (nchunks - 1)) / (wanted - 1)),
  );
  return indices.map((chunkIndex) => {
    const startByte = chunkIndex * chunkSize;
    return { startByte, endByte: startByte + (chunkIndex === nchunks - 1 ? header.lastChunk : chunkSize) };
  });
}

const PIECE_BYTES = 2 ** 20;

/** The ranges one after the other. Each becomes one chunk: only the last can be shorter than the others. */
async function* piecesOf(
  reader: RandomReader,
  dataStartByte: number,
  ranges: readonly Range[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { startByte, endByte } of ranges) {
    for (let at = startByte; at < endByte; at += PIECE_BYTES) {
      yield await reader.readAt(dataStartByte + at, Math.min(PIECE_BYTES, endByte - at));
    }
  }
}

/** A sink that keeps only the sizes of the chunks and their headers. */
function measuringSink(): {
  readonly sink: CompressedSink;
  readonly sizes: readonly number[];
  readonly headers: readonly Uint8Array[];
} {
  const sizes: number[] = [];
  const headers: Uint8Array[] = [];
  const sink: CompressedSink = {
    name: '<sample>',
    patchable: true,
    async begin() {},
    async writeChunks(stored, lengths) {
      let at = 0;
      for (const length of lengths) {
        sizes.push(length);
        headers.push(stored.slice(at, at + BLOSC_HEADER_BYTES));
        at += length;
      }
    },
    async continueChunk(stored) {
      sizes.push((sizes.pop() ?? 0) + stored.byteLength);
    },
    finish: async () => sum(sizes),
    async abort() {},
  };
  return { sink, sizes, headers };
}

function rangeOf(ratios: readonly number[]): Estimate['chunkRatios'] {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  return { lowest: at(0), median: at(Math.floor(sorted.length / 2)), highest: at(sorted.length - 1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
