#include "core/file-lock.h"

#include "core/failure.h"

#ifdef _WIN32

namespace bloscpack {

// This library's C runtime cannot use descriptors of Node's; the caller uses another lock there.
bool TryLock(int) {
  throw Failure(FailureCode::kBadArgument, "File locks are not supported on Windows");
}

}  // namespace bloscpack

#else

#include <sys/file.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace bloscpack {

bool TryLock(int fd) {
  int result = ::flock(fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR) result = ::flock(fd, LOCK_EX | LOCK_NB);
  if (result == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  const int error = errno;
  throw Failure(FailureCode::kIo, "flock failed: " + std::generic_category().message(error),
                {{"errno", error}, {"syscall", "flock"}});
}

}  // namespace bloscpack

#endif
