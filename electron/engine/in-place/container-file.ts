import type { FileHandle } from 'node:fs/promises';
import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError, isBloscpackError } from '../../../shared/format/errors.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES } from '../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, parseOffsets, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import { digestBytes, equalBytes } from '../container/digest.js';
import { type ContainerLayout, readLayout } from '../container/layout.js';
import { type FileReaderOptions, fileReader, openRegularFile } from '../io/file-reader.js';
import { type FileStamp, isSameStamp, stampOfHandle } from '../io/file-stamp.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import type { RandomReader } from '../io/random-reader.js';
import { hasName } from '../io/same-file.js';
import { warn } from '../io/warning.js';
import { relationTo } from './container-identity.js';
import { type KeptPlaces, samplesOf, wasOnlyEdited } from './edit-check.js';
import { type Journal, journalPathOf, OF_ANOTHER, readJournal, unusableText } from './journal-file.js';
import { overlayReader } from './overlay-reader.js';
import type { ByteRange, Undo, UndoPatch } from './undo.js';
import { WriteLock } from './write-lock.js';

/** Metadata, or a last chunk, up to this size are kept in memory, so that an edit that replaces them cannot be seen half done. */
const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;
const ATTEMPTS = 200;
const PAUSE_MS = 10;

/** File systems stamp changes with a clock that ticks up to every 10 ms: two changes within one tick look like one. */
const CLOCK_TICK_MS = 50;

/**
 * Opens a container for reading so that it stays what it was at this moment, even while another process appends to it or
 * edits its metadata: the few places that such an edit changes are copied now (or taken from the journal of an edit that is
 * under way), and all other bytes never change. An edit that a killed process left half done is undone first, or looked
 * through where this process may not write.
 */
export async function openContainerFile(path: string, options: FileReaderOptions = {}): Promise<RandomReader> {
  const target = await withIoErrors('read', path, () => realpath(path));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE_MS);
    await recoverLeftover(target);
    const { handle } = await openRegularFile(path);
    const reader = await snapshot(handle, { path, target, options }).catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    if (reader) return reader;
    await handle.close();
  }
  // A journal that may never be read says so itself.
  await withIoErrors('read', journalPathOf(target), () => readJournal(target));
  throw new IoError('EBUSY', `'${path}' is being changed all the time; try again when that is done`, { file: path });
}

/**
 * Undoes an interrupted edit of the container `target` (no symbolic links) for good where that can be done; where it cannot, a
 * reader looks through it. A journal that is not this container's is left alone.
 */
export async function recoverLeftover(target: string): Promise<void> {
  try {
    await WriteLock.recover(target);
  } catch (error) {
    const leftAlone = ['EACCES', 'EPERM', 'EROFS', 'ESTALE'];
    if (!(error instanceof IoError && leftAlone.includes(error.code))) throw error;
  }
}

interface Opening {
  /** As the caller named it. */
  readonly path: string;
  /** Symbolic links resolved. */
  readonly target: string;
  readonly options: FileReaderOptions;
}

/** One look at the container; undefined when it was changed meanwhile. */
async function snapshot(handle: FileHandle, { path, target, options }: Opening): Promise<RandomReader | undefined> {
  const before = await stampOfHandle(handle);
  const journal = await journalOf(handle, target);
  if (!journal) return undefined;
  const { undo, editId, reason } = journal;
  const base = fileReader(handle, path, undo?.sizeBytes ?? Number(before.size), options);
  const overlaid = overlayReader(base, undo ? oldBytesOf(undo) : [], async () => {});
  const look = await lookAt(overlaid);
  const later = editOf(await readJournal(target));
  const after = await stampOfHandle(handle);
  // While an edit is under way its journal holds the old bytes, so the file itself may change; else nothing may have.
  if (later !== editId) return undefined;
  if (!undo && !isSameStamp(before, after)) return undefined;
  if (!undo && isRecent(after) && !sameLook(look, await lookAt(overlaid))) return undefined;
  if (reason !== undefined) warn(unusableText(target, reason));
  const moment = { path, target, editId, stamp: undo ? undefined : after };
  // An undo that protects the reader says itself what may change.
  const requireOnlyEdited = undo ? async () => {} : () => requireEditsOnly(handle, path, { look, stamp: after });
  return watchedReader(
    overlayReader(overlaid, look.copies, async () => {}),
    look,
    { requireUnchanged: () => requireSameMoment(handle, moment), requireOnlyEdited },
  );
}

