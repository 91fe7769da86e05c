#ifndef BLOSCPACK_CORE_CHUNK_JOB_H_
#define BLOSCPACK_CORE_CHUNK_JOB_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/chunk-codec.h"
#include "core/digest.h"
#include "core/file-io.h"

namespace bloscpack {

/** From plain bytes, in memory or in a file, to a stored chunk: the chunk and, straight after it, its digest. */
struct PackJob {
  std::optional<FileRange> read;  // read into the start of `plain`; without it all of `plain` is the source
  MutableBytes plain;
  MutableBytes packed;  // at least the source + 16 + the digest
  CompressSettings settings;
  DigestKind digest;
};

/** Makes plain bytes in memory and optionally in a file from a stored chunk in memory or in a file. */
struct UnpackJob {
  std::optional<FileRange> read;  // read into the start of `packed`; without it all of `packed` is the stored chunk
  MutableBytes packed;
  MutableBytes plain;
  std::int64_t expected_nbytes;  // -1 = any size that fits into `plain`
  DigestKind digest;             // stored in the last bytes of the stored chunk, over all bytes before
  std::optional<FilePosition> write;
};

/** Runs the whole job and returns ctbytes, without the digest. Throws Failure. */
std::size_t Pack(const PackJob& job);

/** Runs the whole job and returns nbytes; the digest is verified before the chunk is used. Throws
 * Failure. */
std::size_t Unpack(const UnpackJob& job);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_JOB_H_
