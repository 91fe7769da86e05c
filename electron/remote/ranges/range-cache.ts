import { createHash, randomUUID } from 'node:crypto';
import { lstat, readdir, readFile, rename, rmdir, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../../engine/io/private-file.js';
import type { CacheSettings } from './cache-settings.js';
import { type Extent, Extents } from './extents.js';

/** Ranges of one file that are kept on disk for the next time. */
export interface RangeCache {
  /** What was kept when the cache was opened. Bytes that were damaged since are undefined. */
  readonly extents: Extents;
  /** Keeps a copy, unless it is large; never fails. */
  keep(startByte: number, bytes: Uint8Array): void;
  /** Waits until all is kept, and removes what was used longest ago where there is too much. */
  close(): Promise<void>;
}

/** Larger ranges are those of whole chunks, which are read once, in order. */
const MAX_ENTRY_BYTES = 2 ** 18;
const DIGEST_BYTES = 32;
const CONTENT_DIGITS = 40;
const CONTENT_NAME = new RegExp(`^[0-9a-f]{${CONTENT_DIGITS}}$`);
const ENTRY_NAME = /^(\d{1,15})-(\d{1,15})$/;
const FILE_MODE = 0o600;

/**
 * The ranges that are kept of the content that `contentKey` names. One folder for each content; an entry is a file `<first
 * byte>-<end>`: a SHA-256 of content, range and bytes, then the bytes. Undefined where the folder cannot be used, such as one that
 * other users can write to.
 */
export async function openRangeCache(settings: CacheSettings, contentKey: string): Promise<RangeCache | undefined> {
  const folder = join(settings.folder, createHash('sha256').update(contentKey).digest('hex').slice(0, CONTENT_DIGITS));
  try {
    await makePrivateFolder(folder);
    if (!(await isPrivate(settings.folder)) || !(await isPrivate(folder))) return undefined;
    return new FolderCache(settings, { folder, contentKey }, await readdir(folder));
  } catch {
    return undefined;
  }
}

/** Whether only this user can write to it. Windows keeps the folders of users apart itself. */
async function isPrivate(folder: string): Promise<boolean> {
  const stats = await lstat(folder);
  if (process.platform === 'win32') return stats.isDirectory();
  return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
}

interface ContentFolder {
  readonly folder: string;
  readonly contentKey: string;
}

class FolderCache implements RangeCache {
  readonly extents = new Extents(Number.POSITIVE_INFINITY);
  readonly #settings: CacheSettings;
  readonly #content: ContentFolder;
  readonly #writing = new Set<Promise<void>>();
  #writtenBytes = 0;

  constructor(settings: CacheSettings, content: ContentFolder, names: readonly string[]) {
    this.#settings = settings;
    this.#content = content;
    for (const { startByte, endByte } of disjoint(names)) {
      this.extents.add({ startByte, endByte, bytes: () => readEntry(content, startByte, endByte) });
    }
  }

  keep(startByte: number, bytes: Uint8Array): void {
    const isRoom = this.#writtenBytes + bytes.byteLength <= this.#settings.maxBytes;
    if (bytes.byteLength > MAX_ENTRY_BYTES || bytes.byteLength === 0 || !isRoom) return;
    this.#writtenBytes += bytes.byteLength;
    // A failure is no matter: the next reader asks the server.
    const writing: Promise<void> = writeEntry(this.#content, startByte, bytes)
      .catch(() => undefined)
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async close(): Promise<void> {
    await Promise.all(this.#writing);
    if (this.#writtenBytes > 0) await removeOldest(this.#settings).catch(() => undefined);
  }
}

/** The ranges that the names say, in order; of two that overlap the first. */
function disjoint(names: readonly string[]): readonly Pick<Extent, 'startByte' | 'endByte'>[] {
  const found = names.flatMap((name) => {
    const [, start, end] = ENTRY_NAME.exec(name) ?? [];
    return start === undefined ? [] : [{ startByte: Number(start), endByte: Number(end) }];
  });
  let endByte = 0;
  return found
    .sort((a, b) => a.startByte - b.startByte)
    .filter((range) => {
      const isUsable = range.startByte >= endByte && range.endByte > range.startByte;
      if (isUsable) endByte = range.endByte;
      return isUsable;
    });
}

async function writeEntry({ folder, contentKey }: ContentFolder, startByte: number, bytes: Uint8Array): Promise<void> {
  const path = join(folder, `${startByte}-${startByte + bytes.byteLength}`);
  const partial = join(folder, randomUUID());
  const entry = Buffer.concat([digestOf(contentKey, startByte, bytes), bytes]);
  await writeFile(partial, entry, { mode: FILE_MODE, flag: 'wx' });
  await rename(partial, path).catch(() => unlink(partial));
}

/** Undefined, and the entry is removed, where it is not what was written. */
async function readEntry(content: ContentFolder, startByte: number, endByte: number): Promise<Uint8Array | undefined> {
  const path = join(content.folder, `${startByte}-${endByte}`);
  try {
    const { size } = await lstat(path);
    if (size === DIGEST_BYTES + endByte - startByte) {
      const entry = await readFile(path);
      const bytes = entry.subarray(DIGEST_BYTES);
      const isWhole = entry.subarray(0, DIGEST_BYTES).equals(digestOf(content.contentKey, startByte, bytes));
      if (isWhole && bytes.byteLength === endByte - startByte) {
        const now = new Date();
        await utimes(path, now, now).catch(() => undefined);
        return bytes;
      }
    }
    await unlink(path);
  } catch {
    // Removed by another process, which has too much.
  }
  return undefined;
}

function digestOf(contentKey: string, startByte: number, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(`${contentKey}\n${startByte}\n`).update(bytes).digest();
}

/** Removes the entries that were used longest ago, of all contents, until a tenth is free. */
async function removeOldest({ folder, maxBytes }: CacheSettings): Promise<void> {
  const entries = await entriesOf(folder);
  let totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes <= maxBytes) return;
  for (const { path, sizeBytes } of entries.sort((a, b) => a.usedMs - b.usedMs)) {
    if (totalBytes <= 0.9 * maxBytes) break;
    await unlink(path).catch(() => undefined);
    totalBytes -= sizeBytes;
  }
  // Those that are empty now; the others refuse.
  for (const name of await contentFolders(folder)) await rmdir(join(folder, name)).catch(() => undefined);
}

interface CacheEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedMs: number;
}

/** What else a user keeps in the folder is not looked at. */
async function contentFolders(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => CONTENT_NAME.test(name));
}

async function entriesOf(folder: string): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const content of await contentFolders(folder)) {
    const names = await readdir(join(folder, content)).catch(() => []);
    for (const name of names.filter((entry) => ENTRY_NAME.test(entry))) {
      const path = join(folder, content, name);
      const stats = await lstat(path).catch(() => undefined);
      if (stats) entries.push({ path, sizeBytes: stats.size, usedMs: stats.mtimeMs });
    }
  }
  return entries;
}
