#ifndef BLOSCPACK_CORE_COPY_RUN_H_
#define BLOSCPACK_CORE_COPY_RUN_H_

#include <cstddef>
#include <cstdint>

#include "core/digest.h"
#include "core/run.h"

namespace bloscpack {

/** The digests of a run's chunks: StoredBytes(kind) bytes each, one after the other, or each in its file behind its
 * chunk. */
struct ChunkDigests {
  DigestKind kind;
  MutableBytes memory;  // of size 0: behind the chunks
};

/**
 * Chunks that are copied as they are between open files, wherever they stand in them; or that are only read, to know
 * their hashes.
 */
struct CopyRun {
  const std::int32_t* source_fds;
  const double* positions;  // whole numbers, not negative
  const std::uint32_t* lengths;
  std::size_t chunks;
  /** What they must have. */
  ChunkDigests expected;
  /** Null for nowhere. */
  const std::int32_t* target_fds;
  const double* target_positions;
  /** What they get in the target. */
  ChunkDigests made;
  /** Receives a 64-bit hash of the bytes of each (XXH64, seed 0). */
  std::uint64_t* hashes;
  RunLimits limits;
};

/** Most memory of a thread, whatever the size of a chunk. It stays in the cache, also where others want that too. */
constexpr std::size_t kCopyPieceBytes = std::size_t{64} << 10;

/**
 * Copies the chunks, each by one thread, in pieces. Returns their number; after a cancel a smaller one.
 *
 * Throws Failure kChecksumMismatch, kIo and kShortRead, of the first chunk that has one, and kBadArgument for a
 * position that is none.
 */
std::size_t Copy(const CopyRun& run);

/** The same hash of bytes in memory. */
std::uint64_t Hash64(Bytes bytes);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_COPY_RUN_H_
