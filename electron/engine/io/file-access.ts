import type { FileHandle } from 'node:fs/promises';
import { stat } from 'node:fs/promises';

/** Owner, group and permission bits of a file. `mode` never has set-user-ID, set-group-ID or sticky. */
export interface FileAccess {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FileTimes {
  readonly atimeMs: number;
  readonly mtimeMs: number;
}

/** The files that an output is made from. */
export interface Origin {
  readonly paths: readonly string[];
  /** Give the output the times of its one source. Default false. */
  readonly times?: boolean;
  /** Give the output the sources' owner and mode, ignoring the umask. Default true; false: only the rights that both allow. */
  readonly access?: boolean;
}

/** Rights, owner and times that an output gets from its sources. */
export interface Inherited {
  /** Permission bits that all of the sources have. */
  readonly mode: number;
  /** Owner and group; undefined where the sources differ or `Origin.access` is false. */
  readonly access: FileAccess | undefined;
  readonly times: FileTimes | undefined;
}

const PERMISSION_BITS = 0o777;

export function accessOf({ mode, uid, gid }: FileAccess): FileAccess {
  return { mode: mode & PERMISSION_BITS, uid, gid };
}

/** Undefined when no source is a file or a folder: the modes of pipes and devices mean something else. */
export async function inherited({ paths, times, access }: Origin): Promise<Inherited | undefined> {
  const stats = (await Promise.all(paths.map((path) => stat(path).catch(() => undefined)))).filter(
    (one) => one?.isFile() || one?.isDirectory(),
  );
  const [first, ...others] = stats;
  if (!first) return undefined;
  const mode = stats.reduce((all, one) => all & (one?.mode ?? 0), PERMISSION_BITS);
  const isSameOwner = others.every((one) => one?.uid === first.uid && one.gid === first.gid);
  return {
    mode,
    access: (access ?? true) && isSameOwner ? { mode, uid: first.uid, gid: first.gid } : undefined,
    times:
      times && paths.length === 1 && first.isFile() ? { atimeMs: first.atimeMs, mtimeMs: first.mtimeMs } : undefined,
  };
}

/** The mode of a folder for outputs of these sources: users who may read the sources may list the folder. */
export async function folderModeFor(origin: Origin): Promise<number | undefined> {
  const sources = await inherited(origin);
  return sources && sources.mode | 0o700 | ((sources.mode & 0o444) >> 2);
}

/**
 * Sets owner, group and mode of an open file, as far as this process may, and returns the result. If the group cannot be set, the
 * file's group gets only the rights that all users have. Ignores the umask.
 */
export async function setAccess(handle: FileHandle, wanted: FileAccess): Promise<FileAccess> {
  const { uid, gid } = await handle.stat();
  if (uid !== wanted.uid) await handle.chown(wanted.uid, gid).catch(() => undefined);
  if (gid !== wanted.gid) await handle.chown((await handle.stat()).uid, wanted.gid).catch(() => undefined);
  const now = await handle.stat();
  const others = wanted.mode & 0o007;
  const group = now.gid === wanted.gid ? wanted.mode & 0o070 : wanted.mode & (others << 3);
  // Some file systems have no modes.
  await handle.chmod((wanted.mode & 0o700) | group | others).catch(() => undefined);
  return accessOf(await handle.stat());
}
