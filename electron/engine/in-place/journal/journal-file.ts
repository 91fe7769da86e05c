import { constants } from 'node:fs';
import { type FileHandle, lstat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supportsLocks } from '../../../../native/index.js';
import { FormatError, IoError } from '../../../../shared/format/errors.js';
import { closeFile, closingOnError } from '../../io/close-file.js';
import { accessOf, setAccess } from '../../io/file-access.js';
import { type HeldLock, lockByExclusiveFile, tryFileLock } from '../../io/file-lock.js';
import { fileReader } from '../../io/file-reader.js';
import { hiddenPrefix } from '../../io/hidden-name.js';
import { codeOf, toIoError, withIoErrors } from '../../io/io-error.js';
import { openInRoots } from '../../io/roots.js';
import { hasName, unlinkOpened } from '../../io/same-file.js';
import { type OperationOptions, throwIfCancelled } from '../../operation.js';
import type { Holder } from './journal-facts.js';
import { type ArmedUndo, type JournalContent, readJournalContent } from './journal-format.js';
import { reasonAgainst, statContainer } from './journal-trust.js';

/** The operation of a reader that undoes an interrupted edit. It is short: writers wait for it. */
export const RECOVERY = 'recovery';

/** How long a writer that waits for another one sleeps before it tries again. */
const WAIT_MS = 100;

/** How often a writer tries again while the holder of the lock is about to release it. */
const MAX_ATTEMPTS = 200;
const PAUSE_MS = 10;

/** Opens no symbolic link and waits for no pipe. Windows has neither flag. */
const SAFE_FLAGS = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The journal is a hidden file in the container's folder; its file lock is the write lock of the container. */
export function journalPathOf(containerPath: string): string {
  return join(dirname(containerPath), `${hiddenPrefix(basename(containerPath))}journal`);
}

/**
 * The journal of a container: `none`: nothing to undo; `undo`: of an edit that is running or was interrupted; `unusable`: a file
 * of the journal's name that must not be used or changed, and why.
 */
export type Journal =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'undo' } & ArmedUndo)
  | { readonly kind: 'unusable'; readonly reason: string };

/** Reads the present journal of a container; needs no lock. Throws IoError when it cannot be read. */
export async function readJournal(target: string): Promise<Journal> {
  const opened = await openJournal(target, constants.O_RDONLY);
  if (opened.kind !== 'open') return opened;
  try {
    const content = await journalContent(opened.handle, target);
    if (content.kind === 'unknown') return { kind: 'unusable', reason: NOT_OURS };
    return content.kind === 'idle' ? { kind: 'none' } : content;
  } finally {
    await closeFile(opened.handle);
  }
}

/** The content of an open journal; `unknown` for one that is cut while it is read. The caller closes the handle. */
export async function journalContent(handle: FileHandle, target: string): Promise<JournalContent> {
  const { size } = await handle.stat();
  try {
    return await readJournalContent(fileReader(handle, journalPathOf(target), size));
  } catch (error) {
    if (error instanceof FormatError) return { kind: 'unknown', holder: undefined };
    throw error;
  }
}

export const NOT_OURS = 'it is damaged, or not a journal of this program';
export const OF_ANOTHER = 'an interrupted change of another file left it';
export const OF_ORIGINAL = 'an interrupted change of the file that this one is a copy of left it';

/** The message about a journal that is not used. */
export function unusableText(target: string, reason: string): string {
  return `'${journalPathOf(target)}' is not used: ${reason}; delete it or move it away if you do not need it`;
}

/** The error for an operation that has to change the container or its journal. */
export function unusableJournal(target: string, reason: string): IoError {
  return new IoError('ESTALE', `'${target}' cannot be changed: ${unusableText(target, reason)}`, { file: target });
}

export type LockOptions = Pick<OperationOptions, 'onLocked' | 'signal'>;

/** A journal that is open and locked. The caller closes `file` first, then releases `lock`. */
export interface LockedJournal {
  readonly file: FileHandle;
  readonly lock: HeldLock;
}

/**
 * Opens the container's journal, created if it is missing, and locks it. Waits for a holder that is about to release it; with
 * `onLocked` for any holder, until `signal` is aborted. Throws IoError('EBUSY') that names the process which is changing the container, IoError('ENOLCK') where the file system has no locks,
 * IoError('ESTALE') for a file of that name that cannot be trusted.
 */
export async function lockJournal(target: string, { onLocked, signal }: LockOptions = {}): Promise<LockedJournal> {
  let isWaiting = false;
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal);
    const taken = await lockOnce(target);
    if ('lock' in taken) return taken;
    if (taken.refusal === 'removed' && attempt < MAX_ATTEMPTS) continue;
    const isLasting = attempt >= MAX_ATTEMPTS || !isShortLived(taken.holder);
    if (isLasting && !onLocked) throw busyError(target, taken.holder);
    if (isLasting && !isWaiting) onLocked?.(busyError(target, taken.holder));
    isWaiting ||= isLasting;
    await sleep(isWaiting ? WAIT_MS : PAUSE_MS);
  }
}

