import { type FileHandle, open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { withIoErrors } from './io-error.js';

/** Who has a lock, as far as its file says. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}

/** The right to be the only program with this file, until `release` or the end of the process, however it ends. */
export interface HeldLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a file of the program's own, without waiting; answers who has it instead. The file is made where it is
 * missing and stays for ever. Where the file system has no locks, the process that the file names counts, while it runs.
 */
export async function takeLock(path: string): Promise<HeldLock | LockHolder> {
  const handle = await withIoErrors('lock', path, () => open(path, 'a+', 0o600));
  try {
    const isFree = isLocked(handle) ?? !isAlive(await readHolder(path));
    if (isFree) {
      await handle.truncate(0);
      await handle.write(JSON.stringify({ pid: process.pid, host: hostname() } satisfies LockHolder));
      return { release: () => handle.close() };
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return (await readHolder(path)) ?? { pid: 0, host: '' };
}

/** Undefined where there are no locks. */
function isLocked(handle: FileHandle): boolean | undefined {
  if (!supportsLocks) return undefined;
  try {
    return tryLock(handle.fd);
  } catch {
    return undefined;
  }
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    const { pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<LockHolder>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Of another machine nothing can be told, so that it counts as alive. */
function isAlive(holder: LockHolder | undefined): boolean {
  if (!holder) return false;
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
