import { constants } from 'node:fs';
import { type FileHandle, lstat, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supportsLocks } from '../../../native/index.js';
import { FormatError, IoError } from '../../../shared/format/errors.js';
import { accessOf, giveAccess } from '../io/file-access.js';
import { tryFileLock } from '../io/file-lock.js';
import { fileReader } from '../io/file-reader.js';
import { hiddenStart } from '../io/hidden-name.js';
import { codeOf, toIoError, withIoErrors } from '../io/io-error.js';
import { openInRoots } from '../io/roots.js';
import { hasName } from '../io/same-file.js';
import { type HeldLock, lockByExclusiveFile } from './exclusive-file.js';
import type { Holder } from './journal-facts.js';
import { type ArmedUndo, type JournalContent, readJournalContent } from './journal-format.js';
import { reasonAgainst } from './journal-trust.js';

/** What a reader calls itself while it undoes what a killed process left. It is over in a moment: writers wait for it. */
export const RECOVERY = 'recovery';

/** How long a writer waits for a holder that ends in a moment. */
const PASSING_ATTEMPTS = 200;
const PAUSE_MS = 10;

/** A link is never followed, and a pipe never waited for. Windows has neither flag. */
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The journal lies beside the container and is hidden, and serves as the lock of those who write. */
export function journalPathOf(containerPath: string): string {
  return join(dirname(containerPath), `${hiddenStart(basename(containerPath))}journal`);
}

/** What stands beside a container: nothing to undo, an undo, or a file that is not to be used nor touched, and why. */
export type Journal =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'undo' } & ArmedUndo)
  | { readonly kind: 'unusable'; readonly reason: string };

/** What the journal beside a container says now. Reads only. Throws IoError where a journal cannot be read. */
export async function readJournal(target: string): Promise<Journal> {
  const opened = await openJournal(target, constants.O_RDONLY);
  if (opened.kind !== 'open') return opened;
  try {
    const content = await contentOf(opened.handle, target);
    if (content.kind === 'unknown') return { kind: 'unusable', reason: NOT_OURS };
    return content.kind === 'idle' ? { kind: 'none' } : content;
  } finally {
    await opened.handle.close();
  }
}

/** The content of an open journal; what ends while it is read is no journal. The handle stays the caller's. */
export async function contentOf(handle: FileHandle, target: string): Promise<JournalContent> {
  const { size } = await handle.stat();
  try {
    return await readJournalContent(fileReader(handle, journalPathOf(target), size));
  } catch (error) {
    if (error instanceof FormatError) return { kind: 'unknown', holder: undefined };
    throw error;
  }
}

export const NOT_OURS = 'it is damaged, or no journal of this program';
export const OF_ANOTHER = 'it was left by an interrupted change of another file than the present one';
export const OF_ORIGINAL = 'it was left by an interrupted change of the file that the present one is a copy of';

/** What is said of a journal that is not used. */
export function unusableText(target: string, reason: string): string {
  return `'${journalPathOf(target)}' is left alone: ${reason}; move it away if nothing needs it`;
}

/** For those who would have to change the container, or the journal, all the same. */
export function unusable(target: string, reason: string): IoError {
  return new IoError('ESTALE', `'${target}' cannot be changed: ${unusableText(target, reason)}`, { file: target });
}

/** A journal that is open and locked. Close it before the lock is released. */
export interface LockedJournal {
  readonly file: FileHandle;
  readonly lock: HeldLock;
}

/**
 * Opens the container's journal, created where there is none, and locks it. Throws IoError('EBUSY') that says who has it when
 * another one is at work, IoError('ENOLCK') where the file system has no locks, IoError('ESTALE') for a file of that name that
 * cannot be trusted; waits for holders that end in a moment.
 */
export async function lockJournal(target: string): Promise<LockedJournal> {
  for (let attempt = 1; ; attempt++) {
    const taken = await lockOnce(target);
    if ('lock' in taken) return taken;
    if (taken.refusal === 'renamed' && attempt < PASSING_ATTEMPTS) continue;
    if (attempt === PASSING_ATTEMPTS || !isPassing(taken.holder)) throw busy(target, taken.holder);
    await sleep(PAUSE_MS);
  }
}

