import { randomBytes } from 'node:crypto';
import { open, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CallError, refusal } from '../../../shared/errors/contract-error.js';
import { fileNameProblem } from '../../engine/io/file-name.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { makePrivateFolder } from '../../engine/io/private-file.js';

/** Bytes that must stay free: a full disk would affect other programs too. */
const RESERVE_BYTES = 64 * 2 ** 20;
const MAX_NAME_BYTES = 200;
/** Uploads of earlier servers, with the outputs beside them, are deleted when unused for so long. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** A file that the page is sending. */
export interface Upload {
  /** The user's name for it. */
  readonly name: string;
  /** The announced size; undefined if none was given. */
  readonly sizeBytes?: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A complete or running upload. */
export interface StoredUpload {
  readonly path: string;
  readonly name: string;
  /** Bytes received, or announced. */
  readonly sizeBytes: number;
}

export interface UploadLimits {
  readonly maxFiles: number;
  readonly mostAtOnce: number;
  readonly maxFileBytes: number;
  /** Of all uploads together. */
  readonly maxBytes: number;
}

/** As many files as a page takes of one drop. */
const LIMITS: UploadLimits = { maxFiles: 100_000, mostAtOnce: 32, maxFileBytes: 2 ** 40, maxBytes: 2 ** 41 };

/** Files that were dropped into a page on another machine: limited in number, size and lifetime. */
export class UploadStore {
  readonly #folder: string;
  readonly #limits: UploadLimits;
  readonly #stored = new Map<string, StoredUpload>();
  #underWay = 0;
  #totalBytes = 0;

  constructor(folder: string, limits = LIMITS) {
    this.#folder = folder;
    this.#limits = limits;
  }

  get list(): readonly StoredUpload[] {
    return [...this.#stored.values()];
  }

  /**
   * Streams an upload into a new folder, under its name, and returns its path once it is complete. A broken or
   * refused upload is deleted. Throws CallError('argument') for a bad name or too many bytes, and IoError.
   */
  async store(upload: Upload): Promise<string> {
    requireFileName(upload.name);
    this.#requirePlace(upload);
    const path = join(this.#folder, randomBytes(9).toString('base64url'), upload.name);
    this.#take(path, upload.sizeBytes ?? 0);
    this.#underWay++;
    try {
      await makePrivateFolder(dirname(path));
      this.#note(path, await this.#write(upload, path));
      return path;
    } catch (error) {
      this.#forget(path);
      await rm(dirname(path), { recursive: true, force: true });
      throw error;
    } finally {
      this.#underWay--;
    }
  }

  /** Deletes an upload, and its folder unless that contains an output. False if it is not an upload of this server. */
  async remove(path: string): Promise<boolean> {
    if (!this.#forget(path)) return false;
    await rm(path, { force: true });
    await rmdir(dirname(path)).catch(() => undefined);
    return true;
  }

  /** Deletes all uploads except those that an unfinished job needs. */
  async close(needed: ReadonlySet<string>): Promise<void> {
    for (const { path } of this.list) if (!needed.has(path)) await this.remove(path);
  }

  /** Deletes old uploads of earlier servers. */
  async removeOld(needed: ReadonlySet<string>, nowMs: number): Promise<void> {
    for (const id of await readdir(this.#folder).catch(() => [])) {
      const folder = join(this.#folder, id);
      const names = await readdir(folder).catch(() => []);
      const stats = await stat(folder).catch(() => undefined);
      if (!stats || nowMs - stats.mtimeMs < KEPT_MS || names.some((name) => needed.has(join(folder, name)))) continue;
      await rm(folder, { recursive: true, force: true });
    }
  }

  #note(path: string, sizeBytes: number): void {
    this.#totalBytes += sizeBytes - (this.#stored.get(path)?.sizeBytes ?? 0);
    this.#stored.set(path, { path, name: basename(path), sizeBytes });
  }

  #forget(path: string): boolean {
    this.#totalBytes -= this.#stored.get(path)?.sizeBytes ?? 0;
    return this.#stored.delete(path);
  }

  #requirePlace({ name }: Upload): void {
    const { maxFiles, mostAtOnce } = this.#limits;
    if (this.#stored.size < maxFiles && this.#underWay < mostAtOnce) return;
    const remedy = 'Wait for the others, start the host again, or use the files where they are.';
    throw refusal('argument', `There are too many uploads to take '${name}' as well.`, remedy);
  }

  /** Returns the size. Not flushed: the user has the original, and flushing a thousand small files takes ten seconds. */
  async #write({ name, sizeBytes: announcedBytes = 0, body }: Upload, path: string): Promise<number> {
    const { bavail, bsize } = await withIoErrors('read', this.#folder, () => statfs(this.#folder));
    const roomBytes = bavail * bsize - RESERVE_BYTES;
    if (announcedBytes > roomBytes) throw tooLarge(name);
    const file = await withIoErrors('write', path, () => open(path, 'wx', 0o600));
    let doneBytes = 0;
    try {
      for await (const piece of body) {
        this.#take(path, Math.max(announcedBytes, doneBytes + piece.byteLength), roomBytes);
        await withIoErrors('write', path, () => file.writeFile(piece));
        doneBytes += piece.byteLength;
      }
    } finally {
      await file.close();
    }
    return doneBytes;
  }

  /** Records the size of an upload. Throws when it exceeds the limit of all uploads or the free space. */
  #take(path: string, sizeBytes: number, diskBytes = Number.POSITIVE_INFINITY): void {
    const { maxFileBytes, maxBytes } = this.#limits;
    const othersBytes = this.#totalBytes - (this.#stored.get(path)?.sizeBytes ?? 0);
    if (sizeBytes > Math.min(diskBytes, maxFileBytes, maxBytes - othersBytes)) throw tooLarge(basename(path));
    this.#note(path, sizeBytes);
  }
}

function requireFileName(name: string): void {
  if (fileNameProblem(name) === undefined && Buffer.byteLength(name) <= MAX_NAME_BYTES) return;
  throw refusal('argument', 'The file has a name that cannot be used here; rename it and try again.');
}

function tooLarge(name: string): CallError {
  return refusal(
    'argument',
    `There is not enough space for '${name}' on the machine that serves.`,
    'Free some space there, or use the file where it is.',
  );
}
