#ifndef BLOSCPACK_CORE_DIGEST_H_
#define BLOSCPACK_CORE_DIGEST_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace bloscpack {

/** Numbered as in the checksum table of the container. */
enum class DigestKind {
  kNone = 0,
  kAdler32 = 1,
  kCrc32 = 2,
  kMd5 = 3,
  kSha1 = 4,
  kSha224 = 5,
  kSha256 = 6,
  kSha384 = 7,
  kSha512 = 8,
};

constexpr int kLastDigest = 8;
constexpr std::size_t kMaxDigestBytes = 64;

/** Bytes a digest takes when stored behind its chunk: 0 to 64. */
std::size_t StoredBytes(DigestKind kind);

/** Carries the digest `seed` on over `bytes`; Adler-32 starts from 1, CRC-32 from 0. For these two kinds only. */
std::uint32_t ComputeDigest(DigestKind kind, Bytes bytes, std::uint32_t seed);

/** Writes the digest of `chunk` to `to`, StoredBytes(kind) bytes: an u32 LE for Adler-32 and CRC-32, else as it is. */
void AppendDigest(DigestKind kind, Bytes chunk, std::uint8_t* to);

/** Compares the digest of `chunk` with the one stored at `stored`. Throws Failure kChecksumMismatch. */
void VerifyDigest(DigestKind kind, Bytes chunk, const std::uint8_t* stored);

/** VerifyDigest() of a chunk whose digest is known; both are StoredBytes(kind) bytes, as AppendDigest() writes them. */
void RequireSameDigest(DigestKind kind, const std::uint8_t* computed, const std::uint8_t* stored);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_DIGEST_H_