/** What the journal means for an open file. */
interface JournalInForce {
  /** To look through; undefined when there is none, or none of this file. */
  readonly undo?: Undo;
  /** Of the edit that the journal is about, whatever the file. */
  readonly editId: string | undefined;
  /** Why a journal is not used. */
  readonly reason?: string;
}

/** Undefined when it cannot be told now, since something is changing. */
async function journalOf(handle: FileHandle, target: string): Promise<JournalInForce | undefined> {
  const journal = await readJournal(target).catch((error: unknown) => {
    // Its maker may be about to give it the container's mode.
    if (codeOf(error) === 'EACCES') return undefined;
    throw error;
  });
  if (!journal || journal.kind === 'none') return journal && { editId: undefined };
  if (journal.kind === 'unusable') return { editId: undefined, reason: journal.reason };
  const { id: editId, undo, newBytes } = journal;
  if (!(await hasName(handle, target))) return undefined;
  if ((await relationTo(handle, target, journal)) !== 'other') return { undo, editId };
  // The edit may have gone on between the two looks.
  const again = await readJournal(target);
  const isStill = again.kind === 'undo' && again.id === editId && again.newBytes.length === newBytes.length;
  return isStill ? { editId, reason: OF_ANOTHER } : undefined;
}

/** Random id of the edit that is under way, or was interrupted; undefined when there is none. */
function editOf(journal: Journal): string | undefined {
  return journal.kind === 'undo' ? journal.id : undefined;
}

/** Throws IoError('ESTALE') for every change that is not one of the edits which the copies hold the old bytes of. */
async function requireEditsOnly(
  handle: FileHandle,
  path: string,
  { look, stamp }: { readonly look: Look; readonly stamp: FileStamp },
): Promise<void> {
  const now = await stampOfHandle(handle);
  if (isSameStamp(stamp, now)) return;
  if (await wasOnlyEdited(fileReader(handle, path, Number(now.size)), look.samples, look.copies)) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being read; read it again`, { file: path });
}

interface Checks {
  readonly requireUnchanged: () => Promise<void>;
  readonly requireOnlyEdited: () => Promise<void>;
}

/** Asks for the same file when something was read that an edit may have changed, else whether there were edits only. */
function watchedReader(reader: RandomReader, look: Look, checks: Checks): RandomReader {
  const [start, end] = look.unusedSlots;
  let mayMix = !look.complete;
  return {
    ...reader,
    readAt(positionBytes, lengthBytes) {
      mayMix ||= positionBytes < end && start < positionBytes + lengthBytes;
      return reader.readAt(positionBytes, lengthBytes);
    },
    async requireUnchanged(tolerant = false) {
      const isStrict = mayMix && !(tolerant && look.complete);
      await (isStrict ? checks.requireUnchanged() : checks.requireOnlyEdited());
    },
  };
}

/** What stands in the changeable places of a container. */
interface Look {
  readonly copies: readonly UndoPatch[];
  /** Whether these are all the places that an edit can change, but for the slots. */
  readonly complete: boolean;
  /** Offset slots that are not used yet: an append fills them, only a check of the whole container reads them. */
  readonly unusedSlots: Range;
  /** Of the bytes that no edit changes; none where there is nothing between the changeable places. */
  readonly samples: readonly UndoPatch[];
}

async function lookAt(reader: RandomReader): Promise<Look> {
  const { ranges, kept, ...places } = await changeablePlaces(reader);
  const copies = await Promise.all(ranges.map((range) => copyOf(reader, range)));
  return { copies: copies.flat(), samples: kept ? await samplesOf(reader, kept) : [], ...places };
}

/** Nothing for what cannot be read any more: it was cut off meanwhile, as the stamp tells, or is damage for the reader to report. */
async function copyOf(reader: RandomReader, [start, end]: Range): Promise<readonly UndoPatch[]> {
  try {
    return [{ positionBytes: start, bytes: (await reader.readAt(start, end - start)).slice() }];
  } catch (error) {
    if (isFormatError(error)) return [];
    throw error;
  }
}

function sameLook(one: Look, other: Look): boolean {
  if (one.complete !== other.complete || one.copies.length !== other.copies.length) return false;
  return one.copies.every(({ positionBytes, bytes }, index) => {
    const match = other.copies[index];
    return match?.positionBytes === positionBytes && equalBytes(bytes, match.bytes);
  });
}

function isFormatError(error: unknown): boolean {
  return isBloscpackError(error) && error.kind === 'format';
}

function oldBytesOf({ early, late, unusedSlots }: Undo): readonly UndoPatch[] {
  return [...early, ...late, ...fillPatch(unusedSlots)];
}

/** An offsets section's unused slots that an edit is filling: they are all -1 to those who see the old content. */
function fillPatch(slots: ByteRange): readonly UndoPatch[] {
  if (slots.lengthBytes === 0) return [];
  return [{ positionBytes: slots.positionBytes, bytes: new Uint8Array(slots.lengthBytes).fill(0xff) }];
}

function isRecent({ mtimeNs }: FileStamp): boolean {
  return Date.now() - Number(mtimeNs / 1_000_000n) < CLOCK_TICK_MS;
}

interface Moment {
  readonly path: string;
  readonly target: string;
  readonly editId: string | undefined;
  /** Undefined while an edit's undo protects the reader: then the file itself may change. */
  readonly stamp: FileStamp | undefined;
}

/** An edit that was under way and still is changes only what its journal has the old bytes of. */
async function requireSameMoment(handle: FileHandle, { path, target, editId, stamp }: Moment): Promise<void> {
  // A journal beside another file that took the name is not about this one.
  const isSameEdit = !(await hasName(handle, target)) || editOf(await readJournal(target)) === editId;
  const isSameFile = stamp ? isSameStamp(stamp, await stampOfHandle(handle)) : await hasName(handle, target);
  if (isSameEdit && isSameFile) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being read; read it again`, { file: path });
}

