import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In seconds since 1970. What was changed just now is waited for before it is read. */
const LONG_AGO = 1e9;

/** Everything in a folder, to be brought back as often as needed. Files keep their inodes: a journal knows its container by that. */
export class FolderState {
  #folder;
  /** @type {ReadonlyMap<string, { bytes: Buffer | undefined, mode: number }>} */
  #entries;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
    this.#entries = new Map(namesIn(folder).map((name) => [name, entryAt(join(folder, name))]));
  }

  restore() {
    for (const name of namesIn(this.#folder)) {
      if (!this.#entries.has(name)) rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
    for (const [name, { bytes, mode }] of this.#entries) {
      const path = join(this.#folder, name);
      if (bytes) writeFileSync(path, bytes);
      else mkdirSync(path, { recursive: true });
      chmodSync(path, mode);
      utimesSync(path, LONG_AGO, LONG_AGO);
    }
  }
}

/**
 * Names of files and folders, those above before those below.
 *
 * @param {string} folder
 */
export function namesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

/** @param {string} path */
function entryAt(path) {
  const stats = statSync(path);
  return { bytes: stats.isDirectory() ? undefined : readFileSync(path), mode: stats.mode & 0o777 };
}
