import { AsyncLocalStorage } from 'node:async_hooks';
import { constants, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { workerData } from 'node:worker_threads';
import { IoError } from '../../../shared/format/errors.js';
import { closeFile } from './close-file.js';
import { codeOf, withIoErrors } from './io-error.js';

/**
 * The folders in which files may be opened, absolute and without links; undefined allows all folders. A path can lead to another
 * file right after it was checked, so that the engine always checks the open descriptor.
 */
export type Roots = readonly string[] | undefined;

/** Of this thread, once it is known: a worker thread has them from its `workerData`. */
let threadRoots: { readonly roots?: Roots } | undefined;
const scope = new AsyncLocalStorage<{ readonly roots: Roots }>();

/** Everything that `work` opens, also asynchronously, must be in these roots. Replaces the roots of an outer call. */
export function withRoots<T>(roots: Roots, work: () => T): T {
  return scope.run({ roots }, work);
}

function currentRoots(): Roots {
  const scoped = scope.getStore();
  if (scoped) return scoped.roots;
  threadRoots ??= (workerData as { roots?: readonly string[] } | null) ?? {};
  return threadRoots.roots;
}

/** For a program that opens whatever its user may open. Without it, the first file loads what worker threads need, to know that this is none. */
export function openAnywhere(): void {
  threadRoots = {};
}

/** Refers to a file without opening it, so that devices and pipes are not affected. Linux only. */
const O_PATH = 0o10000000;
/** Whether an open descriptor has a path that always leads to its file, also when files are renamed. */
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

/**
 * Like `open`, but only for files in the roots. Links are followed, and the descriptor of the file that they lead to is checked
 * before it is opened for reading or writing. With O_CREAT or O_NOFOLLOW the last part of the path must not be a link. Throws
 * IoError('EOUTSIDE') for a file outside the roots, and what `open` throws.
 */
export async function openInRoots(path: string, flags: number, mode?: number): Promise<FileHandle> {
  if (!currentRoots()) return open(path, flags, mode);
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

/** A file or folder in the roots. Where the system supports it, `path` leads to the checked file or folder until `close`. */
export interface Place {
  readonly path: string;
  close(): Promise<void>;
}

/** Holds a folder open, so that paths in it are safe also when another process replaces the folder by a link. */
export function openFolder(path: string): Promise<Place> {
  return openPlace(path, constants.O_DIRECTORY ?? 0);
}

/** The path of a folder in the roots, without links. Throws IoError. */
export function realFolder(path: string): Promise<string> {
  return withIoErrors('read', path, async () => {
    const place = await openFolder(path);
    try {
      return await realpath(place.path);
    } finally {
      await place.close();
    }
  });
}

/** Runs `work` with a path to the same file in the folder, which is held open until it returns. */
export async function inFolderOf<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await openFolder(dirname(path));
  try {
    return await work(join(folder.path, basename(path)));
  } finally {
    await folder.close();
  }
}

/** Like `mkdir -p`; each folder is created in one that is in the roots. Throws the error of the folder that could not be created. */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) {
    if (dirname(path) !== path) await makeFolder(dirname(path), mode);
    await inFolderOf(path, (name) => mkdir(name, mode)).catch(ignoreExisting);
  } else if (!found.isDirectory()) await mkdir(path, mode); // throws EEXIST
  await (await openFolder(path)).close();
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

async function openPlace(path: string, flags: number): Promise<Place> {
  const roots = currentRoots();
  if (!roots) return { path, close: async () => undefined };
  if (!hasDescriptorPaths) {
    // Without descriptor paths, a link that another process creates after this check is not detected.
    const real = await realpath(path);
    requireInside(roots, real, path);
    return { path: real, close: async () => undefined };
  }
  const handle = await open(path, O_PATH | flags);
  const own = `/proc/self/fd/${handle.fd}`;
  try {
    requireInside(roots, await readlink(own), path);
  } catch (error) {
    await closeFile(handle);
    throw error;
  }
  return { path: own, close: () => closeFile(handle) };
}

function requireInside(roots: readonly string[], real: string, path: string): void {
  if (roots.some((root) => isInside(root, real))) return;
  throw new IoError('EOUTSIDE', `'${path}' is outside the folders that this host may use`, { file: path });
}

/** Whether `path` is `folder` or inside it; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
