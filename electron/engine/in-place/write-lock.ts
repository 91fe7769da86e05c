import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { syncDirectory } from '../io/atomic-file.js';
import { closeFile } from '../io/close-file.js';
import type { HeldLock } from '../io/file-lock.js';
import { fileReader } from '../io/file-reader.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import { openInRoots } from '../io/roots.js';
import { hasName, unlinkOpened } from '../io/same-file.js';
import { writeFully } from '../io/write-fully.js';
import { containerIdentityOf, isPossibleState, relationTo } from './container-identity.js';
import type { Holder } from './journal/journal-facts.js';
import {
  journalContent,
  journalPathOf,
  type LockedJournal,
  type LockOptions,
  lockExistingJournal,
  lockJournal,
  NOT_OURS,
  OF_ANOTHER,
  OF_ORIGINAL,
  RECOVERY,
  unusableJournal,
} from './journal/journal-file.js';
import {
  type ArmedUndo,
  armedFlag,
  FLAG_AT,
  idleFlag,
  printHolder,
  printNewBytes,
  printUndo,
} from './journal/journal-format.js';
import { rangeOf, rollBack, sameRange, type Undo, type UndoPatch } from './undo.js';

/** Does not follow a symbolic link that has replaced the container. */
const OPEN_FOR_EDIT = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/**
 * The exclusive right to change a container, from `acquire` to `release`. There is one holder at a time on a machine. Readers need
 * no lock: see `openContainerFile`.
 *
 * The journal beside the container is the lock and keeps the undo of the running edit. After a crash, the next process that takes
 * the lock or opens the container for reading restores the old content.
 */
export class WriteLock {
  /** The container itself, symbolic links resolved. */
  readonly path: string;
  readonly #journal: FileHandle;
  readonly #lock: HeldLock;
  readonly #journalPath: string;
  /** Where the journal's next line is written. */
  #endBytes = 0;
  /** Whether `release` must not remove the journal: the container may be partly changed, or the journal is of another file. */
  #keepsJournal = false;

  private constructor(path: string, { file, lock }: LockedJournal) {
    this.path = path;
    this.#journal = file;
    this.#lock = lock;
    this.#journalPath = journalPathOf(path);
  }

  /**
   * Takes the lock and undoes an interrupted edit. After it returns, the container is whole and the caller must call `release`.
   * When it throws, no lock is held. Throws IoError('EBUSY') that names the process which holds the lock, unless `options` have it
   * wait.
   */
  static async acquire(path: string, operation: string, options: LockOptions = {}): Promise<WriteLock> {
    const target = await withIoErrors('change', path, () => realpath(path));
    const lock = new WriteLock(target, await lockJournal(target, options));
    await lock.#start(operation);
    return lock;
  }

  /**
   * Undoes an interrupted edit and removes its journal. Does nothing when there is no journal, or when another process holds the
   * lock. `target` must not contain symbolic links. Throws IoError when this process may not change the container.
   */
  static async recover(target: string): Promise<void> {
    const journal = await lockExistingJournal(target);
    if (!journal) return;
    const lock = new WriteLock(target, journal);
    await lock.#start(RECOVERY);
    await lock.release();
  }

  /**
   * Changes the container. `apply` writes the early places of `undo` itself and returns the new bytes of the late places, which
   * are written last. It must not change any other bytes.
   *
   * After a crash before this returns, the next process that opens the container restores the old content; after it has
   * returned, the new content is on the disk. When `apply` or a write fails, the old content has been restored before this
   * throws, or the error says that it could not be. Throws IoError('ESTALE') when another file has replaced the container.
   */
  async edit(undo: Undo, apply: (container: FileHandle) => Promise<readonly UndoPatch[]>): Promise<void> {
    const container = await withIoErrors('change', this.path, () => openInRoots(this.path, OPEN_FOR_EDIT));
    try {
      await this.#requireUnchanged(container, undo);
      const id = await this.#arm(container, undo);
      try {
        await this.#writeLate(container, id, requireListed(undo, await apply(container)));
        await withIoErrors('write', this.path, () => container.sync());
        await this.#requireSameFile(container);
        await this.#disarm();
      } catch (error) {
        await this.#rollBackNow(container, undo, error);
        throw error;
      }
    } finally {
      await closeFile(container);
    }
  }

