import { randomBytes } from 'node:crypto';
import { open, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CallError, refusal } from '../../../shared/errors/contract-error.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { fileNameProblem } from '../../engine/io/file-name.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { makePrivateFolder } from '../../engine/io/private-file.js';
import { writeFully } from '../../engine/io/write-fully.js';

/** Bytes that must stay free: a full disk would affect other programs too. */
const RESERVE_BYTES = 64 * 2 ** 20;
const MAX_NAME_BYTES = 200;
/** What arrived of a broken upload is kept so long. */
const PARTIAL_KEPT_MS = 24 * 3_600_000;
/** Uploads of earlier servers, with the outputs beside them, are deleted when unused for so long. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** A file that the page is sending. */
export interface Upload {
  /** The user's name for it. */
  readonly name: string;
  /** The announced size of the body; undefined if none was given. */
  readonly sizeBytes?: number;
  readonly body: AsyncIterable<Uint8Array> & { destroy?(): unknown };
  /** If its connection breaks, what arrived is kept under this key, and the upload can go on from there. */
  readonly resume?: ResumedUpload;
}

export interface ResumedUpload {
  readonly key: string;
  /** Bytes of the file before those of the body: as many as arrived under this key. */
  readonly startByte: number;
}

/** What arrived of an upload whose connection broke. */
interface PartialUpload {
  readonly path: string;
  receivedBytes: number;
  lastMs: number;
  /** Ends the request that is still believed to write it; settles when it has ended. Undefined when none does. */
  stop: (() => Promise<void>) | undefined;
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
  readonly #partials = new Map<string, PartialUpload>();
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
   * Streams an upload into a new folder, under its name, and returns its path once it is complete. A broken or refused upload is deleted,
   * unless it broke and can be resumed. Throws CallError('argument') for a bad name, too many bytes, or a part that does not follow what
   * arrived, and IoError.
   */
  async store(upload: Upload): Promise<string> {
    requireFileName(upload.name);
    await this.#removeOldPartials();
    const partial = await this.#resumed(upload);
    this.#requirePlace(upload);
    const path = partial?.path ?? join(this.#folder, randomBytes(9).toString('base64url'), upload.name);
    this.#take(path, (partial?.receivedBytes ?? 0) + (upload.sizeBytes ?? 0));
    this.#underWay++;
    try {
      await makePrivateFolder(dirname(path));
      this.#note(path, await this.#write(upload, path, partial));
      if (upload.resume) this.#partials.delete(upload.resume.key);
      return path;
    } catch (error) {
      if (!partial || isRefused(error)) await this.#drop(path, upload.resume?.key);
      throw error;
    } finally {
      this.#underWay--;
    }
  }

  /** How many bytes of an upload have arrived; 0 for one that is not known. Ends a request that still seems to send it. */
  async received(key: string): Promise<number> {
    const partial = this.#partials.get(key);
    await partial?.stop?.();
    return partial?.receivedBytes ?? 0;
  }

  /** Deletes what arrived of an upload that is given up. */
  async giveUp(key: string): Promise<void> {
    const partial = this.#partials.get(key);
    if (!partial) return;
    await partial.stop?.();
    await this.#drop(partial.path, key);
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
    for (const key of [...this.#partials.keys()]) await this.giveUp(key);
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

  async #removeOldPartials(): Promise<void> {
    const oldestMs = Date.now() - PARTIAL_KEPT_MS;
    for (const [key, { stop, lastMs }] of [...this.#partials]) if (!stop && lastMs < oldestMs) await this.giveUp(key);
  }

  /** The partial upload that this one continues, or begins; undefined for one that cannot be resumed. */
  async #resumed({ name, resume }: Upload): Promise<PartialUpload | undefined> {
    if (!resume) return undefined;
    const { key, startByte } = resume;
    const receivedBytes = await this.received(key);
    const known = this.#partials.get(key);
    if (receivedBytes !== startByte || (known && basename(known.path) !== name)) {
      throw refusal(
        'argument',
        `'${name}' cannot be sent on from byte ${startByte}: ${receivedBytes} bytes have arrived.`,
      );
    }
    const path = join(this.#folder, randomBytes(9).toString('base64url'), name);
    const partial = known ?? { path, receivedBytes: 0, lastMs: Date.now(), stop: undefined };
    this.#partials.set(key, partial);
    return partial;
  }

  async #drop(path: string, key: string | undefined): Promise<void> {
    if (key !== undefined) this.#partials.delete(key);
    this.#forget(path);
    await rm(dirname(path), { recursive: true, force: true });
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
  async #write(upload: Upload, path: string, partial: PartialUpload | undefined): Promise<number> {
    const { name, sizeBytes: announcedBytes = 0, body } = upload;
    const { bavail, bsize } = await withIoErrors('read', this.#folder, () => statfs(this.#folder));
    const roomBytes = bavail * bsize - RESERVE_BYTES;
    if (announcedBytes > roomBytes) throw tooLarge(name);
    const startByte = partial?.receivedBytes ?? 0;
    const file = await withIoErrors('write', path, () => open(path, startByte === 0 ? 'w' : 'r+', 0o600));
    let doneBytes = startByte;
    const ended = partial && stoppable(partial, body);
    try {
      // Behind what arrived may be a piece that was not counted.
      await withIoErrors('write', path, () => file.truncate(startByte));
      for await (const piece of body) {
        this.#take(path, Math.max(startByte + announcedBytes, doneBytes + piece.byteLength), startByte + roomBytes);
        await withIoErrors('write', path, () => writeFully(file, piece, doneBytes, path));
        doneBytes += piece.byteLength;
        if (partial) Object.assign(partial, { receivedBytes: doneBytes, lastMs: Date.now() });
      }
    } finally {
      await file.close();
      ended?.();
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

/** Makes `stop` of a partial upload end this body; returns what says that its request has ended. */
function stoppable(partial: PartialUpload, body: Upload['body']): () => void {
  let ended: () => void = () => undefined;
  const ending = new Promise<void>((resolve) => {
    ended = resolve;
  });
  partial.stop = () => {
    body.destroy?.();
    return ending;
  };
  return () => {
    partial.stop = undefined;
    ended();
  };
}

/** Whether the upload itself is refused or cannot be written; otherwise its connection broke. */
function isRefused(error: unknown): boolean {
  return error instanceof CallError || isBloscpackError(error);
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