/** Bytes [start, end) of the container. */
type Range = readonly [startByte: number, endByte: number];

interface Places extends Omit<Look, 'copies' | 'samples'> {
  readonly ranges: readonly Range[];
  readonly kept?: KeptPlaces;
}

/**
 * The places that an append or a metadata edit changes and a reader may still want: header and metadata, and the last chunk
 * with its digest. `complete` is false when the last chunk cannot be told at once (no offsets) or is very large: then the
 * reader asks at the end whether the file was changed. A damaged container has no places; it reads as far as it can.
 */
async function changeablePlaces(reader: RandomReader): Promise<Places> {
  try {
    const layout = await readLayout(reader);
    const head = headRanges(layout);
    const tailAt = await lastOffset(reader, layout);
    const unusedSlots = unusedSlotsOf(layout);
    if (tailAt === undefined) return { ranges: head, complete: false, unusedSlots };
    const ranges: readonly Range[] = [...head, [tailAt, reader.sizeBytes]];
    const small = ranges.filter(([start, end]) => end - start <= MAX_SNAPSHOT_BYTES);
    const kept = { chunksPositionBytes: layout.chunksPositionBytes, lastSlotAt: unusedSlots[0] - OFFSET_BYTES };
    return {
      ranges: small,
      complete: small.length === ranges.length,
      unusedSlots,
      kept: { ...kept, lastChunkAt: tailAt },
    };
  } catch (error) {
    if (isFormatError(error)) return { ranges: [], complete: true, unusedSlots: [0, 0] };
    throw error;
  }
}

function unusedSlotsOf({ offsets, nchunks = 0, chunksPositionBytes }: ContainerLayout): Range {
  return offsets ? [offsets.positionBytes + nchunks * OFFSET_BYTES, chunksPositionBytes] : [0, 0];
}

/** Header, metadata and their digest, but not the room behind the metadata, which nobody reads and which can be huge. */
function headRanges({ metadata }: ContainerLayout): readonly Range[] {
  if (!metadata) return [[0, HEADER_BYTES]];
  const { metaCompSize, maxMetaSize, metaChecksum } = metadata.header;
  const storedAt = metadata.positionBytes + METADATA_HEADER_BYTES;
  const digestAt = storedAt + maxMetaSize;
  return [
    [0, storedAt + metaCompSize],
    [digestAt, digestAt + digestBytes(metaChecksum)],
  ];
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
