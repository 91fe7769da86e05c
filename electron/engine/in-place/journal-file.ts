import { constants } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { IoError } from '../../../shared/format/errors.js';
import { openRegularFile } from '../io/file-reader.js';
import { codeOf, toIoError, withIoErrors } from '../io/io-error.js';
import { openInRoots } from '../io/roots.js';
import { hasName } from '../io/same-file.js';
import { type HeldLock, lockByExclusiveFile } from './exclusive-file.js';
import { type Holder, type JournalContent, parseJournal } from './journal-format.js';

/** What a reader calls itself while it undoes what a killed process left. It is over in a moment: writers wait for it. */
export const RECOVERY = 'recovery';

/** How long a writer waits for somebody who is about to go. */
const PASSING_ATTEMPTS = 200;
const PAUSE_MS = 10;

/** The journal lies beside the container and is hidden, and serves as the lock of those who write. */
export function journalPathOf(containerPath: string): string {
  return join(dirname(containerPath), `.${basename(containerPath)}.journal`);
}

/** What the journal beside a container says now; undefined when there is none. */
export async function readJournal(containerPath: string): Promise<JournalContent | undefined> {
  const opened = await openRegularFile(journalPathOf(containerPath)).catch(absent);
  if (!opened) return undefined;
  try {
    return parseJournal(await readAll(opened.handle));
  } finally {
    await opened.handle.close();
  }
}

/** A journal that is open and locked. Close it before the lock is released. */
export interface LockedJournal {
  readonly file: FileHandle;
  readonly lock: HeldLock;
}

/**
 * Opens the container's journal, created where there is none, and locks it. Throws IoError('EBUSY') that says who has it when
 * another one is at work; waits for those who are about to go.
 */
export async function lockJournal(target: string): Promise<LockedJournal> {
  const journalPath = journalPathOf(target);
  for (let attempt = 1; ; attempt++) {
    const journal = await withIoErrors('lock', target, () => createJournal(target, journalPath));
    const taken = await takeLock(journal, target);
    if ('lock' in taken) return { file: journal, ...taken };
    await journal.close();
    if (taken.isRenamed) continue;
    if (attempt === PASSING_ATTEMPTS || !isPassing(taken.holder)) throw busy(target, taken.holder);
    await sleep(PAUSE_MS);
  }
}

/** The same for a journal that is there; undefined when there is none any more, or somebody works behind it. */
export async function lockLeftover(target: string): Promise<LockedJournal | undefined> {
  const journalPath = journalPathOf(target);
  const journal = await withIoErrors('lock', target, () => openInRoots(journalPath, constants.O_RDWR)).catch(absent);
  if (!journal) return undefined;
  const taken = await takeLock(journal, target);
  if ('lock' in taken) return { file: journal, ...taken };
  await journal.close();
  return undefined;
}

export async function readAll(handle: FileHandle): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const bytes = new Uint8Array(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  return bytes.subarray(0, bytesRead);
}

/** Readable by those who may read the container: it can hold parts of it. Opened in one step: others may remove it any time. */
async function createJournal(target: string, journalPath: string): Promise<FileHandle> {
  const { mode } = await stat(target);
  return openInRoots(journalPath, constants.O_RDWR | constants.O_CREAT, (mode & 0o666) | 0o600);
}

/** `isRenamed`: the journal lost its name before it was locked, so that the lock is worth nothing. */
type Taken = { readonly lock: HeldLock } | { readonly isRenamed: boolean; readonly holder: Holder | undefined };

/** Locks the journal, or tells who has it. Closes the journal when it throws. */
async function takeLock(journal: FileHandle, target: string): Promise<Taken> {
  const journalPath = journalPathOf(target);
  try {
    const lock = await tryLockOf(journal, journalPath);
    if (lock === undefined) return { isRenamed: false, holder: parseJournal(await readAll(journal)).holder };
    if (await hasName(journal, journalPath)) return { lock };
    await lock.release();
    return { isRenamed: true, holder: undefined };
  } catch (error) {
    await journal.close();
    throw toIoError(error, 'lock', { file: target });
  }
}

async function tryLockOf(journal: FileHandle, journalPath: string): Promise<HeldLock | undefined> {
  if (!supportsLocks) return lockByExclusiveFile(`${journalPath}.lock`);
  // Closing the journal releases it.
  return tryLock(journal.fd) ? { release: async () => undefined } : undefined;
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

function absent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
}
