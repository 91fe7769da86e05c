import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError, IoError } from '../../../../shared/format/errors.js';
import { closingOnError } from '../../../engine/io/close-file.js';
import { fileReader, openRegularFile } from '../../../engine/io/file-reader.js';
import { requireSameStamp, stampOfHandle } from '../../../engine/io/file-stamp.js';
import { codeOf, toIoError } from '../../../engine/io/io-error.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { rangeInFile } from '../../../engine/io/range-in-file.js';
import { openFolder, realFolder, withRoots } from '../../../engine/io/roots.js';
import type { StoreFolder, ValuePlace, ZarrStore } from './store.js';

/** Names of one folder that are sorted in memory. */
const MAX_NAMES = 2 ** 21;
/** No such value: nothing there, something else than folders on the way, or a folder of that name. */
const MISSING: readonly string[] = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'];

/** A folder with a file for each value. Links are followed only inside of it. */
export class FolderStore implements ZarrStore {
  readonly name: string;
  /** Without links. */
  readonly #root: string;
  /** Files that were changed later were changed while the store was read. */
  readonly #openedNs: bigint;
  #changed: string | undefined;

  private constructor(name: string, root: string) {
    this.name = name;
    this.#root = root;
    // The next millisecond: the clock of files is finer than this one.
    this.#openedNs = BigInt(Date.now() + 1) * 1_000_000n;
  }

  /** Throws IoError for a folder that cannot be read. */
  static async open(path: string): Promise<FolderStore> {
    return new FolderStore(path, await realFolder(path));
  }

  async open(key: string): Promise<RandomReader | undefined> {
    const path = join(this.#root, key);
    try {
      const { handle, sizeBytes } = await withRoots([this.#root], () => openRegularFile(path));
      const stamp = await closingOnError(handle, () => stampOfHandle(handle));
      if (stamp.ctimeNs > this.#openedNs) this.#changed ??= key;
      const reader = fileReader(handle, join(this.name, key), sizeBytes);
      return { ...reader, requireUnchanged: () => requireSameStamp(handle, join(this.name, key), stamp) };
    } catch (error) {
      if (MISSING.includes(codeOf(error))) return undefined;
      throw this.#named(error, key);
    }
  }

  async place(key: string): Promise<ValuePlace | undefined> {
    const reader = await this.open(key);
    if (!reader) return undefined;
    const done = async (): Promise<void> => {
      try {
        await reader.requireUnchanged();
      } finally {
        await reader.close();
      }
    };
    const range = await rangeInFile(reader, 0, reader.sizeBytes);
    if (range) return { ...range, done };
    await done();
    return undefined;
  }

  async *folders(key: string): AsyncGenerator<StoreFolder, void, undefined> {
    const found = await this.#foldersOf(key).catch((error: unknown) => {
      throw this.#named(error, key);
    });
    yield* found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async requireUnchanged(): Promise<void> {
    if (this.#changed === undefined) return;
    const path = join(this.name, this.#changed);
    throw new IoError('ESTALE', `'${path}' was changed while it was being read; try again when it no longer changes`, {
      file: path,
    });
  }

  async close(): Promise<void> {}

  async #foldersOf(key: string): Promise<StoreFolder[]> {
    const place = await withRoots([this.#root], () => openFolder(join(this.#root, key)));
    const found: StoreFolder[] = [];
    try {
      for await (const entry of await opendir(place.path)) {
        const isLink = entry.isSymbolicLink();
        if (!isLink && !entry.isDirectory()) continue;
        found.push({ name: entry.name, isLink });
        if (found.length > MAX_NAMES) {
          throw new FormatError('bad-metadata', `'${join(this.name, key)}' has more than ${MAX_NAMES} folders`);
        }
      }
    } finally {
      await place.close();
    }
    return found;
  }

  #named(error: unknown, key: string): Error {
    const path = join(this.name, key);
    if (codeOf(error) !== 'EOUTSIDE') return toIoError(error, 'read', { file: path });
    return new IoError('EOUTSIDE', `'${path}' is a link that leads out of the store`, { file: path }, error);
  }
}
