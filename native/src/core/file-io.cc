#include "core/file-io.h"

#include <string>

#include "core/failure.h"

#ifdef _WIN32

namespace bloscpack {

// This library's C runtime cannot use descriptors of Node's; the caller reads in JavaScript there.
void ReadExactly(FilePosition, MutableBytes) {
  throw Failure(FailureCode::kBadArgument, "File ranges are not supported on Windows");
}

void WriteAll(FilePosition, Bytes) {
  throw Failure(FailureCode::kBadArgument, "File ranges are not supported on Windows");
}

}  // namespace bloscpack

#else

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace bloscpack {
namespace {

[[noreturn]] void FailSystemCall(const char* syscall, int error, std::size_t bytes, std::int64_t position) {
  throw Failure(FailureCode::kIo,
                std::string(syscall) + " of " + std::to_string(bytes) + " bytes at byte " + std::to_string(position) +
                    " failed: " + std::generic_category().message(error),
                {{"errno", error}, {"syscall", syscall}, {"positionBytes", position}});
}

}  // namespace

void ReadExactly(FilePosition from, MutableBytes target) {
  std::size_t done = 0;
  while (done < target.size) {
    const std::int64_t position = from.position + static_cast<std::int64_t>(done);
    const ssize_t got = ::pread(from.fd, target.data + done, target.size - done, position);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) FailSystemCall("pread", errno, target.size - done, position);
    if (got == 0) {
      throw Mismatch(FailureCode::kShortRead,
                     std::to_string(target.size) + " bytes at byte " + std::to_string(from.position),
                     static_cast<std::int64_t>(target.size), static_cast<std::int64_t>(done));
    }
    done += static_cast<std::size_t>(got);
  }
}

void WriteAll(FilePosition to, Bytes source) {
  std::size_t done = 0;
  while (done < source.size) {
    const std::int64_t position = to.position + static_cast<std::int64_t>(done);
    const ssize_t put = ::pwrite(to.fd, source.data + done, source.size - done, position);
    if (put < 0 && errno == EINTR) continue;
    // A write of 0 bytes sets no errno, and the loop would never end.
    if (put <= 0) FailSystemCall("pwrite", put < 0 ? errno : EIO, source.size - done, position);
    done += static_cast<std::size_t>(put);
  }
}

}  // namespace bloscpack

#endif
