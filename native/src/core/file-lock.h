#ifndef BLOSCPACK_CORE_FILE_LOCK_H_
#define BLOSCPACK_CORE_FILE_LOCK_H_

namespace bloscpack {

/**
 * Takes the advisory, exclusive lock of an open file without waiting: true when this descriptor holds it now, false
 * when another one does. The system releases it when the descriptor is closed, also when the process crashes.
 *
 * Throws Failure kIo where the file system has no locks.
 */
bool TryLock(int fd);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FILE_LOCK_H_
