import type { FileHandle } from 'node:fs/promises';
import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from '../../../shared/format/errors.js';
import { openAddress } from '../io/address-opener.js';
import { closeFile, closingOnError } from '../io/close-file.js';
import { type FileReaderOptions, fileReader, openRegularFile } from '../io/file-reader.js';
import { type FileStamp, isSameStamp, stampNumbers, stampOfHandle } from '../io/file-stamp.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import type { RandomReader } from '../io/random-reader.js';
import { hasName } from '../io/same-file.js';
import { warn } from '../io/warning.js';
import { relationTo } from './container-identity.js';
import { type Journal, journalPathOf, OF_ANOTHER, readJournal, unusableText } from './journal/journal-file.js';
import { overlayReader } from './overlay-reader.js';
import { isSameSnapshot, type Snapshot, takeSnapshot, wasOnlyEdited } from './snapshot.js';
import type { ByteRange, Undo, UndoPatch } from './undo.js';
import { WriteLock } from './write-lock.js';

const ATTEMPTS = 200;
const PAUSE_MS = 10;

/** File systems set change times from a clock that ticks up to every 10 ms: two changes within one tick have the same time. */
const CLOCK_TICK_MS = 50;

/**
 * Opens a container for reading. Needs no lock: the reader shows the content of this moment, also while another process appends
 * to the container or edits its metadata. The few bytes that such an edit changes are copied now, or read from the journal of
 * the running edit; all other bytes never change. An edit that was interrupted by a crash is undone first or, where this process
 * may not write, hidden from the reader. Throws IoError('EBUSY') when the container changes all the time. Also opens addresses
 * (`setAddressOpener`).
 */
export async function openContainerFile(path: string, options: FileReaderOptions = {}): Promise<RandomReader> {
  const remote = await openAddress(path);
  if (remote) return remote;
  const target = await withIoErrors('read', path, () => realpath(path));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE_MS);
    await undoInterruptedEdit(target);
    const { handle } = await openRegularFile(path);
    const reader = await closingOnError(handle, () => tryOpen(handle, { path, target, options }));
    if (reader) return reader;
    await closeFile(handle);
  }
  // A journal that this process may not read throws its own error here.
  await withIoErrors('read', journalPathOf(target), () => readJournal(target));
  throw new IoError('EBUSY', `'${path}' is being changed all the time; try again when that is done`, { file: path });
}

/**
 * Undoes an edit of the container `target` (no symbolic links) that was interrupted by a crash. Does nothing where this process
 * may not write, or when the journal is not this container's; readers then hide the edit.
 */
export async function undoInterruptedEdit(target: string): Promise<void> {
  try {
    await WriteLock.recover(target);
  } catch (error) {
    const ignored = ['EACCES', 'EPERM', 'EROFS', 'ESTALE'];
    if (!(error instanceof IoError && ignored.includes(error.code))) throw error;
  }
}

interface Opening {
  /** The path that the caller gave. */
  readonly path: string;
  /** Symbolic links resolved. */
  readonly target: string;
  readonly options: FileReaderOptions;
}

/** One attempt; undefined when the container was changed during it. */
async function tryOpen(handle: FileHandle, { path, target, options }: Opening): Promise<RandomReader | undefined> {
  const before = await stampOfHandle(handle);
  const journal = await journalFor(handle, target);
  if (!journal) return undefined;
  const { undo, editId, reason } = journal;
  const base = fileReader(handle, path, undo?.sizeBytes ?? Number(before.size), options);
  const oldContent = overlayReader(base, undo ? oldBytesOf(undo) : [], async () => {});
  const snapshot = await takeSnapshot(oldContent);
  const laterEditId = editIdOf(await readJournal(target));
  const after = await stampOfHandle(handle);
  // During an edit the journal has the old bytes, so that the file itself may change; without an edit it must not.
  if (laterEditId !== editId) return undefined;
  if (!undo && !isSameStamp(before, after)) return undefined;
  if (!undo && isRecent(after) && !isSameSnapshot(snapshot, await takeSnapshot(oldContent))) return undefined;
  if (reason !== undefined) warn(unusableText(target, reason));
  const version = { path, target, editId, stamp: undo ? undefined : after };
  // With an undo, the file may change in any way that its journal allows.
  const requireOnlyEdited = undo ? async () => {} : () => requireEditsOnly(handle, path, { snapshot, stamp: after });
  return changeCheckingReader(
    overlayReader(oldContent, snapshot.copies, async () => {}),
    snapshot,
    {
      requireUnchanged: () => requireSameVersion(handle, version),
      requireOnlyEdited,
      stamp: undo ? undefined : stampNumbers(after),
    },
  );
}

