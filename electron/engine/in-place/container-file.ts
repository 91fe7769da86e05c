import type { FileHandle } from 'node:fs/promises';
import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError, isBloscpackError } from '../../../shared/format/errors.js';
import { OFFSET_BYTES, parseOffsets, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import { type ContainerLayout, readLayout } from '../container/layout.js';
import { fileReader, openRegularFile } from '../io/file-reader.js';
import { withIoErrors } from '../io/io-error.js';
import type { RandomReader } from '../io/random-reader.js';
import { overlayReader } from './overlay-reader.js';
import type { UndoPatch } from './undo.js';
import { journalPathOf, readJournal, requireSameContainer, WriteLock } from './write-lock.js';

/** A last chunk up to this size is kept in memory, so that an append that replaces it cannot be seen half done. */
const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;
const ATTEMPTS = 200;
const PAUSE_MS = 10;

/**
 * Opens a container for reading so that it stays what it was at this moment, even while another process appends to it or
 * edits its metadata: the few places that such an edit changes are copied now (or taken from the journal of an edit that is
 * under way), and all other bytes never change. An edit that a killed process left half done is undone first, or looked
 * through where this process may not write.
 */
export async function openContainerFile(path: string): Promise<RandomReader> {
  const target = await withIoErrors('read', path, () => realpath(path));
  await recoverLeftover(target);
  const { handle } = await openRegularFile(path);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const reader = await snapshot(handle, path, target);
      if (reader) return reader;
      await sleep(PAUSE_MS);
    }
    throw new IoError('EBUSY', `'${path}' is being changed all the time; try again when that is done`, { file: path });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Undoes an interrupted edit for good where that can be done; where it cannot, the reader looks through it. */
async function recoverLeftover(target: string): Promise<void> {
  const journal = await readJournal(target);
  if (!journal) return;
  try {
    await (await WriteLock.acquire(target, 'recovery')).release();
  } catch (error) {
    // Somebody is at work (EBUSY), or this place may only be read: both are for the overlay.
    const tolerated = ['EBUSY', 'EACCES', 'EPERM', 'EROFS'];
    if (!(error instanceof IoError && tolerated.includes(error.code))) throw error;
  }
}

/** One look at the container; undefined when it was changed meanwhile. */
async function snapshot(handle: FileHandle, path: string, target: string): Promise<RandomReader | undefined> {
  const before = await stampOf(handle);
  const undo = (await readJournal(target))?.undo;
  if (undo) await requireSameContainer(handle, path, journalPathOf(target), undo);
  const sizeBytes = undo?.sizeBytes ?? Number(before.size);
  const base = fileReader(handle, path, sizeBytes);
  const old = undo ? [...undo.patches, ...fillPatch(undo.unusedSlots)] : [];
  const seen = overlayReader(base, old, async () => {});
  const places = await changeablePlaces(seen);
  const copies = await Promise.all(
    places.patches.map(async ([start, end]): Promise<UndoPatch> => {
      return { positionBytes: start, bytes: (await seen.readAt(start, end - start)).slice() };
    }),
  );
  const still = await readJournal(target);
  const after = await stampOf(handle);
  const isArmed = still?.undo !== undefined;
  // While an edit is under way its journal holds the old bytes, so the file itself may change; else nothing may have.
  const unchanged = isArmed === (undo !== undefined) && (isArmed || sameStamp(before, after));
  if (!unchanged) return undefined;
  return overlayReader(seen, copies, places.complete ? async () => {} : () => requireStamp(handle, path, after));
}

/** An offsets section's unused slots that an edit is filling: they are all -1 to those who see the old content. */
function fillPatch(slots: { readonly positionBytes: number; readonly lengthBytes: number }): readonly UndoPatch[] {
  if (slots.lengthBytes === 0) return [];
  return [{ positionBytes: slots.positionBytes, bytes: new Uint8Array(slots.lengthBytes).fill(0xff) }];
}

interface Stamp {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
}

async function stampOf(handle: FileHandle): Promise<Stamp> {
  const { size, mtimeNs, ino } = await handle.stat({ bigint: true });
  return { size, mtimeNs, ino };
}

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;
}

async function requireStamp(handle: FileHandle, path: string, stamp: Stamp): Promise<void> {
  if (sameStamp(stamp, await stampOf(handle))) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being read; read it again`, { file: path });
}

/**
 * The places that an append or a metadata edit changes and a reader may still want: header and metadata, and the last chunk
 * with its digest. `complete` is false when the last chunk cannot be told at once (no offsets) or is very large: then the
 * reader asks at the end whether the file was changed. A damaged container has no places; it reads as far as it can.
 */
async function changeablePlaces(
  reader: RandomReader,
): Promise<{ readonly patches: readonly (readonly [number, number])[]; readonly complete: boolean }> {
  const layout = await readLayout(reader).catch((error: unknown) => {
    if (isBloscpackError(error) && error.kind === 'format') return undefined;
    throw error;
  });
  if (!layout) return { patches: [], complete: true };
  const head = [0, layout.offsets?.positionBytes ?? layout.chunksPositionBytes] as const;
  const tailAt = await lastOffset(reader, layout);
  const snapshotted = tailAt !== undefined && reader.sizeBytes - tailAt <= MAX_SNAPSHOT_BYTES;
  if (!snapshotted) return { patches: [head], complete: false };
  return { patches: [head, [tailAt, reader.sizeBytes]], complete: true };
}

async function lastOffset(reader: RandomReader, layout: ContainerLayout): Promise<number | undefined> {
  const { offsets, nchunks } = layout;
  if (!offsets || nchunks === undefined || nchunks > offsets.slots) return undefined;
  const slot = await reader.readAt(offsets.positionBytes + (nchunks - 1) * OFFSET_BYTES, OFFSET_BYTES);
  const [offset] = tolerantOffsets(slot);
  const usable = offset !== undefined && offset !== UNKNOWN_OFFSET && offset >= layout.chunksPositionBytes;
  return usable && offset < reader.sizeBytes ? offset : undefined;
}

/** A damaged offset is for the reader to report, not for the snapshot. */
function tolerantOffsets(bytes: Uint8Array): readonly number[] {
  try {
    return parseOffsets(bytes);
  } catch {
    return [];
  }
}
