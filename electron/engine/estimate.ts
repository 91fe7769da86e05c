import { HEADER_BYTES } from '../../shared/format/header.js';
import { offsetsSectionBytes } from '../../shared/format/offsets.js';
import type { OperationOptions } from './operation.js';
import type { CompressedSink } from './pack/compressed/compressed-sink.js';
import { type PackOptions, type PackPlan, pack, planPack } from './pack/pack.js';
import { plainFileSource } from './pack/plain/plain-file.js';
import type { PlainSource } from './pack/plain/plain-source.js';

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
  /** Time to read and compress the sample, without writing. */
  readonly elapsedMs: number;
}

/** Bytes of a file. */
interface Range {
  readonly startByte: number;
  readonly endByte: number;
}

/**
 * Compresses up to SAMPLE_CHUNKS chunks of `source` as `pack` would, and keeps only their sizes. The data start at `dataStartByte` of
 * the file. The caller closes the source.
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
  await pack(sample, sink, { ...options, chunkRows: undefined, chunkSize: Math.max(1, plan.chunkSize) });
  const elapsedMs = performance.now() - startMs;
  const plainSizes = ranges.map(({ startByte, endByte }) => endByte - startByte);
  const chunkBytes = extrapolate(plan, sum(plainSizes), sum(sizes), source.sizeBytes, sizes.length);
  return {
    plan,
    plainBytes: source.sizeBytes,
    storedBytes: HEADER_BYTES + plan.metadataSection.byteLength + Number(offsetsSectionBytes(plan.header)) + chunkBytes,
    sampledChunks: sizes.length,
    sampledBytes: sum(plainSizes),
    chunkRatios: rangeOf(plainSizes.map((plainBytes, index) => plainBytes / (sizes[index] ?? 1))),
    elapsedMs,
  };
}

/** Assumes that all data compress as the sample does. Exact when the sample is all data. */
function extrapolate(plan: PackPlan, sampled: number, stored: number, plainBytes: number, chunks: number): number {
  return BigInt(chunks) === plan.header.nchunks || sampled === 0 ? stored : Math.round((stored / sampled) * plainBytes);
}

/** Evenly distributed chunks, including the first and the last. */
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

/** The ranges one after the other, each is one chunk. Files are opened here, before the time is measured. */
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
    // Only the last range can be shorter than a chunk, so that each range becomes one chunk.
    sizeBytes: sum(parts.map(({ sizeBytes }) => sizeBytes ?? 0)),
    ...(source.itemsize !== undefined && { itemsize: source.itemsize }),
    ...(source.metadata !== undefined && { metadata: source.metadata }),
    async *pieces() {
      for (const part of parts) yield* part.pieces();
    },
    close,
  };
}

/** A sink that keeps only the sizes of the chunks. */
function measuringSink(): { readonly sink: CompressedSink; readonly sizes: readonly number[] } {
  const sizes: number[] = [];
  const sink: CompressedSink = {
    name: '<sample>',
    patchable: true,
    async begin() {},
    async writeChunks(_stored, lengths) {
      sizes.push(...lengths);
    },
    async continueChunk(stored) {
      sizes.push((sizes.pop() ?? 0) + stored.byteLength);
    },
    finish: async () => sum(sizes),
    async abort() {},
  };
  return { sink, sizes };
}

function rangeOf(ratios: readonly number[]): Estimate['chunkRatios'] {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  return { lowest: at(0), median: at(Math.floor(sorted.length / 2)), highest: at(sorted.length - 1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
