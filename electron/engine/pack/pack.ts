import type { CompressSettings } from '../../../native/index.js';
import { planChunks } from '../../../shared/format/chunking.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { type BloscpackHeader, FORMAT_VERSION, MAX_CHUNK_SIZE } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { encodeMetadata } from '../container/encode-metadata.js';
import type { ByteIterable } from '../io/async-chunks.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import {
  type BloscArgs,
  type BloscpackArgs,
  DEFAULT_CHUNK_SIZE,
  type MetadataArgs,
  type ResolvedBloscpackArgs,
  requireInteger,
  resolveBloscpackArgs,
  resolveMetadataArgs,
} from './args.js';
import { chunkChoices } from './chunk-choices.js';
import { type ChunkSizing, chunkSizeOf } from './chunk-rows.js';
import type { CompressedSink } from './compressed/compressed-sink.js';
import { type PackedTotals, packRuns } from './pack-runs.js';
import { asPlainSource, type PlainSource } from './plain/plain-source.js';

export interface PackOptions extends OperationOptions, ChunkSizing {
  readonly blosc?: BloscArgs;
  readonly bloscpack?: BloscpackArgs;
  /** Stored with the data. Default: those of the source, such as an array's dtype and shape. */
  readonly metadata?: JsonValue;
  readonly meta?: MetadataArgs;
}

export interface PackResult {
  readonly header: BloscpackHeader;
  /** Uncompressed size in bytes. */
  readonly plainBytes: number;
  /** Size of the whole container in bytes. */
  readonly storedBytes: number;
}

/**
 * Compresses a source into a sink. Chunks are compressed in parallel, one Blosc thread for each, and written in order, so that the
 * same input and settings give the same bytes with any number of threads. Closes the source. When it throws or is cancelled, the
 * sink has been aborted and its target is unchanged.
 */
export async function pack(
  input: PlainSource | ByteIterable,
  sink: CompressedSink,
  options: PackOptions = {},
): Promise<PackResult> {
  const source = asPlainSource(input);
  try {
    throwIfCancelled(options.signal);
    return await packChunks(source, sink, planPack(source, options, sink.patchable), options);
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close?.();
  }
}

/** The layout of a container, decided before the first byte is read. */
export interface PackPlan {
  readonly chunkSize: number;
  readonly header: BloscpackHeader;
  readonly metadataSection: Uint8Array;
  /** Of several, each chunk has those that make it smallest. */
  readonly choices: readonly CompressSettings[];
}

/**
 * Checks the options and decides the layout. Throws ArgumentError for invalid options; reads and writes nothing. `patchable` is the
 * sink's: a stream cannot have offsets, which precede the chunks but are known only after them.
 */
export function planPack(source: PlainSource, options: PackOptions = {}, patchable = true): PackPlan {
  const wanted = resolveBloscpackArgs(options.bloscpack);
  // The offsets section precedes the chunks and is filled in at the end: the number of chunks must be known.
  const bloscpack = { ...wanted, offsets: wanted.offsets && patchable && source.sizeBytes !== undefined };
  const metadata = options.metadata ?? source.metadata;
  const { typesize, choices } = chunkChoices(options.blosc, { itemsize: source.itemsize, metadata });
  const metadataSection =
    metadata === undefined ? new Uint8Array(0) : encodeMetadata(metadata, resolveMetadataArgs(options.meta));
  const chunkSize = usableChunkSize(chunkSizeOf(options, metadata, source.name) ?? DEFAULT_CHUNK_SIZE, source);
  const counts =
    source.sizeBytes === undefined ? unknownCounts(chunkSize) : knownCounts(source.sizeBytes, chunkSize, bloscpack);
  return {
    chunkSize: counts.chunkSize,
    metadataSection,
    choices,
    header: {
      formatVersion: FORMAT_VERSION,
      offsets: bloscpack.offsets,
      metadata: metadata !== undefined,
      checksum: bloscpack.checksum,
      typesize,
      ...counts,
    },
  };
}

function usableChunkSize(wanted: number, source: PlainSource): number {
  requireInteger('chunk size', wanted, 1, MAX_CHUNK_SIZE);
  const itemsize = source.itemsize ?? 1;
  if (itemsize <= 1) return wanted;
  const rounded = Math.max(itemsize, wanted - (wanted % itemsize));
  if (rounded > MAX_CHUNK_SIZE) {
    throw new ArgumentError(`one item of '${source.name}' has ${itemsize} bytes, more than a chunk can hold`);
  }
  return rounded;
}

type Counts = Pick<BloscpackHeader, 'chunkSize' | 'lastChunk' | 'nchunks' | 'maxAppChunks'>;

function knownCounts(sizeBytes: number, wantedChunkSize: number, args: ResolvedBloscpackArgs): Counts {
  const { nchunks, chunkSize, lastChunk } = planChunks(sizeBytes, wantedChunkSize);
  const room = typeof args.maxAppChunks === 'function' ? args.maxAppChunks(nchunks) : args.maxAppChunks;
  if (typeof room === 'number') requireInteger('maxAppChunks', room, 0, Number.MAX_SAFE_INTEGER);
  requireReasonableRoom(BigInt(room), nchunks);
  return { chunkSize, lastChunk, nchunks: BigInt(nchunks), maxAppChunks: args.offsets ? BigInt(room) : 0n };
}

/** Slots (8 bytes each) that may always be reserved, whatever the number of chunks. */
const MAX_ROOM = 2 ** 24;

/** Throws ArgumentError for a mistyped number, with which the offsets section would fill the disk. */
function requireReasonableRoom(room: bigint, nchunks: number): void {
  const most = BigInt(Math.max(MAX_ROOM, 100 * nchunks));
  if (room <= most) return;
  throw new ArgumentError(
    `room for ${room} more chunks would take ${8n * room} bytes; with ${nchunks} chunks now, at most ${most} can be reserved`,
    { expected: most, found: room },
  );
}

function unknownCounts(chunkSize: number): Counts {
  return { chunkSize, lastChunk: -1, nchunks: -1n, maxAppChunks: 0n };
}

async function packChunks(
  source: PlainSource,
  sink: CompressedSink,
  plan: PackPlan,
  options: PackOptions,
): Promise<PackResult> {
  await sink.begin(plan.header, plan.metadataSection);
  const settings = {
    choices: plan.choices,
    checksum: plan.header.checksum,
    chunkSize: plan.chunkSize,
    sourceName: source.name,
  };
  const packed = await packRuns(source, settings, sink, options);
  await source.requireUnchanged?.();
  const header = finalHeader(plan.header, packed, sink, source);
  return { header, plainBytes: packed.plainBytes, storedBytes: await sink.finish(header) };
}

/** Adds counts that were unknown, where the sink is patchable. Throws FormatError when the source gave another size than it declared. */
function finalHeader(
  planned: BloscpackHeader,
  done: PackedTotals,
  sink: CompressedSink,
  source: PlainSource,
): BloscpackHeader {
  if (source.sizeBytes !== undefined) {
    if (done.plainBytes === source.sizeBytes) return planned;
    throw new FormatError(
      'truncated',
      `'${source.name}' gave ${done.plainBytes} bytes instead of ${source.sizeBytes}`,
      {
        file: source.name,
        expected: source.sizeBytes,
        found: done.plainBytes,
      },
    );
  }
  if (!sink.patchable) return planned;
  const chunkSize = done.chunks === 1 ? done.lastChunk : planned.chunkSize;
  return { ...planned, chunkSize, lastChunk: done.lastChunk, nchunks: BigInt(done.chunks) };
}
