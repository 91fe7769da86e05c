import { defaultMaxAppChunks } from '../../../../shared/format/chunking.js';
import type { BloscpackHeader } from '../../../../shared/format/header.js';
import {
  type MetadataHeader,
  metadataSectionBytes,
  parseMetadataHeader,
} from '../../../../shared/format/metadata-section.js';
import { encodeInRoom, encodeMetadata } from '../../container/encode-metadata.js';
import { type StoredChunk, walkChunks } from '../../container/stored-chunks.js';
import { throwIfCancelled } from '../../operation.js';
import { type MetadataArgs, resolveMetadataArgs } from '../../pack/args.js';
import { copyChunk } from '../../pack/rewrite.js';
import type { AppendJob, AppendResult } from './append-job.js';
import { CHUNKS_FOR_STREAMS, grownHeader, newChunkCount, noMetadataRoom } from './append-plan.js';
import { packAppended, requireDeclaredSize } from './appended-chunks.js';
import { cutBytesOf, presentBytes } from './tail.js';

/**
 * Writes a new container with more room: the kept chunks are copied as they are stored, the new ones packed behind them. The new
 * container replaces the old one at the end.
 *
 * When it throws or the process is killed, the old container is unchanged.
 */
export async function appendRewriting(job: AppendJob): Promise<AppendResult> {
  const { container, tail, source, layout, options } = job;
  const plan = { ...job.plan, slots: layout.offsets ? enlargedSlots(job) : undefined };
  const sink = await container.rewrite();
  try {
    const section = await metadataSection(job);
    const planned = plannedHeader(job, plan.slots, section.byteLength > 0);
    await sink.begin(planned, section);
    for await (const chunk of keptChunks(job)) {
      throwIfCancelled(options.signal);
      await copyChunk(container.reader, chunk, sink);
    }
    const { plainBytes, lastChunk, chunks } = await packAppended(tail, source, plan, sink, options);
    const nchunks = tail.keptChunks + chunks;
    const header = { ...grownHeader(layout, plan, { nchunks, lastChunk }), metadata: planned.metadata };
    const addedBytes = plainBytes - tail.lastPlain.byteLength;
    requireDeclaredSize(source, addedBytes);
    await sink.finish(header, finalSection(job, section, addedBytes));
    return { header, startByte: presentBytes(tail), addedBytes, ...cutBytesOf(tail), how: 'rewritten' };
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** As many slots as a new container of that many chunks would get. */
function enlargedSlots({ tail, plan, source }: AppendJob): number {
  const nchunks = tail.keptChunks + (newChunkCount(plan, tail, source) ?? CHUNKS_FOR_STREAMS);
  return nchunks + Number(defaultMaxAppChunks(nchunks));
}

/** The header for `begin`, which uses only the number of slots; `finish` gets the final counts. */
function plannedHeader(job: AppendJob, slots: number | undefined, metadata: boolean): BloscpackHeader {
  const { layout, plan, tail } = job;
  const nchunks = Math.max(1, tail.keptChunks);
  return { ...grownHeader(layout, { ...plan, slots }, { nchunks, lastChunk: 0 }), metadata };
}

/** The metadata section to write: the old one byte for byte when the metadata do not change. */
async function metadataSection({ container, layout, metadata, source }: AppendJob): Promise<Uint8Array> {
  const old = layout.metadata;
  const wanted = metadata(source.sizeBytes);
  if (wanted !== undefined) {
    return (
      (old && encodeInRoom(wanted, old.header)) ?? encodeMetadata(wanted, resolveMetadataArgs(argsOf(old?.header)))
    );
  }
  return old ? container.reader.readAt(old.positionBytes, metadataSectionBytes(old.header)) : new Uint8Array(0);
}

/** The section for the final number of added bytes, of the same length; undefined when the written one is already right. */
function finalSection(
  { metadata, source }: AppendJob,
  written: Uint8Array,
  addedBytes: number,
): Uint8Array | undefined {
  const wanted = source.sizeBytes === undefined ? metadata(addedBytes) : undefined;
  if (wanted === undefined) return undefined;
  const header = parseMetadataHeader(written);
  const section = encodeInRoom(wanted, header);
  if (!section) throw noMetadataRoom(header);
  return section;
}

/** Checksum, level and user codec of the old section, for a new one with more room. */
function argsOf(header: MetadataHeader | undefined): MetadataArgs {
  return header ? { metaChecksum: header.metaChecksum, metaLevel: header.metaLevel, userCodec: header.userCodec } : {};
}

async function* keptChunks({ container, layout, tail }: AppendJob): AsyncGenerator<StoredChunk> {
  for await (const chunk of walkChunks(container.reader, layout)) {
    if (chunk.chunkIndex >= tail.keptChunks) return;
    yield chunk;
  }
}
