#ifndef BLOSCPACK_CORE_FILE_STAMP_H_
#define BLOSCPACK_CORE_FILE_STAMP_H_

#include <cstddef>

#include "core/bytes.h"

namespace bloscpack {

/**
 * Identity, size and times of a file, as FileStamp in electron/engine/io/file-stamp.ts has them: eight-byte integers in
 * the machine's byte order for device, inode, size, nanoseconds of the last modification and of the last change, and
 * number of hard links.
 */
constexpr std::size_t kStampBytes = 48;

/** Whether the open file has this stamp, as isSameStamp there says. False for bytes that are none, and on Windows. */
bool HasStamp(int fd, Bytes stamp);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FILE_STAMP_H_