async function lockOnce(target: string): Promise<LockedJournal | Refusal> {
  const opened = await withIoErrors('lock', target, () => openOrCreate(target));
  if (opened.kind === 'unusable') throw unusableJournal(target, opened.reason);
  if (opened.kind === 'none') return { refusal: 'removed' };
  const taken = await takeLock(opened.handle, target);
  if ('lock' in taken) return { file: opened.handle, ...taken };
  await closeFile(opened.handle);
  if (taken.refusal === 'unsupported') throw noLocksError(target);
  return taken;
}

/** Locks an existing journal; undefined when there is none, or when it cannot be trusted or locked. Never waits. */
export async function lockExistingJournal(target: string): Promise<LockedJournal | undefined> {
  const opened = await withIoErrors('lock', target, () => openJournal(target, constants.O_RDWR));
  if (opened.kind !== 'open') return undefined;
  const taken = await takeLock(opened.handle, target).catch(() => undefined);
  if (taken && 'lock' in taken) return { file: opened.handle, ...taken };
  await closeFile(opened.handle);
  return undefined;
}

type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly handle: FileHandle }
  | { readonly kind: 'unusable'; readonly reason: string };

async function openJournal(target: string, access: number): Promise<Opened> {
  const path = journalPathOf(target);
  const found = await lstat(path).catch(undefinedIfAbsent);
  if (!found) return { kind: 'none' };
  // Checked before it is opened, for systems without O_NOFOLLOW, and again on what was opened.
  const reasonBefore = await reasonAgainst(found, target);
  if (reasonBefore !== undefined) return { kind: 'unusable', reason: reasonBefore };
  const handle = await openInRoots(path, access | SAFE_FLAGS).catch(undefinedIfAbsent);
  if (!handle) return { kind: 'none' };
  const reason = await closingOnError(handle, async () => reasonAgainst(await handle.stat(), target));
  if (reason === undefined) return { kind: 'open', handle };
  await closeFile(handle);
  return { kind: 'unusable', reason };
}

/** A name that is too long for the file system is that of no file. */
function undefinedIfAbsent(error: unknown): undefined {
  if (['ENOENT', 'ENAMETOOLONG'].includes(codeOf(error))) return undefined;
  throw error;
}

/** `none`: another process created or removed it at the same time; the caller tries again. */
async function openOrCreate(target: string): Promise<Opened> {
  const opened = await openJournal(target, constants.O_RDWR);
  if (opened.kind !== 'none') return opened;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | SAFE_FLAGS;
  const handle = await openInRoots(journalPathOf(target), flags, 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return { kind: 'none' };
  let isOwn = false;
  try {
    const locked = supportsLocks && tryFileLock(handle.fd);
    // No other process can have locked it.
    isOwn = locked === 'taken' || locked === 'unsupported';
    if (locked === 'unsupported') throw noLocksError(target);
    // It can hold parts of the container, so it gets the same access rights.
    await setAccess(handle, accessOf(await statContainer(target)));
    return { kind: 'open', handle };
  } catch (error) {
    if (isOwn) await unlinkOpened(handle, journalPathOf(target)).catch(() => undefined);
    await closeFile(handle);
    throw error;
  }
}

/** `removed`: the journal was removed before it was locked, so that another process can lock a new one. */
interface Refusal {
  readonly refusal: 'held' | 'removed' | 'unsupported';
  readonly holder?: Holder | undefined;
}

/** Locks the journal, or returns why it could not. Closes the journal when it throws. */
async function takeLock(journal: FileHandle, target: string): Promise<{ readonly lock: HeldLock } | Refusal> {
  try {
    const lock = await tryLockOf(journal, target);
    if (lock === 'unsupported') return { refusal: lock };
    if (lock === 'held') return { refusal: lock, holder: (await journalContent(journal, target)).holder };
    if (await hasName(journal, journalPathOf(target))) return { lock };
    await lock.release();
    return { refusal: 'removed' };
  } catch (error) {
    await closeFile(journal);
    throw toIoError(error, 'lock', { file: target });
  }
}

async function tryLockOf(journal: FileHandle, target: string): Promise<HeldLock | 'held' | 'unsupported'> {
  if (!supportsLocks) return (await lockByExclusiveFile(`${journalPathOf(target)}.lock`)) ?? 'held';
  const lock = tryFileLock(journal.fd);
  // Closing the journal releases it.
  return lock === 'taken' ? { release: async () => undefined } : lock;
}

/**
 * Whether the lock will be free in a moment: its holder is recovering an edit, or has not written its name yet (the journal names
 * no process, or one that has ended).
 */
function isShortLived(holder: Holder | undefined): boolean {
  if (holder === undefined || holder.operation === RECOVERY) return true;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function busyError(target: string, holder: Holder | undefined): IoError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} (${holder.operation}, since ${holder.since})`
    : 'another process';
  return new IoError('EBUSY', `'${target}' is being changed by ${who}; try again when that is done`, { file: target });
}

function noLocksError(target: string): IoError {
  return new IoError(
    'ENOLCK',
    `'${target}' cannot be changed in place: its file system has no file locks; copy the container to a local disk, change it there and copy it back`,
    { file: target },
  );
}
