import { constants as fsConstants } from 'node:fs';
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises';
import { constants, hostname } from 'node:os';
import { getSystemErrorName } from 'node:util';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { NativeError } from '../../../native/native-error.js';
import { IoError } from '../../../shared/format/errors.js';
import { closeFile } from './close-file.js';
import { codeOf, withIoErrors } from './io-error.js';

/** A lock that this process holds; `release` never throws. The end of the process releases it too, also after a crash. */
export interface HeldLock {
  release(): Promise<void>;
}

/** The error codes of flock on network and user-space file systems that have no locks. */
const { ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL } = constants.errno;
const WITHOUT_LOCKS: readonly unknown[] = [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL];

/**
 * Tries to take the exclusive lock of an open file (flock), without waiting. `taken`: held until the descriptor is closed;
 * `held`: another descriptor has it; `unsupported`: the file system or the platform has no locks. Throws IoError.
 */
export function tryFileLock(fd: number): 'taken' | 'held' | 'unsupported' {
  if (!supportsLocks) return 'unsupported';
  try {
    return tryLock(fd) ? 'taken' : 'held';
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    const { errno } = error.fields;
    if (WITHOUT_LOCKS.includes(errno)) return 'unsupported';
    throw new IoError(getSystemErrorName(-Number(errno)), `the file cannot be locked: ${error.message}`, {}, error);
  }
}

/** libuv's UV_FS_O_EXLOCK, for which Node has no name: on Windows no other process may open the file while it is open. */
const OPEN_EXCLUSIVELY = 0x1000_0000;

/**
 * The lock for Windows, which has no flock: a separate file that only one descriptor of the machine can have open. Undefined when
 * another process has it open. Throws what `open` throws when the file cannot be created. Other systems ignore the flag.
 */
export async function lockByExclusiveFile(path: string): Promise<HeldLock | undefined> {
  const flags = fsConstants.O_RDWR | fsConstants.O_CREAT | OPEN_EXCLUSIVELY;
  const file = await open(path, flags).catch((error: unknown) => {
    if (codeOf(error) === 'EBUSY') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  return {
    async release() {
      await closeFile(file);
      // Fails when another process has opened it since: then it stays.
      await unlink(path).catch(() => undefined);
    },
  };
}

/** The process that holds a lock, as its lock file says. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes the lock of a lock file in the program's own folders, without waiting, or returns its holder. The file is created when it
 * is missing and never removed. Throws IoError, 'ENOLCK' where the file system has no locks.
 */
export async function takeLockFile(path: string): Promise<HeldLock | LockHolder> {
  const handle = await withIoErrors('lock', path, () => open(path, 'a+', 0o600));
  try {
    const lock = await withIoErrors('lock', path, () => tryLockOf(handle, path));
    if (lock) {
      await handle.truncate(0);
      await handle.write(JSON.stringify({ pid: process.pid, host: hostname() } satisfies LockHolder));
      return lock;
    }
  } catch (error) {
    await closeFile(handle);
    throw error;
  }
  await closeFile(handle);
  return readHolder(path);
}

async function tryLockOf(handle: FileHandle, path: string): Promise<HeldLock | undefined> {
  if (!supportsLocks) {
    const lock = await lockByExclusiveFile(`${path}.held`);
    return lock && { release: () => closeFile(handle).then(() => lock.release()) };
  }
  const lock = tryFileLock(handle.fd);
  if (lock === 'unsupported') {
    throw new IoError('ENOLCK', `cannot lock '${path}': its file system has no file locks`, { file: path });
  }
  return lock === 'taken' ? { release: () => closeFile(handle) } : undefined;
}

/** Process 0 when the holder has not written its id yet. */
async function readHolder(path: string): Promise<LockHolder> {
  try {
    const { pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<LockHolder>;
    return { pid: pid ?? 0, host: host ?? '' };
  } catch {
    return { pid: 0, host: '' };
  }
}
