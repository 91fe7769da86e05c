#include "core/file-stamp.h"

#include <cstdint>
#include <cstring>

#ifndef _WIN32
#include <sys/stat.h>
#endif

namespace bloscpack {

#ifdef _WIN32

bool HasStamp(int, Bytes) {
  return false;
}

#else

namespace {

std::int64_t Nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

bool HasStamp(int fd, Bytes stamp) {
  struct stat now {};
  if (stamp.size != kStampBytes || fstat(fd, &now) != 0) return false;
#ifdef __APPLE__
  const timespec modified = now.st_mtimespec;
  const timespec changed = now.st_ctimespec;
#else
  const timespec modified = now.st_mtim;
  const timespec changed = now.st_ctim;
#endif
  std::int64_t before[kStampBytes / sizeof(std::int64_t)];
  std::memcpy(before, stamp.data, kStampBytes);
  const auto [device, inode, size, modified_ns, changed_ns, links] = before;
  // A hard link that is added or removed changes that time too, but no bytes.
  const bool is_same_change = changed_ns == Nanoseconds(changed) || links != static_cast<std::int64_t>(now.st_nlink);
  return is_same_change && device == static_cast<std::int64_t>(now.st_dev) &&
         inode == static_cast<std::int64_t>(now.st_ino) && size == std::int64_t{now.st_size} &&
         modified_ns == Nanoseconds(modified);
}

#endif

}  // namespace bloscpack