async function lockOnce(target: string): Promise<LockedJournal | Refusal> {
  const opened = await withIoErrors('lock', target, () => openOrCreate(target));
  if (opened.kind === 'unusable') throw unusable(target, opened.reason);
  if (opened.kind === 'none') return { refusal: 'renamed' };
  const taken = await takeLock(opened.handle, target);
  if ('lock' in taken) return { file: opened.handle, ...taken };
  await opened.handle.close();
  if (taken.refusal === 'unsupported') throw withoutLocks(target);
  return taken;
}

/** The same for a journal that is there; undefined when there is none that can be trusted and locked, for whatever reason. */
export async function lockLeftover(target: string): Promise<LockedJournal | undefined> {
  const opened = await withIoErrors('lock', target, () => openJournal(target, constants.O_RDWR));
  if (opened.kind !== 'open') return undefined;
  const taken = await takeLock(opened.handle, target).catch(() => undefined);
  if (taken && 'lock' in taken) return { file: opened.handle, ...taken };
  await opened.handle.close();
  return undefined;
}

type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly handle: FileHandle }
  | { readonly kind: 'unusable'; readonly reason: string };

async function openJournal(target: string, access: number): Promise<Opened> {
  const path = journalPathOf(target);
  const found = await lstat(path).catch(absent);
  if (!found) return { kind: 'none' };
  // Looked at before it is opened, for systems that cannot open without following a link; and again, for what it is then.
  const reasonBefore = await reasonAgainst(found, target);
  if (reasonBefore !== undefined) return { kind: 'unusable', reason: reasonBefore };
  const handle = await openInRoots(path, access | SAFELY).catch(absent);
  if (!handle) return { kind: 'none' };
  const reason = await reasonAgainst(await handle.stat(), target);
  if (reason === undefined) return { kind: 'open', handle };
  await handle.close();
  return { kind: 'unusable', reason };
}

/** A name that is too long for the file system names no file. */
function absent(error: unknown): undefined {
  if (['ENOENT', 'ENAMETOOLONG'].includes(codeOf(error))) return undefined;
  throw error;
}

/** `none`: another process made one, or removed it, at the same time: try again. */
async function openOrCreate(target: string): Promise<Opened> {
  const opened = await openJournal(target, constants.O_RDWR);
  if (opened.kind !== 'none') return opened;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | SAFELY;
  const handle = await openInRoots(journalPathOf(target), flags, 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return { kind: 'none' };
  try {
    if (supportsLocks && tryFileLock(handle.fd) === 'unsupported') {
      await unlink(journalPathOf(target));
      throw withoutLocks(target);
    }
    // It can hold parts of the container: those who may read or write that one may do the same here, and no others.
    await giveAccess(handle, accessOf(await stat(target)));
    return { kind: 'open', handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** `renamed`: the journal lost its name before it was locked, so that the lock is worth nothing. */
interface Refusal {
  readonly refusal: 'held' | 'renamed' | 'unsupported';
  readonly holder?: Holder | undefined;
}

/** Locks the journal, or answers why not. Closes the journal when it throws. */
async function takeLock(journal: FileHandle, target: string): Promise<{ readonly lock: HeldLock } | Refusal> {
  try {
    const lock = await tryLockOf(journal, target);
    if (lock === 'unsupported') return { refusal: lock };
    if (lock === 'held') return { refusal: lock, holder: (await contentOf(journal, target)).holder };
    if (await hasName(journal, journalPathOf(target))) return { lock };
    await lock.release();
    return { refusal: 'renamed' };
  } catch (error) {
    await journal.close();
    throw toIoError(error, 'lock', { file: target });
  }
}

async function tryLockOf(journal: FileHandle, target: string): Promise<HeldLock | 'held' | 'unsupported'> {
  if (!supportsLocks) return (await lockByExclusiveFile(`${journalPathOf(target)}.lock`)) ?? 'held';
  const lock = tryFileLock(journal.fd);
  // Closing the journal releases it.
  return lock === 'taken' ? { release: async () => undefined } : lock;
}

/** Whoever holds the lock has not signed yet (what is there is a dead one's), or will be gone in a moment. */
function isPassing(holder: Holder | undefined): boolean {
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

function busy(target: string, holder: Holder | undefined): IoError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} (${holder.operation}, since ${holder.since})`
    : 'another process';
  return new IoError('EBUSY', `'${target}' is being changed by ${who}; try again when that is done`, { file: target });
}

function withoutLocks(target: string): IoError {
  return new IoError(
    'ENOLCK',
    `'${target}' cannot be changed in place: its file system has no file locks; copy the container to a local disk, change it there and copy it back`,
    { file: target },
  );
}
