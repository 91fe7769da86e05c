import { constants } from 'node:fs';
import { HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES, printOffsets, UNKNOWN_OFFSET } from '../../../../shared/format/offsets.js';
import { equalBytes } from '../../container/digest.js';
import { openRegularFile } from '../../io/file-reader.js';
import { withIoErrors } from '../../io/io-error.js';
import type { RandomReader } from '../../io/random-reader.js';
import { openInRoots } from '../../io/roots.js';
import { makeWitness, type Undo, type UndoPatch, writeFully } from '../undo.js';
import type { WriteLock } from '../write-lock.js';
import { chunksOf } from './kept-chunks.js';
import type { RepairablePlan } from './repair-plan.js';

/** Bytes of the kept chunks that tell this container from another: enough to differ, few enough to cost nothing. */
const WITNESS_BYTES = 64 * 1024;
/** Offsets compared and written at once. */
const PAGE_SLOTS = 4096;
const NOTHING = { positionBytes: 0, lengthBytes: 0 } as const;

/**
 * Corrects header, metadata and offsets under the protection of an undo, then cuts off what is behind the last kept chunk. A
 * kill leaves the head as it was or as it shall be; bytes that are not yet cut off do no harm. Answers the container's size.
 */
export async function repairInPlace(lock: WriteLock, reader: RandomReader, plan: RepairablePlan): Promise<number> {
  const { sizeBytes } = reader;
  const witness = await witnessOf(lock.path, plan);
  const head = headChanges(plan);
  const oldHead: UndoPatch[] = [];
  for (const { positionBytes, bytes } of head) {
    oldHead.push({ positionBytes, bytes: await reader.readAt(positionBytes, bytes.byteLength) });
  }
  const offsets = await changedOffsets(reader, plan);
  const undo: Undo = {
    sizeBytes,
    witness,
    patches: [...oldHead, ...offsets.patches],
    unusedSlots: offsets.unusedSlots,
  };
  await lock.edit(undo, async (container) => {
    for await (const page of offsetPages(reader, plan)) {
      const touched = page.positionBytes >= offsets.startByte && page.positionBytes < offsets.endByte;
      if (touched) await writeFully(container, page.bytes, page.positionBytes);
    }
    for (const { positionBytes, bytes } of head) await writeFully(container, bytes, positionBytes);
  });
  if (plan.cutBytes > 0) await cutOff(lock.path, sizeBytes, sizeBytes - plan.cutBytes);
  return sizeBytes - plan.cutBytes;
}

/** Needs no undo: nothing counts these bytes any more, and a file is either cut or not. */
async function cutOff(path: string, fromBytes: number, toBytes: number): Promise<void> {
  await withIoErrors('change', path, async () => {
    const container = await openInRoots(path, constants.O_RDWR);
    try {
      const { size } = await container.stat();
      if (size !== fromBytes) return; // another file has the name by now
      await container.truncate(toBytes);
      await container.sync();
    } finally {
      await container.close();
    }
  });
}

/** The start of the kept chunks, which stay as they are. */
async function witnessOf(path: string, { layout, kept }: RepairablePlan): Promise<Undo['witness']> {
  const positionBytes = layout.chunksPositionBytes;
  const endByte = kept.at(-1)?.endByte ?? positionBytes;
  const { handle } = await openRegularFile(path);
  try {
    return await makeWitness(handle, path, positionBytes, Math.min(WITNESS_BYTES, endByte - positionBytes));
  } finally {
    await handle.close();
  }
}

/** Bytes for a place of the container. */
interface Change {
  readonly positionBytes: number;
  readonly bytes: Uint8Array;
}

function headChanges({ header, metadata }: RepairablePlan): readonly Change[] {
  const head: Change = { positionBytes: 0, bytes: printHeader(header) };
  return metadata.section ? [head, { positionBytes: HEADER_BYTES, bytes: metadata.section }] : [head];
}

/** All of the offsets section as it shall be, a page at a time. */
async function* offsetPages(
  reader: RandomReader,
  { layout, kept }: RepairablePlan,
): AsyncGenerator<Change, void, undefined> {
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

/** The pages of offsets from the first to the last that change, and what brings them back. */
interface ChangedOffsets extends Pick<Undo, 'patches' | 'unusedSlots'> {
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
  if (startByte === undefined) return { startByte: 0, endByte: 0, patches: [], unusedSlots: NOTHING };
  const lengthBytes = endByte - startByte;
  const range = { startByte, endByte };
  // An aborted writer leaves -1 everywhere, which an undo need not keep.
  if (onlyUnused) return { ...range, patches: [], unusedSlots: { positionBytes: startByte, lengthBytes } };
  const bytes = await reader.readAt(startByte, lengthBytes);
  return { ...range, patches: [{ positionBytes: startByte, bytes }], unusedSlots: NOTHING };
}
