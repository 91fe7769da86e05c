import { HEADER_BYTES } from '../../../shared/format/header.js';
import { offsetsSectionBytes } from '../../../shared/format/offsets.js';
import type { OperationOptions } from '../operation.js';
import type { CompressedSink } from '../pack/compressed/compressed-sink.js';
import { type PackOptions, type PackPlan, pack, planPack } from '../pack/pack.js';
import { plainFileSource } from '../pack/plain/plain-file.js';
import type { PlainChunk, PlainSource } from '../pack/plain/plain-source.js';

/** Chunks that are compressed at most, evenly spread from the first to the last. */
export const SAMPLE_CHUNKS = 16;

/** What packing a file would give, judged from some of its chunks. Sizes are in bytes. */
export interface Estimate {
  readonly plan: PackPlan;
  readonly plainBytes: number;
  /** Size of the whole container; exact when every chunk was sampled. */
  readonly storedBytes: number;
  readonly sampledChunks: number;
  readonly sampledBytes: number;
  /** Uncompressed / compressed of the single chunks. */
  readonly chunkRatios: { readonly lowest: number; readonly median: number; readonly highest: number };
  /** Reading and compressing the sample, in memory. */
  readonly elapsedMs: number;
}

/** A stretch of a file. */
interface Range {
  readonly startByte: number;
  readonly endByte: number;
}

/**
 * Compresses up to SAMPLE_CHUNKS chunks of `source` exactly as `pack` would, keeps their sizes and throws the rest away.
 * `dataStartByte` is where the data begin in the file. The source stays open.
 */
export async function estimatePacking(
  path: string,
  source: PlainSource & { readonly sizeBytes: number },
  dataStartByte: number,
  options: PackOptions & OperationOptions,
): Promise<Estimate> {
  const plan = planPack(source, options);
  const ranges = sampleRanges(plan).map(({ startByte, endByte }) => ({
    startByte: dataStartByte + startByte,
    endByte: dataStartByte + endByte,
  }));
  const sample = await sampleSource(path, source, ranges);
  const { sink, sizes } = measuringSink();
  const startMs = performance.now();
  await pack(sample, sink, { ...options, chunkSize: Math.max(1, plan.chunkSize) });
  const elapsedMs = performance.now() - startMs;
  const plainSizes = ranges.map(({ startByte, endByte }) => endByte - startByte);
  const chunkBytes = extrapolate(plan, sum(plainSizes), sum(sizes), source.sizeBytes, sizes.length);
  return {
    plan,
    plainBytes: source.sizeBytes,
    storedBytes: HEADER_BYTES + plan.metadataSection.byteLength + Number(offsetsSectionBytes(plan.header)) + chunkBytes,
    sampledChunks: sizes.length,
    sampledBytes: sum(plainSizes),
    chunkRatios: spread(plainSizes.map((plainBytes, index) => plainBytes / (sizes[index] ?? 1))),
    elapsedMs,
  };
}

/** The whole is taken to compress as the sample does; when the sample is the whole, that is the truth. */
function extrapolate(plan: PackPlan, sampled: number, stored: number, plainBytes: number, chunks: number): number {
  return BigInt(chunks) === plan.header.nchunks || sampled === 0 ? stored : Math.round((stored / sampled) * plainBytes);
}

/** Evenly spread chunks, the first and the last among them. */
export function sampleRanges({ header, chunkSize }: Pick<PackPlan, 'header' | 'chunkSize'>): readonly Range[] {
  const nchunks = Number(header.nchunks);
  const wanted = Math.min(nchunks, SAMPLE_CHUNKS);
  const indices = Array.from({ length: wanted }, (_, turn) =>
    wanted === 1 ? 0 : Math.round((turn * (nchunks - 1)) / (wanted - 1)),
  );
  return indices.map((chunkIndex) => {
    const startByte = chunkIndex * chunkSize;
    return { startByte, endByte: startByte + (chunkIndex === nchunks - 1 ? header.lastChunk : chunkSize) };
  });
}

/** The ranges one after the other, each one chunk. Opened beforehand, so that this takes no measured time. */
async function sampleSource(path: string, source: PlainSource, ranges: readonly Range[]): Promise<PlainSource> {
  const parts: PlainSource[] = [];
  const close = async (): Promise<void> => {
    for (const part of parts) await part.close?.();
  };
  try {
    for (const range of ranges) parts.push(await plainFileSource(path, range));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: source.name,
    // The last range may be a shorter chunk and comes last, so that the ranges together are cut just as they are.
    sizeBytes: sum(parts.map(({ sizeBytes }) => sizeBytes ?? 0)),
    ...(source.itemsize !== undefined && { itemsize: source.itemsize }),
    ...(source.metadata !== undefined && { metadata: source.metadata }),
    async *chunks(chunkSizeBytes: number, held: number): AsyncGenerator<PlainChunk> {
      for (const part of parts) yield* part.chunks(chunkSizeBytes, held);
    },
    close,
  };
}

/** Takes the chunks' sizes and nothing else. */
function measuringSink(): { readonly sink: CompressedSink; readonly sizes: readonly number[] } {
  const sizes: number[] = [];
  const sink: CompressedSink = {
    name: '<sample>',
    patchable: true,
    async begin() {},
    async writeChunk(stored) {
      sizes.push(stored.byteLength);
    },
    async continueChunk(stored) {
      sizes.push((sizes.pop() ?? 0) + stored.byteLength);
    },
    finish: async () => sum(sizes),
    async abort() {},
  };
  return { sink, sizes };
}

function spread(ratios: readonly number[]): Estimate['chunkRatios'] {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  return { lowest: at(0), median: at(Math.floor(sorted.length / 2)), highest: at(sorted.length - 1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
