#ifndef BLOSCPACK_CORE_DIGEST_H_
#define BLOSCPACK_CORE_DIGEST_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace bloscpack {

/** Numbered as in the checksum table of the container. */
enum class DigestKind { kNone = 0, kAdler32 = 1, kCrc32 = 2 };

/** Bytes of a digest stored behind its chunk: 0 or 4. */
std::size_t StoredBytes(DigestKind kind);

/** The initial value of a digest: 1 for Adler-32, 0 for CRC-32. */
std::uint32_t InitialSeed(DigestKind kind);

/** Continues the digest `seed` with `bytes`. */
std::uint32_t ComputeDigest(DigestKind kind, Bytes bytes, std::uint32_t seed);

/** Writes the digest of `chunk` to `to`, as an u32 LE; StoredBytes(kind) bytes. */
void AppendDigest(DigestKind kind, Bytes chunk, std::uint8_t* to);

/** Compares the digest of `chunk` with the one stored at `stored`. Throws Failure kChecksumMismatch. */
void VerifyDigest(DigestKind kind, Bytes chunk, const std::uint8_t* stored);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_DIGEST_H_
