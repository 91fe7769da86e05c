import type { BigIntStats } from 'node:fs';
import { type FileHandle, lstat, stat, unlink } from 'node:fs/promises';
import { codeOf } from './io-error.js';

/**
 * Device and inode number, which identify a file whatever its name. Windows has 64-bit numbers: as JavaScript numbers they would be
 * rounded, so that two files could seem to be one.
 */
export type FileIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/** Undefined when there is no such file or `stat` fails. Follows symbolic links. */
export function identityOf(path: string): Promise<FileIdentity | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

/** A key that differs between files; undefined where the file system has no inode numbers. */
export function identityKey({ dev, ino }: FileIdentity): string | undefined {
  return ino === 0n ? undefined : `${dev}:${ino}`;
}

/** Whether two paths lead to the same existing file: through links, another case or another Unicode form. */
export async function isSameFile(onePath: string, otherPath: string): Promise<boolean> {
  const [one, other] = await Promise.all([identityOf(onePath), identityOf(otherPath)]);
  return one !== undefined && other !== undefined && one.ino !== 0n && one.dev === other.dev && one.ino === other.ino;
}

/**
 * Whether `path` is the open file: false when the file was removed, or replaced by another file or a link. Throws when `stat` fails
 * for another reason.
 */
export async function hasName(handle: FileHandle, path: string): Promise<boolean> {
  const named = await lstat(path, { bigint: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  });
  const opened = await handle.stat({ bigint: true });
  return named !== undefined && named.dev === opened.dev && named.ino === opened.ino;
}

/**
 * Removes the name of an open file, unless another file has it by now. Systems have no call that does both at once: a file that
 * is put there between the two is lost, which takes a user who may rename files in that folder.
 */
export async function unlinkOpened(handle: FileHandle, path: string): Promise<void> {
  if (await hasName(handle, path)) await unlink(path);
}
