import type { FileHandle } from 'node:fs/promises';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, printOffsets } from '../../../../shared/format/offsets.js';
import { encodeInRoom } from '../../container/encode-metadata.js';
import { withIoErrors } from '../../io/io-error.js';
import { writeFully } from '../../io/write-fully.js';
import { type ByteRange, type ChangedPlaces, makeUndo, NO_BYTES, type UndoPatch } from '../undo.js';
import type { AppendJob, AppendResult } from './append-job.js';
import { grownHeader, newChunkCount, noMetadataRoom, requireRoom } from './append-plan.js';
import { appendedChunks, requireDeclaredSize } from './appended-chunks.js';
import { cutBytesOf, presentBytes } from './tail.js';

/**
 * Writes the new chunks from the start of the old last one on, then offsets, metadata and header.
 *
 * Caller: holds `job.lock`, and `fitsInPlace` was true. After it returns, the container has all of the new data; when it throws or
 * the process is killed, the container has its old content (see `WriteLock.edit`).
 */
export async function appendInPlace(job: AppendJob): Promise<AppendResult> {
  const undo = await makeUndo(job.reader, changedPlaces(job));
  let written: Written | undefined;
  await job.lock.edit(undo, async (container) => {
    written = await writeTail(container, job);
    return [...newMetadata(job, written.addedBytes), { positionBytes: 0, bytes: printHeader(written.header) }];
  });
  if (!written) throw new TypeError('an edit returned without having been applied');
  return { ...written, startByte: presentBytes(job.tail), ...cutBytesOf(job.tail), how: 'in-place' };
}

interface Written {
  readonly header: BloscpackHeader;
  readonly addedBytes: number;
}

async function writeTail(container: FileHandle, job: AppendJob): Promise<Written> {
  const { lock, tail, plan, source, layout, options } = job;
  const offsets: number[] = [];
  let positionBytes = tail.positionBytes;
  let plainBytes = 0;
  // Stays so when there is no new chunk: then the old last chunk is full.
  let lastChunk = plan.settings.chunkSize;
  for await (const chunk of appendedChunks(tail, source, plan, options)) {
    requireRoom(plan, tail.keptChunks + offsets.length + 1);
    await writeFully(container, chunk.stored, positionBytes, lock.path);
    offsets.push(positionBytes);
    positionBytes += chunk.stored.byteLength;
    plainBytes += chunk.plainBytes;
    lastChunk = chunk.plainBytes;
    const doneBytes = Math.max(0, plainBytes - tail.lastPlain.byteLength);
    options.onProgress?.({ doneBytes, totalBytes: source.sizeBytes, chunksDone: offsets.length });
  }
  const addedBytes = plainBytes - tail.lastPlain.byteLength;
  requireDeclaredSize(source, addedBytes);
  const header = grownHeader(layout, plan, { nchunks: tail.keptChunks + offsets.length, lastChunk });
  // The new chunks can be shorter than the old ones: no unused bytes are left behind them (the reference would leave them).
  await withIoErrors('write', lock.path, () => container.truncate(positionBytes));
  if (layout.offsets) {
    const slotPosition = layout.offsets.positionBytes + tail.keptChunks * OFFSET_BYTES;
    await writeFully(container, printOffsets(offsets), slotPosition, lock.path);
  }
  return { header, addedBytes };
}

function newMetadata(job: AppendJob, addedBytes: number): readonly UndoPatch[] {
  const section = job.layout.metadata;
  const metadata = job.metadata(addedBytes);
  if (metadata === undefined || section === undefined) return [];
  const bytes = encodeInRoom(metadata, section.header);
  if (!bytes) throw noMetadataRoom(section.header);
  return [{ positionBytes: section.positionBytes, bytes }];
}

/** All bytes that an append changes: chunks and offsets early (while it reads its source), metadata and header late. */
function changedPlaces({ reader, layout, tail, plan, source }: AppendJob): ChangedPlaces {
  const { positionBytes } = tail;
  const { metadata, offsets } = layout;
  const oldTail = { positionBytes, lengthBytes: reader.sizeBytes - positionBytes };
  const lastSlot = { positionBytes: (offsets?.positionBytes ?? 0) + tail.keptChunks * OFFSET_BYTES };
  const section = metadata && {
    positionBytes: metadata.positionBytes,
    lengthBytes: metadataSectionBytes(metadata.header),
  };
  return {
    early: [oldTail, ...(offsets && tail.replacedChunks > 0 ? [{ ...lastSlot, lengthBytes: OFFSET_BYTES }] : [])],
    late: [{ positionBytes: 0, lengthBytes: HEADER_BYTES }, ...(section ? [section] : [])],
    unusedSlots: slotsToFill({ layout, tail, added: newChunkCount(plan, tail, source) }),
  };
}

/** The slots that hold -1 now and may get an offset: one for each new chunk or, when their number is unknown, all of them. */
function slotsToFill({
  layout,
  tail,
  added,
}: Pick<AppendJob, 'layout' | 'tail'> & { readonly added: number | undefined }): ByteRange {
  if (!layout.offsets) return NO_BYTES;
  const used = tail.keptChunks + tail.replacedChunks;
  const end = added === undefined ? layout.offsets.slots : Math.min(layout.offsets.slots, tail.keptChunks + added);
  return {
    positionBytes: layout.offsets.positionBytes + used * OFFSET_BYTES,
    lengthBytes: Math.max(0, end - used) * OFFSET_BYTES,
  };
}
