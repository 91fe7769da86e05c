import { createHash } from 'node:crypto';
import type { Plan } from '../../../shared/compare/plan.js';
import type { DataFacts } from '../../../shared/compare/result.js';
import type { Setting } from '../../../shared/compare/setting.js';
import { checksumByName } from '../../../shared/format/checksums.js';
import { defaultMaxAppChunks } from '../../../shared/format/chunking.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import { encodeMetadata } from '../../engine/container/encode-metadata.js';
import { resolveBloscpackArgs, resolveMetadataArgs } from '../../engine/pack/args.js';
import type { ByteRange, CompareData } from './data.js';
import { randomFrom } from './seeded.js';

/** The bytes in memory, the same for all settings. */
export interface Sample {
  readonly bytes: Uint8Array;
  /** Plain sizes of the consecutive parts of `bytes`; no chunk spans two of them. */
  readonly stretches: readonly number[];
  readonly facts: DataFacts;
  /** The typesizes that the data suggest, and those to be tried on a piece: as in CompareData. */
  readonly typesizes?: readonly number[];
  readonly moreTypesizes?: readonly number[];
  /** Bytes of a container of all the data besides its chunks and their offsets. */
  readonly fixedBytes: number;
}

/** Largest sample for any chunk size: three buffers of its size are in memory while it is measured. */
const MAX_SAMPLE_BYTES = 512 * 2 ** 20;
const MAX_STRETCH_BYTES = 256 * 2 ** 20;

/** The bytes of the data to measure. */
export interface SamplePlan {
  readonly ranges: readonly ByteRange[];
  readonly chunksTotal: number;
}

/**
 * All data if the plan says so, else one chunk at a random place in each of as many equal parts of the data: chunks at equal
 * distances would meet the same phase of periodic data, such as one channel of eight, every time. They have the size of the
 * plan's largest chunks, rounded down to whole items.
 */
export function planSample(data: Pick<CompareData, 'sizeBytes' | 'itemsize'>, plan: Plan): SamplePlan {
  const { sizeBytes, itemsize } = data;
  const stretchBytes = wholeItems(Math.min(Math.max(...plan.chunkSizesBytes), MAX_STRETCH_BYTES), itemsize);
  const chunksTotal = Math.max(1, Math.ceil(sizeBytes / stretchBytes));
  const wanted = Math.min(plan.sampleChunks, Math.max(1, Math.floor(MAX_SAMPLE_BYTES / stretchBytes)));
  const wholeUpToBytes = Math.min(plan.wholeUpToBytes, MAX_SAMPLE_BYTES);
  if (sizeBytes <= wholeUpToBytes || wanted >= chunksTotal) {
    return { ranges: [{ startByte: 0, endByte: sizeBytes }], chunksTotal };
  }
  const random = randomFrom(plan.seed);
  const ranges = Array.from({ length: wanted }, (_, part) => {
    const first = Math.floor((part * chunksTotal) / wanted);
    const next = Math.floor(((part + 1) * chunksTotal) / wanted);
    const startByte = (first + Math.floor(random() * (next - first))) * stretchBytes;
    return { startByte, endByte: Math.min(startByte + stretchBytes, sizeBytes) };
  });
  return { ranges, chunksTotal };
}

/** Reads and hashes the sample of a plan. The data stay open. ArgumentError for empty data. */
export async function takeSample(data: CompareData, plan: Plan, signal?: AbortSignal): Promise<Sample> {
  if (data.sizeBytes === 0) throw new ArgumentError(`'${data.name}' is empty: there is nothing to measure`);
  const { ranges, chunksTotal } = planSample(data, plan);
  const stretches = ranges.map(({ startByte, endByte }) => endByte - startByte);
  const bytes = new Uint8Array(stretches.reduce((total, length) => total + length, 0));
  await data.readRanges(ranges, bytes, signal);
  const { name, source, dtype, itemsize, typesizes, moreTypesizes, sizeBytes: plainBytes } = data;
  return {
    bytes,
    stretches,
    ...(typesizes && { typesizes }),
    ...(moreTypesizes && { moreTypesizes }),
    fixedBytes: HEADER_BYTES + metadataBytes(data),
    facts: {
      name,
      ...(source && { source }),
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

/** Plain bytes of each chunk into which a setting splits the sample, as `pack` does. An empty sample is one chunk. */
export function chunkLengths({ stretches, facts }: Sample, setting: Pick<Setting, 'chunkSizeBytes'>): Uint32Array {
  const size = wholeItems(setting.chunkSizeBytes, facts.itemsize);
  const lengths = stretches.flatMap((stretch) => {
    const whole = Array.from({ length: Math.floor(stretch / size) }, () => size);
    return stretch % size > 0 || stretch === 0 ? [...whole, stretch % size] : whole;
  });
  return Uint32Array.from(lengths);
}

/** Rounded down to whole items, as by `pack`. */
function wholeItems(sizeBytes: number, itemsize = 1): number {
  return Math.max(itemsize, sizeBytes - (sizeBytes % itemsize));
}

/**
 * Bytes of the sample's chunks in a container with default settings: the chunks, a digest after each, an offset for each
 * and for each slot kept for appending, and the sample's share of header and metadata. Exact if the sample is all data.
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
