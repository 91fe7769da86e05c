import type { FileHandle } from 'node:fs/promises';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, printOffsets } from '../../../../shared/format/offsets.js';
import { encodeInRoom } from '../../container/encode-metadata.js';
import type { ContainerLayout } from '../../container/layout.js';
import { openRegularFile } from '../../io/file-reader.js';
import { withIoErrors } from '../../io/io-error.js';
import { makeWitness, type Undo, type UndoPatch, writeFully } from '../undo.js';
import type { AppendResult } from './append.js';
import type { AppendJob } from './append-job.js';
import { grownHeader, newChunkCount, noMetadataRoom, requireRoom } from './append-plan.js';
import { appendedChunks, requireAnnounced } from './appended-chunks.js';
import { presentBytes, type Tail } from './tail.js';

/** Bytes before the new chunks that tell this container from another: enough to differ, few enough to cost nothing. */
const WITNESS_BYTES = 64 * 1024;

/** Writes the new chunks over the old last one, then offsets, metadata and header, all under the protection of an undo. */
export async function appendInPlace(job: AppendJob): Promise<AppendResult> {
  const undo = await makeUndo(job);
  let written: Written | undefined;
  await job.lock.edit(undo, async (container) => {
    written = await writeTail(container, job);
  });
  if (!written) throw new TypeError('an edit returned without having been applied');
  return { ...written, startByte: presentBytes(job.tail), how: 'in-place' };
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
  // Without any new chunk, the last one was full and stays.
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
  requireAnnounced(source, addedBytes);
  const header = grownHeader(layout, plan, { nchunks: tail.keptChunks + offsets.length, lastChunk });
  // A shorter last chunk leaves bytes of the old one behind it: cut them off, the reference would leave them dead.
  await withIoErrors('write', lock.path, () => container.truncate(positionBytes));
  if (layout.offsets) {
    const slotAt = layout.offsets.positionBytes + tail.keptChunks * OFFSET_BYTES;
    await writeFully(container, printOffsets(offsets), slotAt, lock.path);
  }
  await writeMetadata(container, job, addedBytes);
  await writeFully(container, printHeader(header), 0, lock.path);
  return { header, addedBytes };
}

async function writeMetadata(container: FileHandle, job: AppendJob, addedBytes: number): Promise<void> {
  const section = job.layout.metadata;
  const metadata = job.metadata(addedBytes);
  if (metadata === undefined || section === undefined) return;
  const bytes = encodeInRoom(metadata, section.header);
  if (!bytes) throw noMetadataRoom(section.header);
  await writeFully(container, bytes, section.positionBytes, job.lock.path);
}

/** The old bytes of every place that `writeTail` changes. */
async function makeUndo({ lock, reader, layout, tail, plan, source }: AppendJob): Promise<Undo> {
  const { positionBytes } = tail;
  const metadata = layout.metadata;
  const patches: UndoPatch[] = [
    { positionBytes: 0, bytes: await reader.readAt(0, HEADER_BYTES) },
    { positionBytes, bytes: await reader.readAt(positionBytes, reader.sizeBytes - positionBytes) },
  ];
  if (metadata) {
    const lengthBytes = metadataSectionBytes(metadata.header);
    patches.push({
      positionBytes: metadata.positionBytes,
      bytes: await reader.readAt(metadata.positionBytes, lengthBytes),
    });
  }
  if (layout.offsets && tail.replacedChunks > 0) {
    const slotAt = layout.offsets.positionBytes + tail.keptChunks * OFFSET_BYTES;
    patches.push({ positionBytes: slotAt, bytes: await reader.readAt(slotAt, OFFSET_BYTES) });
  }
  const { handle } = await openRegularFile(lock.path);
  try {
    return {
      sizeBytes: reader.sizeBytes,
      patches,
      unusedSlots: slotsToFill({ layout, tail, added: newChunkCount(plan, tail, source) }),
      witness: await makeWitness(handle, lock.path, ...witnessRange(layout, tail)),
    };
  } finally {
    await handle.close();
  }
}

/** The bytes before the new chunks; the start of the header, which never changes, when there are none. */
function witnessRange(layout: ContainerLayout, { positionBytes }: Tail): [positionBytes: number, lengthBytes: number] {
  const lengthBytes = Math.min(WITNESS_BYTES, positionBytes - layout.chunksPositionBytes);
  return lengthBytes > 0 ? [positionBytes - lengthBytes, lengthBytes] : [0, 8];
}

/** The slots that hold -1 now and may get an offset: as many as there will be new chunks, or all that are left. */
function slotsToFill({
  layout,
  tail,
  added,
}: Pick<AppendJob, 'layout' | 'tail'> & { readonly added: number | undefined }): Undo['unusedSlots'] {
  if (!layout.offsets) return { positionBytes: 0, lengthBytes: 0 };
  const used = tail.keptChunks + tail.replacedChunks;
  const end = added === undefined ? layout.offsets.slots : Math.min(layout.offsets.slots, tail.keptChunks + added);
  return {
    positionBytes: layout.offsets.positionBytes + used * OFFSET_BYTES,
    lengthBytes: Math.max(0, end - used) * OFFSET_BYTES,
  };
}
