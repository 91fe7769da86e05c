import { type FileHandle, open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { type HeldLock, lockByExclusiveFile } from '../in-place/exclusive-file.js';
import { withIoErrors } from './io-error.js';

/** Who has a lock, as far as its file says. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes the lock of a file of the program's own, without waiting; answers who has it instead. The file is made where it is
 * missing and stays for ever. `release` gives the lock back, and so does the end of the process, however it ends. Throws
 * IoError where there are no locks.
 */
export async function takeLock(path: string): Promise<HeldLock | LockHolder> {
  const handle = await withIoErrors('lock', path, () => open(path, 'a+', 0o600));
  try {
    const lock = await withIoErrors('lock', path, () => tryLockOf(handle, path));
    if (lock) {
      await handle.truncate(0);
      await handle.write(JSON.stringify({ pid: process.pid, host: hostname() } satisfies LockHolder));
      return lock;
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return readHolder(path);
}

async function tryLockOf(handle: FileHandle, path: string): Promise<HeldLock | undefined> {
  if (supportsLocks) return tryLock(handle.fd) ? { release: () => handle.close() } : undefined;
  const lock = await lockByExclusiveFile(`${path}.held`);
  return lock && { release: () => handle.close().then(() => lock.release()) };
}

/** Process 0 for one that has not signed yet. */
async function readHolder(path: string): Promise<LockHolder> {
  try {
    const { pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<LockHolder>;
    return { pid: pid ?? 0, host: host ?? '' };
  } catch {
    return { pid: 0, host: '' };
  }
}
