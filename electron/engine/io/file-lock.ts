import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';
import { supportsLocks, tryLock } from '../../../native/index.js';
import { NativeError } from '../../../native/native-error.js';
import { IoError } from '../../../shared/format/errors.js';

/** What network and some user-space file systems answer to flock when they have no locks. */
const { ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL } = constants.errno;
const WITHOUT_LOCKS: readonly unknown[] = [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL];

/**
 * Tries to take the exclusive lock of an open file, without waiting. `taken`: held until the descriptor is closed, however the
 * process ends; `held`: another descriptor has it; `unsupported`: the file system or the platform has no locks. Throws IoError.
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
