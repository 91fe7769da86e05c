import { constants } from 'node:fs';
import { IoError } from '../../../../shared/format/errors.js';
import { HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES, printOffsets, UNKNOWN_OFFSET } from '../../../../shared/format/offsets.js';
import { equalBytes } from '../../container/digest.js';
import { closeFile } from '../../io/close-file.js';
import { codeOf, toIoError } from '../../io/io-error.js';
import type { RandomReader } from '../../io/random-reader.js';
import { openInRoots } from '../../io/roots.js';
import { writeFully } from '../../io/write-fully.js';
import { type ByteRange, makeUndo, NO_BYTES, rangeOf, type UndoPatch } from '../undo.js';
import type { WriteLock } from '../write-lock.js';
import { chunksOf } from './kept-chunks.js';
import type { RepairablePlan } from './plan-kinds.js';

/** Number of offsets compared and written in one step. */
const PAGE_SLOTS = 4096;

/**
 * Corrects header, metadata and offsets, then cuts off the bytes behind the last kept chunk. Returns the container's size.
 *
 * Caller: holds `lock`, and `canBeInPlace(plan)`. When it throws and after a crash, the head is the old or the repaired one (see
 * `WriteLock.edit`); after a crash, the bytes behind the last kept chunk may still be there, and no reader uses them.
 */
export async function repairInPlace(lock: WriteLock, reader: RandomReader, plan: RepairablePlan): Promise<number> {
  const { sizeBytes } = reader;
  const head = headChanges(plan);
  const offsets = await changedOffsets(reader, plan);
  const { early, unusedSlots } = offsets;
  const undo = await makeUndo(reader, { early, late: head.map(rangeOf), unusedSlots });
  await lock.edit(undo, async (container) => {
    for await (const page of offsetPages(reader, plan)) {
      const touched = page.positionBytes >= offsets.startByte && page.positionBytes < offsets.endByte;
      if (touched) await writeFully(container, page.bytes, page.positionBytes, lock.path);
    }
    return head;
  });
  if (plan.cutBytes > 0) await cutOff(lock.path, sizeBytes, sizeBytes - plan.cutBytes);
  return sizeBytes - plan.cutBytes;
}

/** Needs no undo: the new head does not use these bytes, and the system cuts the file completely or not at all. */
async function cutOff(path: string, fromBytes: number, toBytes: number): Promise<void> {
  try {
    const container = await openInRoots(path, constants.O_RDWR);
    try {
      const { size } = await container.stat();
      if (size !== fromBytes) return; // another file has replaced the container
      await container.truncate(toBytes);
      await container.sync();
    } finally {
      await closeFile(container);
    }
  } catch (error) {
    const { message } = toIoError(error, 'change', { file: path });
    throw new IoError(
      codeOf(error),
      `'${path}' is repaired, but the bytes behind its last chunk could not be cut off, so repair it again: ${message}`,
      { file: path },
      error,
    );
  }
}

function headChanges({ header, metadata }: RepairablePlan): readonly UndoPatch[] {
  const head: UndoPatch = { positionBytes: 0, bytes: printHeader(header) };
  return metadata.section ? [head, { positionBytes: HEADER_BYTES, bytes: metadata.section }] : [head];
}

/** The new content of the whole offsets section, a page at a time. */
async function* offsetPages(
  reader: RandomReader,
  { layout, kept }: RepairablePlan,
): AsyncGenerator<UndoPatch, void, undefined> {
  const { offsets: section } = layout;
  if (!section) return;
  const positions = (async function* () {
    for (const run of kept) for await (const chunk of chunksOf(reader, run, layout)) yield chunk.positionBytes;
  })();
  for (let first = 0; first < section.slots; first += PAGE_SLOTS) {
    const page = new Array<number>(Math.min(PAGE_SLOTS, section.slots - first)).fill(UNKNOWN_OFFSET);
    for (const slot of page.keys()) {
      const next = await positions.next();
      if (next.done) break;
      page[slot] = next.value;
    }
    yield { positionBytes: section.positionBytes + first * OFFSET_BYTES, bytes: printOffsets(page) };
  }
}

/** The pages of offsets from the first to the last one that changes. */
interface ChangedOffsets {
  readonly early: readonly ByteRange[];
  readonly unusedSlots: ByteRange;
  readonly startByte: number;
  readonly endByte: number;
}

async function changedOffsets(reader: RandomReader, plan: RepairablePlan): Promise<ChangedOffsets> {
  let startByte: number | undefined;
  let endByte = 0;
  let onlyUnused = true;
  let onlyUnusedSoFar = true;
  for await (const { positionBytes, bytes } of offsetPages(reader, plan)) {
    const old = await reader.readAt(positionBytes, bytes.byteLength);
    const differs = !equalBytes(old, bytes);
    if (differs) startByte ??= positionBytes;
    if (startByte !== undefined) onlyUnusedSoFar &&= old.every((byte) => byte === 0xff);
    if (!differs) continue;
    endByte = positionBytes + bytes.byteLength;
    onlyUnused = onlyUnusedSoFar;
  }
  if (startByte === undefined) return { startByte: 0, endByte: 0, early: [], unusedSlots: NO_BYTES };
  const changed = { positionBytes: startByte, lengthBytes: endByte - startByte };
  // An aborted writer leaves -1 everywhere: the undo needs no copy of these bytes.
  const kept = onlyUnused ? { early: [], unusedSlots: changed } : { early: [changed], unusedSlots: NO_BYTES };
  return { startByte, endByte, ...kept };
}
