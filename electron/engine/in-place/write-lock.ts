import { constants } from 'node:fs';
import { type FileHandle, realpath, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { syncDirectory } from '../io/atomic-file.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import { openInRoots } from '../io/roots.js';
import { hasName } from '../io/same-file.js';
import type { HeldLock } from './exclusive-file.js';
import { journalPathOf, type LockedJournal, lockJournal, lockLeftover, RECOVERY, readAll } from './journal-file.js';
import { type Holder, parseJournal, printHolder, printUndo } from './journal-format.js';
import { matchesWitness, rollBack, type Undo, writeFully } from './undo.js';

/** The exclusive right to change a container, from `acquire` to `release`. */
export class WriteLock {
  /** The container itself, symbolic links resolved. */
  readonly path: string;
  readonly #journal: FileHandle;
  readonly #lock: HeldLock;
  readonly #journalPath: string;
  #headBytes = 0;
  /** Whether the container may be half changed, so that the journal has to stay. */
  #armed = false;

  private constructor(path: string, { file, lock }: LockedJournal) {
    this.path = path;
    this.#journal = file;
    this.#lock = lock;
    this.#journalPath = journalPathOf(path);
  }

  /**
   * Takes the lock, or throws IoError('EBUSY') that says who has it. What a killed process left half done is undone first: the
   * container is whole when this returns.
   */
  static async acquire(path: string, operation: string): Promise<WriteLock> {
    const target = await withIoErrors('change', path, () => realpath(path));
    const lock = new WriteLock(target, await lockJournal(target));
    await lock.#begin(operation);
    return lock;
  }

  /**
   * Undoes what a killed process left half done, and removes its journal. Nothing happens when there is none or when somebody
   * is at work. `target` has no symbolic links. Throws IoError where this process may not do that.
   */
  static async recover(target: string): Promise<void> {
    const journal = await lockLeftover(target);
    if (!journal) return;
    const lock = new WriteLock(target, journal);
    await lock.#begin(RECOVERY);
    await lock.release();
  }

  /**
   * Changes the container under the protection of `undo`: whatever happens before this returns, the next one who opens the
   * container finds it as it was; afterwards, as `apply` made it. When `apply` throws, the old content is back at once. Throws
   * IoError('ESTALE') when the container is not the one any more that `undo` was made for.
   */
  async edit(undo: Undo, apply: (container: FileHandle) => Promise<void>): Promise<void> {
    const container = await withIoErrors('change', this.path, () => openInRoots(this.path, constants.O_RDWR));
    try {
      await this.#requireUntouched(container, undo);
      await this.#arm(undo);
      try {
        await apply(container);
        await withIoErrors('write', this.path, () => container.sync());
        await this.#requireNamed(container);
        await this.#disarm();
      } catch (error) {
        await this.#takeBack(container, undo, error);
        throw error;
      }
    } finally {
      await container.close();
    }
  }

  async release(): Promise<void> {
    if (!this.#armed) {
      // Removed while the lock is still held, so that nobody locks a file that has no name any more without noticing.
      await unlink(this.#journalPath).catch(() => undefined);
      await syncDirectory(dirname(this.#journalPath));
    }
    await this.#journal.close();
    await this.#lock.release();
  }

  /** Makes the container whole and says who is at work. When that fails, nobody is. */
  async #begin(operation: string): Promise<void> {
    try {
      await this.#recover();
      await withIoErrors('write', this.#journalPath, () => this.#sign(operation));
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async #recover(): Promise<void> {
    const { undo } = parseJournal(await readAll(this.#journal));
    if (undo) {
      this.#armed = true;
      await rollBackFile(this.path, undo);
      this.#armed = false;
    }
    await withIoErrors('write', this.#journalPath, () => this.#journal.truncate(0));
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
        await writeFully(this.#journal, piece, at, this.#journalPath);
        at += piece.byteLength;
      }
      await this.#journal.sync();
    });
    await syncDirectory(dirname(this.#journalPath));
    this.#armed = true;
  }

  /**
   * The edit is done and on the disk: from here on the new content counts. That the journal is empty need not reach the disk:
   * if the power fails before, the old content comes back, which is whole too.
   */
  async #disarm(): Promise<void> {
    await withIoErrors('write', this.#journalPath, () => this.#journal.truncate(this.#headBytes));
    this.#armed = false;
    await this.#journal.sync().catch(() => undefined);
  }

  /** Brings the old content back at once. Where the disk refuses even that, the journal stays for the next one to try. */
  async #takeBack(container: FileHandle, undo: Undo, reason: unknown): Promise<void> {
    try {
      await rollBack(container, undo);
    } catch (error) {
      const why = reason instanceof Error ? reason.message : String(reason);
      throw new IoError(
        codeOf(error),
        `${why}. The old content could not be put back yet; the next command that opens '${this.path}' will do it`,
        { file: this.path },
        error,
      );
    }
    this.#armed = false;
    // The undo would change nothing any more, so that it does no harm if this fails.
    await this.#disarm().catch(() => undefined);
  }

  /** The undo was made from what had the name then; another process may have put another file in its place. */
  async #requireUntouched(container: FileHandle, undo: Undo): Promise<void> {
    const { size } = await container.stat();
    if (size === undo.sizeBytes && (await matchesWitness(container, this.path, undo.witness))) return;
    throw this.#replaced();
  }

  async #requireNamed(container: FileHandle): Promise<void> {
    if (!(await hasName(container, this.path))) throw this.#replaced();
  }

  #replaced(): IoError {
    const message = `'${this.path}' was removed or replaced by another file meanwhile; nothing was changed in it`;
    return new IoError('ESTALE', message, { file: this.path });
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

/** Undoes what a killed process left half done, unless the container is another one by now: then nothing is touched. */
async function rollBackFile(path: string, undo: Undo): Promise<void> {
  const container = await withIoErrors('change', path, () => openInRoots(path, constants.O_RDWR));
  try {
    await requireSameContainer(container, path, undo);
    await withIoErrors('write', path, () => rollBack(container, undo));
  } finally {
    await container.close();
  }
}

/** Throws IoError('ESTALE') when the journal was left by an edit of another file that had the same name. */
export async function requireSameContainer(container: FileHandle, path: string, undo: Undo): Promise<void> {
  if (await matchesWitness(container, path, undo.witness)) return;
  throw new IoError(
    'ESTALE',
    `'${journalPathOf(path)}' was left by an interrupted change of another file than the present '${path}'; move it away if that is right`,
    { file: path },
  );
}
