import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, printOffsets } from '../../../../shared/format/offsets.js';
import { encodeInRoom } from '../../container/encode-metadata.js';
import type { ChunkTarget, DirectTarget } from '../../pack/pack-runs.js';
import type { EditedBytes } from '../editable-container.js';
import { type ByteRange, type ChangedPlaces, NO_BYTES, type UndoPatch } from '../undo.js';
import type { AppendJob, AppendResult } from './append-job.js';
import { grownHeader, newChunkCount, noMetadataRoom } from './append-plan.js';
import { packAppended, requireDeclaredSize } from './appended-chunks.js';
import { cutBytesOf, presentBytes } from './tail.js';

/**
 * Writes the new chunks from the start of the old last one on, then offsets, metadata and header.
 *
 * Caller: `fitsInPlace` was true. After it returns, the container has all of the new data; when it throws or
 * the process is killed, the container has its old content (see `EditableContainer.edit`).
 */
export async function appendInPlace(job: AppendJob): Promise<AppendResult> {
  let written: Written | undefined;
  await job.container.edit(changedPlaces(job), async (bytes) => {
    written = await writeTail(bytes, job);
    return [...newMetadata(job, written.addedBytes), { positionBytes: 0, bytes: printHeader(written.header) }];
  });
  if (!written) throw new TypeError('an edit returned without having been applied');
  return { ...written, startByte: presentBytes(job.tail), ...cutBytesOf(job.tail), how: 'in-place' };
}

interface Written {
  readonly header: BloscpackHeader;
  readonly addedBytes: number;
}

async function writeTail(bytes: EditedBytes, job: AppendJob): Promise<Written> {
  const { container, tail, plan, source, layout, options } = job;
  const target = new TailTarget(bytes, container.name, tail.positionBytes);
  const { plainBytes, lastChunk } = await packAppended(tail, source, plan, target, options);
  const { offsets, positionBytes } = target;
  const addedBytes = plainBytes - tail.lastPlain.byteLength;
  requireDeclaredSize(source, addedBytes);
  const header = grownHeader(layout, plan, { nchunks: tail.keptChunks + offsets.length, lastChunk });
  // The new chunks can be shorter than the old ones: no unused bytes are left behind them (the reference would leave them).
  await bytes.truncate(positionBytes);
  if (layout.offsets) {
    const slotPosition = layout.offsets.positionBytes + tail.keptChunks * OFFSET_BYTES;
    await bytes.write(printOffsets(offsets), slotPosition);
  }
  return { header, addedBytes };
}

/** The container from the end of the kept chunks on. */
class TailTarget implements ChunkTarget {
  readonly name: string;
  readonly direct?: DirectTarget;
  readonly offsets: number[] = [];
  positionBytes: number;
  readonly #bytes: EditedBytes;

  constructor(bytes: EditedBytes, name: string, positionBytes: number) {
    this.name = name;
    this.#bytes = bytes;
    this.positionBytes = positionBytes;
    const { fd } = bytes;
    if (fd === undefined) return;
    this.direct = {
      room: () => ({ fd, positionBytes: this.positionBytes }),
      wrote: (lengths) => this.#add(lengths),
    };
  }

  async writeChunks(stored: Uint8Array, lengths: Uint32Array): Promise<void> {
    await this.#bytes.write(stored, this.positionBytes);
    this.#add(lengths);
  }

  #add(lengths: Uint32Array): void {
    for (const length of lengths) {
      this.offsets.push(this.positionBytes);
      this.positionBytes += length;
    }
  }
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
function changedPlaces({ container, layout, tail, plan, source }: AppendJob): ChangedPlaces {
  const { positionBytes } = tail;
  const { metadata, offsets } = layout;
  const oldTail = { positionBytes, lengthBytes: container.reader.sizeBytes - positionBytes };
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
