import { createHash } from 'node:crypto';
import type { Plan } from '../../../shared/compare/plan.js';
import type { DataFacts } from '../../../shared/compare/result.js';
import type { Setting } from '../../../shared/compare/setting.js';
import { checksumByName } from '../../../shared/format/checksums.js';
import { defaultMaxAppChunks } from '../../../shared/format/chunking.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import { encodeMetadata } from '../../engine/container/encode-metadata.js';
import { resolveBloscpackArgs, resolveMetadataArgs } from '../../engine/pack/args.js';
import type { ByteRange, CompareData } from './data.js';
import { randomFrom } from './seeded.js';

/** Bytes chosen once for all settings, in memory. */
export interface Sample {
  readonly bytes: Uint8Array;
  /** Plain sizes of the stretches that `bytes` holds one after the other; no chunk reaches over the end of one. */
  readonly stretches: readonly number[];
  readonly facts: DataFacts;
  /** What a container of all the data has besides its chunks and their offsets, in bytes. */
  readonly fixedBytes: number;
}

/** No sample has more, whatever the chunk size: three buffers of its size are in memory while it is measured. */
const MOST_SAMPLE_BYTES = 512 * 2 ** 20;
const MOST_STRETCH_BYTES = 256 * 2 ** 20;

/** Which bytes of the data to measure. */
export interface SamplePlan {
  readonly ranges: readonly ByteRange[];
  readonly chunksTotal: number;
}

/**
 * All of the data when the plan says so, else chunks at equal distances, the first of which the seed places. They have the
 * size of the plan's largest chunks, rounded down to whole items.
 */
export function planSample(data: Pick<CompareData, 'sizeBytes' | 'itemsize'>, plan: Plan): SamplePlan {
  const { sizeBytes, itemsize } = data;
  const stretchBytes = wholeItems(Math.min(Math.max(...plan.chunkSizesBytes), MOST_STRETCH_BYTES), itemsize);
  const chunksTotal = Math.max(1, Math.ceil(sizeBytes / stretchBytes));
  const wanted = Math.min(plan.sampleChunks, Math.max(1, Math.floor(MOST_SAMPLE_BYTES / stretchBytes)));
  const wholeUpToBytes = Math.min(plan.wholeUpToBytes, MOST_SAMPLE_BYTES);
  if (sizeBytes <= wholeUpToBytes || wanted >= chunksTotal) {
    return { ranges: [{ startByte: 0, endByte: sizeBytes }], chunksTotal };
  }
  const offset = randomFrom(plan.seed)();
  const ranges = Array.from({ length: wanted }, (_, turn) => {
    const startByte = Math.floor(((turn + offset) * chunksTotal) / wanted) * stretchBytes;
    return { startByte, endByte: Math.min(startByte + stretchBytes, sizeBytes) };
  });
  return { ranges, chunksTotal };
}

/** Reads the sample of a plan and hashes it. The data stay open. */
export async function takeSample(data: CompareData, plan: Plan, signal?: AbortSignal): Promise<Sample> {
  const { ranges, chunksTotal } = planSample(data, plan);
  const stretches = ranges.map(({ startByte, endByte }) => endByte - startByte);
  const bytes = new Uint8Array(stretches.reduce((total, length) => total + length, 0));
  await data.readRanges(ranges, bytes, signal);
  const { name, dtype, itemsize, sizeBytes: plainBytes } = data;
  return {
    bytes,
    stretches,
    fixedBytes: HEADER_BYTES + metadataBytes(data),
    facts: {
      name,
      ...(dtype !== undefined && { dtype }),
      ...(itemsize !== undefined && { itemsize }),
      plainBytes,
      sampleBytes: bytes.byteLength,
      chunksSampled: bytes.byteLength === plainBytes ? chunksTotal : ranges.length,
      chunksTotal,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  };
}

function metadataBytes({ metadata }: CompareData): number {
  return metadata === undefined ? 0 : encodeMetadata(metadata, resolveMetadataArgs()).byteLength;
}

/** Plain bytes of each chunk that a setting cuts the sample into, in order; as `pack` cuts. An empty sample is one chunk. */
export function chunkLengths({ stretches, facts }: Sample, setting: Pick<Setting, 'chunkSizeBytes'>): Uint32Array {
  const size = wholeItems(setting.chunkSizeBytes, facts.itemsize);
  const lengths = stretches.flatMap((stretch) => {
    const whole = Array.from({ length: Math.floor(stretch / size) }, () => size);
    return stretch % size > 0 || stretch === 0 ? [...whole, stretch % size] : whole;
  });
  return Uint32Array.from(lengths);
}

/** `pack` rounds down to whole items too. */
function wholeItems(sizeBytes: number, itemsize = 1): number {
  return Math.max(itemsize, sizeBytes - (sizeBytes % itemsize));
}

/**
 * What the sample's chunks take in a container as written by default: the chunks, a digest behind each, an offset for each
 * and for each place kept for appending, and the sample's share of header and metadata. Exact when the sample is the whole.
 */
export function containerBytes(sample: Sample, chunks: number, payloadBytes: number): number {
  const { plainBytes, sampleBytes } = sample.facts;
  const share = plainBytes === 0 ? 1 : sampleBytes / plainBytes;
  return payloadBytes + chunks * DIGEST_BYTES + offsetsBytes(chunks) + Math.round(sample.fixedBytes * share);
}

const DIGEST_BYTES = checksumByName(resolveBloscpackArgs().checksum).digestBytes;

function offsetsBytes(chunks: number): number {
  return OFFSET_BYTES * (chunks + Number(defaultMaxAppChunks(chunks)));
}
