import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, realpath, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { syncDirectory } from '../io/atomic-file.js';
import { fileReader } from '../io/file-reader.js';
import { codeOf, withIoErrors } from '../io/io-error.js';
import { openInRoots } from '../io/roots.js';
import { hasName } from '../io/same-file.js';
import { writeFully } from '../io/write-fully.js';
import { containerIdentityOf, isPossibleState, relationTo } from './container-identity.js';
import type { HeldLock } from './exclusive-file.js';
import type { Holder } from './journal-facts.js';
import {
  contentOf,
  journalPathOf,
  type LockedJournal,
  lockJournal,
  lockLeftover,
  NOT_OURS,
  OF_ANOTHER,
  OF_ORIGINAL,
  RECOVERY,
  unusable,
} from './journal-file.js';
import {
  type ArmedUndo,
  armedFlag,
  FLAG_AT,
  idleFlag,
  printHolder,
  printNewBytes,
  printUndo,
} from './journal-format.js';
import { rangeOf, rollBack, sameRange, type Undo, type UndoPatch } from './undo.js';

/** Opens the container itself, never what a link of its name leads to by now. */
const TO_CHANGE = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/** The exclusive right to change a container, from `acquire` to `release`. */
export class WriteLock {
  /** The container itself, symbolic links resolved. */
  readonly path: string;
  readonly #journal: FileHandle;
  readonly #lock: HeldLock;
  readonly #journalPath: string;
  /** Where the next piece of the journal goes. */
  #endBytes = 0;
  /** Whether the container may be half changed, or the journal is not this container's: then it has to stay. */
  #keepsJournal = false;

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
   * container finds it as it was; afterwards, as `apply` made it. `apply` changes early places and answers the new bytes of
   * late ones, which are written here, last. When it throws, the old content is back at once. Throws IoError('ESTALE') when the
   * container is not the one any more that `undo` was made for.
   */
  async edit(undo: Undo, apply: (container: FileHandle) => Promise<readonly UndoPatch[]>): Promise<void> {
    const container = await withIoErrors('change', this.path, () => openInRoots(this.path, TO_CHANGE));
    try {
      await this.#requireUntouched(container, undo);
      const id = await this.#arm(container, undo);
      try {
        await this.#writeLate(container, id, requireListed(undo, await apply(container)));
        await withIoErrors('write', this.path, () => container.sync());
        await this.#requireNamed(container);
        await this.#disarm();
      } catch (error) {
        await this.#rollBackNow(container, undo, error);
        throw error;
      }
    } finally {
      await container.close();
    }
  }

  async release(): Promise<void> {
    if (!this.#keepsJournal) {
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
    const content = await contentOf(this.#journal, this.path);
    if (content.kind === 'idle') return;
    this.#keepsJournal = true;
    if (content.kind === 'unknown') throw unusable(this.path, NOT_OURS);
    await rollBackFile(this.path, content);
    await this.#disarm();
  }

  /** The flag of what is there already says `idle`, or nothing is: a kill in the middle leaves a journal without an undo. */
  async #sign(operation: string): Promise<void> {
    const holder: Holder = { pid: process.pid, host: hostname(), operation, since: new Date().toISOString() };
    const head = printHolder(holder);
    await writeFully(this.#journal, head, 0);
    this.#endBytes = head.byteLength;
  }

  /** Puts the undo on the disk, name and all, before the container is touched. Answers the id of the edit. */
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

  /** New bytes are in the journal before they are in the container, so that they are known for this edit's. */
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
   * The container is whole and on the disk: from here on it counts. That the journal says so need not reach the disk: if the
   * power fails before, the old content comes back, which is whole too.
   */
  async #disarm(): Promise<void> {
    await withIoErrors('write', this.#journalPath, () => writeFully(this.#journal, idleFlag, FLAG_AT));
    this.#keepsJournal = false;
    await this.#journal.sync().catch(() => undefined);
  }

  /** Brings the old content back at once. Where the disk refuses even that, the journal stays for the next one to try. */
  async #rollBackNow(container: FileHandle, undo: Undo, reason: unknown): Promise<void> {
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
    this.#keepsJournal = false;
    // The undo would change nothing any more, so that it does no harm if this fails.
    await this.#disarm().catch(() => undefined);
  }

  /** The undo was made from what had the name then; another process may have put another file in its place. */
  async #requireUntouched(container: FileHandle, undo: Undo): Promise<void> {
    const { size } = await container.stat();
    const reader = fileReader(container, this.path, size);
    if (size === undo.sizeBytes && (await isPossibleState(reader, { undo, newBytes: [] }))) return;
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

/** Undoes what a killed process left half done. Throws IoError('ESTALE') for a container that is another one by now. */
async function rollBackFile(path: string, armed: ArmedUndo): Promise<void> {
  const container = await withIoErrors('change', path, () => openInRoots(path, TO_CHANGE));
  try {
    const relation = await relationTo(container, path, armed);
    if (relation !== 'same') throw unusable(path, relation === 'copy' ? OF_ORIGINAL : OF_ANOTHER);
    await withIoErrors('write', path, () => rollBack(container, armed.undo));
  } finally {
    await container.close();
  }
}

function requireListed({ late }: Undo, newBytes: readonly UndoPatch[]): readonly UndoPatch[] {
  const isListed = newBytes.every((patch) => late.some((old) => sameRange(rangeOf(old), rangeOf(patch))));
  if (!isListed) throw new TypeError('an edit has new bytes for a place that its undo does not list as late');
  return newBytes;
}
