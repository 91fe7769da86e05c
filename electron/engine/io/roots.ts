import { AsyncLocalStorage } from 'node:async_hooks';
import { constants, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { workerData } from 'node:worker_threads';
import { IoError } from '../../../shared/format/errors.js';
import { codeOf } from './io-error.js';

/**
 * The folders that files may be opened in, absolute and without links; undefined allows every folder. A check of a path says
 * nothing about what is opened a moment later, so that every opener of the engine checks the descriptor that it got.
 */
export type Roots = readonly string[] | undefined;

/** Of a worker thread: what its starter gave as `roots`. The main thread has none of its own. */
const threadRoots: Roots = (workerData as { roots?: readonly string[] } | null)?.roots;
const scope = new AsyncLocalStorage<{ readonly roots: Roots }>();

/** Everything that `work` opens, also after it has returned a promise, must lie in these roots. Overrides what is around it. */
export function withRoots<T>(roots: Roots, work: () => T): T {
  return scope.run({ roots }, work);
}

function presentRoots(): Roots {
  const scoped = scope.getStore();
  return scoped ? scoped.roots : threadRoots;
}

/** Names a file by its inode and opens nothing: no device or pipe notices. Linux only. */
const O_PATH = 0o10000000;
/** Whether an open descriptor has a path of its own, which leads to just that file whatever is renamed meanwhile. */
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

/**
 * As `open`, but for a file in the roots only: links are followed, and where they led is checked on the descriptor before the
 * file is opened for reading or writing. With O_CREAT or O_NOFOLLOW the last part of the path must not be a link. Throws
 * IoError('EOUTSIDE'), and what `open` throws.
 */
export async function openInRoots(path: string, flags: number, mode?: number): Promise<FileHandle> {
  if (!presentRoots()) return open(path, flags, mode);
  const noFollow = constants.O_NOFOLLOW ?? 0;
  if (flags & (constants.O_CREAT | noFollow)) {
    return inFolderOf(path, (name) => open(name, flags | noFollow, mode));
  }
  const place = await openPlace(path, 0);
  try {
    return await open(place.path, flags);
  } finally {
    await place.close();
  }
}

/** A file or folder that was found to lie in the roots. The path stays the same one's until `close`, where the system can do so. */
export interface Place {
  readonly path: string;
  close(): Promise<void>;
}

/** A folder for the names in it: what `path` leads to cannot be changed by those who swap a folder for a link. */
export function openFolder(path: string): Promise<Place> {
  return openPlace(path, constants.O_DIRECTORY ?? 0);
}

/** Runs `work` with the same path, its folder being held by a descriptor. */
export async function inFolderOf<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await openFolder(dirname(path));
  try {
    return await work(join(folder.path, basename(path)));
  } finally {
    await folder.close();
  }
}

/** As `mkdir -p`, one folder after the other, each in one that was found to lie in the roots. */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  if (!presentRoots()) return void (await mkdir(path, { recursive: true, mode }));
  try {
    await (await openFolder(path)).close();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(path), mode);
    await inFolderOf(path, (name) => mkdir(name, mode)).catch(ignoreExisting);
    await (await openFolder(path)).close();
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

async function openPlace(path: string, flags: number): Promise<Place> {
  const roots = presentRoots();
  if (!roots) return { path, close: async () => undefined };
  if (!hasDescriptorPaths) {
    // The best there is without descriptor paths: a link that is swapped in within this moment is not noticed.
    const real = await realpath(path);
    requireInside(roots, real, path);
    return { path: real, close: async () => undefined };
  }
  const handle = await open(path, O_PATH | flags);
  const own = `/proc/self/fd/${handle.fd}`;
  try {
    requireInside(roots, await readlink(own), path);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { path: own, close: () => handle.close() };
}

function requireInside(roots: readonly string[], real: string, path: string): void {
  if (roots.some((root) => isInside(root, real))) return;
  throw new IoError('EOUTSIDE', `'${path}' lies outside the folders that this host may use`, { file: path });
}

/** Whether `path` is `folder` or below it; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