/** What the journal beside a container says about the file that is open. */
interface JournalForFile {
  /** The undo of this file's running or interrupted edit; undefined when there is none. */
  readonly undo?: Undo;
  /** The edit in the journal, whichever file it is about. */
  readonly editId: string | undefined;
  /** Why the journal is not used. */
  readonly reason?: string;
}

/** Undefined when the file or its journal is being changed, so that this cannot be decided now. */
async function journalFor(handle: FileHandle, target: string): Promise<JournalForFile | undefined> {
  const journal = await readJournal(target).catch((error: unknown) => {
    // Its writer may be about to give it the container's mode.
    if (codeOf(error) === 'EACCES') return undefined;
    throw error;
  });
  if (!journal || journal.kind === 'none') return journal && { editId: undefined };
  if (journal.kind === 'unusable') return { editId: undefined, reason: journal.reason };
  const { id: editId, undo, newBytes } = journal;
  if (!(await hasName(handle, target))) return undefined;
  if ((await relationTo(handle, target, journal)) !== 'other') return { undo, editId };
  // The edit may have written more between reading the journal and reading the file.
  const again = await readJournal(target);
  const isUnchanged = again.kind === 'undo' && again.id === editId && again.newBytes.length === newBytes.length;
  return isUnchanged ? { editId, reason: OF_ANOTHER } : undefined;
}

/** Random id of the running or interrupted edit; undefined when there is none. */
function editIdOf(journal: Journal): string | undefined {
  return journal.kind === 'undo' ? journal.id : undefined;
}

/** Throws IoError('ESTALE') for every change that is not an edit whose old bytes the snapshot has. */
async function requireEditsOnly(
  handle: FileHandle,
  path: string,
  { snapshot, stamp }: { readonly snapshot: Snapshot; readonly stamp: FileStamp },
): Promise<void> {
  const now = await stampOfHandle(handle);
  if (isSameStamp(stamp, now)) return;
  if (await wasOnlyEdited(fileReader(handle, path, Number(now.size)), snapshot)) return;
  throw changedWhileRead(path);
}

interface Checks {
  readonly requireUnchanged: () => Promise<void>;
  readonly requireOnlyEdited: () => Promise<void>;
  /** As long as the file has it, `requireOnlyEdited` does not throw. */
  readonly stamp: BigInt64Array | undefined;
}

/**
 * A reader whose `requireUnchanged` allows no change at all once bytes were read that an edit may change and the snapshot does
 * not have; otherwise it allows edits.
 */
function changeCheckingReader(reader: RandomReader, snapshot: Snapshot, checks: Checks): RandomReader {
  const [start, end] = snapshot.unusedSlots;
  let mayBeMixed = !snapshot.complete;
  return {
    ...reader,
    readAt(positionBytes, lengthBytes) {
      mayBeMixed ||= positionBytes < end && start < positionBytes + lengthBytes;
      return reader.readAt(positionBytes, lengthBytes);
    },
    async requireUnchanged(tolerant = false) {
      const isStrict = mayBeMixed && !(tolerant && snapshot.complete);
      await (isStrict ? checks.requireUnchanged() : checks.requireOnlyEdited());
    },
    stamp: () => (mayBeMixed ? undefined : checks.stamp),
  };
}

function oldBytesOf({ early, late, unusedSlots }: Undo): readonly UndoPatch[] {
  return [...early, ...late, ...unusedSlotsPatch(unusedSlots)];
}

/** The slots that a running edit is filling: in the old content they are all -1. */
function unusedSlotsPatch(slots: ByteRange): readonly UndoPatch[] {
  if (slots.lengthBytes === 0) return [];
  return [{ positionBytes: slots.positionBytes, bytes: new Uint8Array(slots.lengthBytes).fill(0xff) }];
}

function isRecent({ mtimeNs }: FileStamp): boolean {
  return Date.now() - Number(mtimeNs / 1_000_000n) < CLOCK_TICK_MS;
}

/** What identifies the content that a reader shows. */
interface FileVersion {
  readonly path: string;
  readonly target: string;
  readonly editId: string | undefined;
  /** Undefined when the reader takes the old bytes from an undo: then the file itself may change. */
  readonly stamp: FileStamp | undefined;
}

/** Throws IoError('ESTALE') unless the same edit is running and, without an edit, the file is unchanged. */
async function requireSameVersion(handle: FileHandle, { path, target, editId, stamp }: FileVersion): Promise<void> {
  // The journal beside a file that replaced this one is not about this one.
  const isSameEdit = !(await hasName(handle, target)) || editIdOf(await readJournal(target)) === editId;
  const isSameFile = stamp ? isSameStamp(stamp, await stampOfHandle(handle)) : await hasName(handle, target);
  if (!isSameEdit || !isSameFile) throw changedWhileRead(path);
}

function changedWhileRead(path: string): IoError {
  return new IoError('ESTALE', `'${path}' was changed while it was being read; read it again`, { file: path });
}
