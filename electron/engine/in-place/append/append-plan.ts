import { planChunks } from '../../../../shared/format/chunking.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { MetadataHeader } from '../../../../shared/format/metadata-section.js';
import type { ContainerLayout } from '../../container/layout.js';
import { type BloscArgs, DEFAULT_CHUNK_SIZE } from '../../pack/args.js';
import { chunkChoices } from '../../pack/chunk-choices.js';
import type { ChunkSettings } from '../../pack/pack-runs.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { Tail } from './tail.js';

/** How the new chunks are packed. */
export interface AppendPlan {
  readonly settings: ChunkSettings;
  /** Number of offset slots; undefined when the container has no offsets. */
  readonly slots: number | undefined;
}

/** Codec, level and shuffle may differ from the old chunks; the typesize is the container's unless `blosc` gives another. */
export function planAppend(
  layout: ContainerLayout,
  tail: Tail,
  source: PlainSource,
  blosc: BloscArgs = {},
): AppendPlan {
  const args = { typesize: Math.max(1, layout.header.typesize), ...blosc };
  return {
    settings: {
      choices: chunkChoices(args, source).choices,
      checksum: layout.header.checksum,
      chunkSize: chunkSizeOf(layout, tail, source),
      sourceName: source.name,
    },
    slots: layout.offsets?.slots,
  };
}

/** An empty container has chunk size 0: it gets the chunk size that a new container of this data would get. */
function chunkSizeOf({ header }: ContainerLayout, tail: Tail, source: PlainSource): number {
  if (header.chunkSize > 0 || tail.keptChunks > 0) return header.chunkSize;
  const itemsize = source.itemsize ?? Math.max(1, header.typesize);
  const wanted = Math.max(itemsize, DEFAULT_CHUNK_SIZE - (DEFAULT_CHUNK_SIZE % itemsize));
  return source.sizeBytes === undefined ? wanted : planChunks(source.sizeBytes, wanted).chunkSize;
}

/** Number of chunks to write behind the kept ones; undefined when the source does not know its size. */
export function newChunkCount(plan: AppendPlan, tail: Tail, source: PlainSource): number | undefined {
  if (source.sizeBytes === undefined) return undefined;
  const plainBytes = tail.lastPlain.byteLength + source.sizeBytes;
  return plainBytes === 0 ? tail.replacedChunks : Math.ceil(plainBytes / plan.settings.chunkSize);
}

/** Chunks to make room for when the source is a stream of unknown size. */
export const CHUNKS_FOR_STREAMS = 4096;

/** Throws ArgumentError when the offsets section has fewer slots than `nchunks`. */
export function requireRoom(plan: AppendPlan, nchunks: number): void {
  if (plan.slots === undefined || nchunks <= plan.slots) return;
  throw new ArgumentError(
    `the container has room for ${plan.slots} chunks, but at least ${nchunks} are needed; --grow rewrites it with more room`,
    { expected: plan.slots, found: nchunks },
  );
}

/** The error for metadata that are longer than the room reserved for them. */
export function noMetadataRoom({ maxMetaSize }: MetadataHeader): ArgumentError {
  return new ArgumentError(
    `the metadata no longer fit their room of ${maxMetaSize} bytes; --grow rewrites the container with more room`,
    { expected: maxMetaSize },
  );
}

/** The header of the container with the new chunks. Each new chunk uses one of the slots reserved for appending. */
export function grownHeader(
  layout: ContainerLayout,
  plan: AppendPlan,
  done: { readonly nchunks: number; readonly lastChunk: number },
): BloscpackHeader {
  return {
    ...layout.header,
    chunkSize: plan.settings.chunkSize,
    lastChunk: done.lastChunk,
    nchunks: BigInt(done.nchunks),
    maxAppChunks: plan.slots === undefined ? 0n : BigInt(plan.slots - done.nchunks),
  };
}