  /** Releases the lock and removes the journal, unless the next process needs it to restore the container. */
  async release(): Promise<void> {
    if (!this.#keepsJournal) {
      // Before the lock is released: a process that locks a removed journal detects this (`lockJournal`).
      await unlinkOpened(this.#journal, this.#journalPath).catch(() => undefined);
      await syncDirectory(dirname(this.#journalPath));
    }
    await closeFile(this.#journal);
    await this.#lock.release();
  }

  /** Undoes an interrupted edit and writes the holder to the journal. Releases the lock on error. */
  async #start(operation: string): Promise<void> {
    try {
      await this.#recover();
      await withIoErrors('write', this.#journalPath, () => this.#writeHolder(operation));
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async #recover(): Promise<void> {
    const content = await journalContent(this.#journal, this.path);
    if (content.kind === 'idle') return;
    this.#keepsJournal = true;
    if (content.kind === 'unknown') throw unusableJournal(this.path, NOT_OURS);
    await rollBackFile(this.path, content);
    await this.#disarm();
  }

  /** The journal is empty or its flag is `idle`: after a crash during this write it has no undo. */
  async #writeHolder(operation: string): Promise<void> {
    const holder: Holder = { pid: process.pid, host: hostname(), operation, since: new Date().toISOString() };
    const head = printHolder(holder);
    await writeFully(this.#journal, head, 0);
    this.#endBytes = head.byteLength;
  }

  /** Writes the undo and the journal's name to the disk. The container must not be changed before. Returns the id of the edit. */
  async #arm(container: FileHandle, undo: Undo): Promise<string> {
    const id = randomBytes(16).toString('hex');
    await this.#append(printUndo({ id, container: await containerIdentityOf(container), undo }));
    await withIoErrors('write', this.#journalPath, async () => {
      await writeFully(this.#journal, armedFlag, FLAG_AT, this.#journalPath);
      await this.#journal.sync();
    });
    await syncDirectory(dirname(this.#journalPath));
    this.#keepsJournal = true;
    return id;
  }

  /** Writes the new bytes to the journal before the container, so that a mixture of old and new bytes can be recognised. */
  async #writeLate(container: FileHandle, id: string, newBytes: readonly UndoPatch[]): Promise<void> {
    if (newBytes.length === 0) return;
    await this.#append(printNewBytes(id, newBytes));
    for (const { positionBytes, bytes } of newBytes) await writeFully(container, bytes, positionBytes, this.path);
  }

  async #append(pieces: readonly Uint8Array[]): Promise<void> {
    await withIoErrors('write', this.#journalPath, async () => {
      for (const piece of pieces) {
        await writeFully(this.#journal, piece, this.#endBytes, this.#journalPath);
        this.#endBytes += piece.byteLength;
      }
      await this.#journal.sync();
    });
  }

  /**
   * Ends the edit: the new content, which is on the disk, is now valid. If the power fails before this flag is on the disk, the old
   * content is restored, which is whole too.
   */
  async #disarm(): Promise<void> {
    await withIoErrors('write', this.#journalPath, () => writeFully(this.#journal, idleFlag, FLAG_AT));
    this.#keepsJournal = false;
    await this.#journal.sync().catch(() => undefined);
  }

  /** Restores the old content now. When this fails too, the journal stays, so that the next process can do it. */
  async #rollBackNow(container: FileHandle, undo: Undo, reason: unknown): Promise<void> {
    try {
      await rollBack(container, undo);
    } catch (error) {
      const why = reason instanceof Error ? reason.message : String(reason);
      throw new IoError(
        codeOf(error),
        `${why}. The old content could not be restored yet; the next command that opens '${this.path}' will do it`,
        { file: this.path },
        error,
      );
    }
    this.#keepsJournal = false;
    // If this fails, the undo is applied once more later, which changes nothing.
    await this.#disarm().catch(() => undefined);
  }

  /** Throws IoError('ESTALE') unless the container has the content that `undo` was made from. */
  async #requireUnchanged(container: FileHandle, undo: Undo): Promise<void> {
    const { size } = await container.stat();
    const reader = fileReader(container, this.path, size);
    if (size === undo.sizeBytes && (await isPossibleState(reader, { undo, newBytes: [] }))) return;
    throw this.#replaced();
  }

  /** Throws IoError('ESTALE') when another file has replaced the container. */
  async #requireSameFile(container: FileHandle): Promise<void> {
    if (!(await hasName(container, this.path))) throw this.#replaced();
  }

  #replaced(): IoError {
    const message = `'${this.path}' was removed or replaced by another file; nothing was changed in the new one`;
    return new IoError('ESTALE', message, { file: this.path });
  }
}

/** Takes the lock, runs `change` and releases the lock, also when `change` throws. */
export async function withWriteLock<T>(
  path: string,
  operation: string,
  change: (lock: WriteLock) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const lock = await WriteLock.acquire(path, operation, options);
  try {
    return await change(lock);
  } finally {
    await lock.release();
  }
}

/** Undoes an interrupted edit. Throws IoError('ESTALE') when the undo was made for another file. Caller: holds the lock. */
async function rollBackFile(path: string, armed: ArmedUndo): Promise<void> {
  const container = await withIoErrors('change', path, () => openInRoots(path, OPEN_FOR_EDIT));
  try {
    const relation = await relationTo(container, path, armed);
    if (relation !== 'same') throw unusableJournal(path, relation === 'copy' ? OF_ORIGINAL : OF_ANOTHER);
    await withIoErrors('write', path, () => rollBack(container, armed.undo));
  } finally {
    await closeFile(container);
  }
}

function requireListed({ late }: Undo, newBytes: readonly UndoPatch[]): readonly UndoPatch[] {
  const isListed = newBytes.every((patch) => late.some((old) => sameRange(rangeOf(old), rangeOf(patch))));
  if (!isListed) throw new TypeError('an edit has new bytes for a place that its undo does not list as late');
  return newBytes;
}
