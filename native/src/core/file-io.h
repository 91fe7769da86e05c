#ifndef BLOSCPACK_CORE_FILE_IO_H_
#define BLOSCPACK_CORE_FILE_IO_H_

#include <cstdint>

#include "core/bytes.h"

namespace bloscpack {

/** A position in an open file. `fd` belongs to the caller; its file position is neither used nor changed. */
struct FilePosition {
  int fd;
  std::int64_t position;
};

/** Bytes of an open file. */
struct FileRange {
  FilePosition from;
  std::size_t length;
};

/**
 * Fills `target` with the bytes that start at `from`.
 *
 * Throws Failure kShortRead when the file ends before, kIo (with errno and system call) when the system call fails.
 */
void ReadExactly(FilePosition from, MutableBytes target);

/** Writes all of `source` to the bytes that start at `to`. Throws Failure kIo. */
void WriteAll(FilePosition to, Bytes source);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FILE_IO_H_
