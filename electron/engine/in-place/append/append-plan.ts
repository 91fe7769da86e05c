import { planChunks } from '../../../../shared/format/chunking.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { MetadataHeader } from '../../../../shared/format/metadata-section.js';
import type { ContainerLayout } from '../../container/layout.js';
import { type BloscArgs, DEFAULT_CHUNK_SIZE, resolveBloscArgs } from '../../pack/args.js';
import type { ChunkSettings } from '../../pack/chunk-packer.js';
import { settingsOf } from '../../pack/pack.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { Tail } from './tail.js';

/** How chunks are packed behind the ones that stay. */
export interface AppendPlan {
  readonly settings: ChunkSettings;
  /** Offset slots there are in all; undefined when the container keeps no offsets. */
  readonly slots: number | undefined;
}

/** Codec, level and shuffle may differ from the chunks before; the typesize is the container's unless asked otherwise. */
export function planAppend(
  layout: ContainerLayout,
  tail: Tail,
  source: PlainSource,
  blosc: BloscArgs = {},
): AppendPlan {
  const args = resolveBloscArgs({ typesize: Math.max(1, layout.header.typesize), ...blosc });
  return {
    settings: {
      compress: settingsOf(args),
      checksum: layout.header.checksum,
      chunkSize: chunkSizeOf(layout, tail, source),
      sourceName: source.name,
    },
    slots: layout.offsets?.slots,
  };
}

/** An empty container has chunks of size 0: the first bytes in it decide, as they do when a container is made. */
function chunkSizeOf({ header }: ContainerLayout, tail: Tail, source: PlainSource): number {
  if (header.chunkSize > 0 || tail.keptChunks > 0) return header.chunkSize;
  const itemsize = source.itemsize ?? Math.max(1, header.typesize);
  const wanted = Math.max(itemsize, DEFAULT_CHUNK_SIZE - (DEFAULT_CHUNK_SIZE % itemsize));
  return source.sizeBytes === undefined ? wanted : planChunks(source.sizeBytes, wanted).chunkSize;
}

/** Chunks that there will be behind the kept ones; undefined when the source does not know its size. */
export function newChunkCount(plan: AppendPlan, tail: Tail, source: PlainSource): number | undefined {
  if (source.sizeBytes === undefined) return undefined;
  const plainBytes = tail.lastPlain.byteLength + source.sizeBytes;
  return plainBytes === 0 ? tail.replacedChunks : Math.ceil(plainBytes / plan.settings.chunkSize);
}

/** Chunks to make room for when a stream does not tell how long it is. */
export const CHUNKS_FOR_STREAMS = 4096;

/** Throws ArgumentError when the offsets section has no room for so many chunks. */
export function requireRoom(plan: AppendPlan, nchunks: number): void {
  if (plan.slots === undefined || nchunks <= plan.slots) return;
  throw new ArgumentError(
    `the container has room for ${plan.slots} chunks, but at least ${nchunks} are needed; --grow rewrites it with more room`,
    { expected: plan.slots, found: nchunks },
  );
}

/** For metadata that turn out too long for the room that was reserved for them. */
export function noMetadataRoom({ maxMetaSize }: MetadataHeader): ArgumentError {
  return new ArgumentError(
    `the metadata do not fit their room of ${maxMetaSize} bytes any more; --grow rewrites the container with more room`,
    { expected: maxMetaSize },
  );
}

/** The header once the new chunks are there. Slots that were reserved for appending are used up by them. */
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
