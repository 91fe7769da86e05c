import type { BigIntStats } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';

/**
 * What tells files apart whatever their names: device and number. Numbers of Windows are 64 bits long, which Node rounds
 * unless they are asked for as bigint, so that two files may seem to be one.
 */
export type FileIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/** Undefined for what is not there or cannot be looked at. Symbolic links are followed. */
export function identityOf(path: string): Promise<FileIdentity | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

/** One text for each file; undefined where the file system has no numbers. */
export function identityKey({ dev, ino }: FileIdentity): string | undefined {
  return ino === 0n ? undefined : `${dev}:${ino}`;
}

/** Whether two paths lead to one file that is there: through links, another case, or another spelling. */
export async function isSameFile(onePath: string, otherPath: string): Promise<boolean> {
  const [one, other] = await Promise.all([identityOf(onePath), identityOf(otherPath)]);
  return one !== undefined && other !== undefined && one.ino !== 0n && one.dev === other.dev && one.ino === other.ino;
}

/** Whether an open file still has its name: false when it was removed, or another file put in its place. */
export async function hasName(handle: FileHandle, path: string): Promise<boolean> {
  const [named, opened] = await Promise.all([identityOf(path), handle.stat({ bigint: true })]);
  return named !== undefined && named.dev === opened.dev && named.ino === opened.ino;
}
