import { type FileHandle, open, realpath, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { IoError } from '../../../shared/format/errors.js';
import { syncDirectory } from '../io/atomic-file.js';
import { openRegularFile } from '../io/file-reader.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import { type Holder, type JournalContent, parseJournal, printHolder, printUndo } from './journal-format.js';
import { matchesWitness, rollBack, type Undo, writeFully } from './undo.js';

/** The journal lies beside the container and is hidden, and serves as the lock of those who write. */
export function journalPathOf(containerPath: string): string {
  return join(dirname(containerPath), `.${basename(containerPath)}.journal`);
}

/** The exclusive right to change a container, from `acquire` to `release`. */
export class WriteLock {
  /** The container itself, symbolic links resolved. */
  readonly path: string;
  readonly #journal: FileHandle;
  readonly #journalPath: string;
  #headBytes = 0;

  private constructor(path: string, journal: FileHandle, journalPath: string) {
    this.path = path;
    this.#journal = journal;
    this.#journalPath = journalPath;
  }

  /**
   * Takes the lock, or throws IoError('EBUSY') that says who has it. What a killed process left half done is undone first: the
   * container is whole when this returns.
   */
  static async acquire(path: string, operation: string): Promise<WriteLock> {
    const target = await withIoErrors('change', path, () => realpath(path));
    const journalPath = journalPathOf(target);
    const journal = await lockJournal(target, journalPath);
    const lock = new WriteLock(target, journal, journalPath);
    try {
      await lock.#recover();
      await lock.#sign(operation);
      return lock;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /**
   * Changes the container under the protection of `undo`: whatever happens before this returns, the next one who opens the
   * container finds it as it was; afterwards, as `apply` made it. When `apply` throws, the old content is back at once.
   */
  async edit(undo: Undo, apply: (container: FileHandle) => Promise<void>): Promise<void> {
    const container = await withIoErrors('change', this.path, () => open(this.path, 'r+'));
    try {
      await this.#arm(undo);
      try {
        await apply(container);
        await container.sync();
      } catch (error) {
        await rollBack(container, undo);
        throw error;
      }
    } finally {
      await container.close();
    }
    await this.#disarm();
  }

  async release(): Promise<void> {
    // Removed while the lock is still held, so that nobody locks a file that has no name any more without noticing.
    await unlink(this.#journalPath).catch(() => undefined);
    await syncDirectory(dirname(this.#journalPath));
    await this.#journal.close();
  }

  async #recover(): Promise<void> {
    const { undo } = parseJournal(await readAll(this.#journal));
    if (undo) await rollBackFile(this.path, this.#journalPath, undo);
    await this.#journal.truncate(0);
  }

  async #sign(operation: string): Promise<void> {
    const holder: Holder = { pid: process.pid, host: hostname(), operation, since: new Date().toISOString() };
    const head = printHolder(holder);
    await writeFully(this.#journal, head, 0);
    this.#headBytes = head.byteLength;
  }

  /** Puts the undo on the disk, name and all, before the container is touched. */
  async #arm(undo: Undo): Promise<void> {
    await withIoErrors('write', this.#journalPath, async () => {
      let at = this.#headBytes;
      for (const piece of printUndo(undo)) {
        await writeFully(this.#journal, piece, at);
        at += piece.byteLength;
      }
      await this.#journal.sync();
    });
    await syncDirectory(dirname(this.#journalPath));
  }

  /** The edit is done and on the disk: from here on the new content counts. */
  async #disarm(): Promise<void> {
    await this.#journal.truncate(this.#headBytes);
    await this.#journal.sync();
  }
}

/** Runs `change` with the lock held, and releases it in every case. */
export async function withWriteLock<T>(
  path: string,
  operation: string,
  change: (lock: WriteLock) => Promise<T>,
): Promise<T> {
  const lock = await WriteLock.acquire(path, operation);
  try {
    return await change(lock);
  } finally {
    await lock.release();
  }
}

/** Opens and locks the journal that has the name now: another process may remove it between the two. */
async function lockJournal(target: string, journalPath: string): Promise<FileHandle> {
  for (;;) {
    const journal = await withIoErrors('lock', target, () => openJournal(target, journalPath));
    if (!(await isLocked(journal))) {
      const { holder } = parseJournal(await readAll(journal));
      await journal.close();
      throw new IoError('EBUSY', `'${target}' is being changed by ${nameOf(holder)}; try again when that is done`, {
        file: target,
      });
    }
    if (await hasName(journal, journalPath)) return journal;
    await journal.close();
  }
}

/** Creates the journal where there is none, readable by those who may read the container: it can hold parts of it. */
async function openJournal(target: string, journalPath: string): Promise<FileHandle> {
  const { mode } = await stat(target);
  // 'a' creates without truncating, but writes only at the end; 'r+' writes anywhere.
  await (await open(journalPath, 'a', mode & 0o666)).close();
  return open(journalPath, 'r+');
}

async function isLocked(journal: FileHandle): Promise<boolean> {
  if (supportsLocks) return tryLock(journal.fd);
  // Without locks, a holder that still lives is believed.
  const { holder } = parseJournal(await readAll(journal));
  return holder === undefined || holder.host !== hostname() || !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function hasName(journal: FileHandle, journalPath: string): Promise<boolean> {
  const named = await stat(journalPath).catch(() => undefined);
  return named !== undefined && named.ino === (await journal.stat()).ino;
}

function nameOf(holder: Holder | undefined): string {
  if (!holder) return 'another process';
  return `process ${holder.pid} on ${holder.host} (${holder.operation}, since ${holder.since})`;
}

async function readAll(handle: FileHandle): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const bytes = new Uint8Array(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  return bytes.subarray(0, bytesRead);
}

/** What the journal beside a container says now; undefined when there is none. */
export async function readJournal(containerPath: string): Promise<JournalContent | undefined> {
  try {
    const { handle } = await openRegularFile(journalPathOf(containerPath));
    const content = parseJournal(await readAll(handle));
    await handle.close();
    return content;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undoes what a killed process left half done, unless the container is another one by now: then nothing is touched. */
async function rollBackFile(path: string, journalPath: string, undo: Undo): Promise<void> {
  const container = await withIoErrors('change', path, () => open(path, 'r+'));
  try {
    await requireSameContainer(container, path, journalPath, undo);
    await rollBack(container, undo);
  } finally {
    await container.close();
  }
}

/** Throws IoError('ESTALE') when the journal was left by an edit of another file that had the same name. */
export async function requireSameContainer(
  container: FileHandle,
  path: string,
  journalPath: string,
  undo: Undo,
): Promise<void> {
  if (await matchesWitness(container, path, undo.witness)) return;
  throw new IoError(
    'ESTALE',
    `'${journalPath}' was left by an interrupted change of another file than the present '${path}'; move it away if that is right`,
    { file: path },
  );
}
