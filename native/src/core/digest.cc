#include "core/digest.h"

#include <zlib.h>

#include <string>

#include "core/adler32.h"
#include "core/failure.h"

namespace bloscpack {
namespace {

constexpr std::size_t kDigestBytes = 4;

std::string Hex(const std::uint8_t* bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < kDigestBytes; i++) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

std::size_t StoredBytes(DigestKind kind) {
  return kind == DigestKind::kNone ? 0 : kDigestBytes;
}

std::uint32_t InitialSeed(DigestKind kind) {
  return kind == DigestKind::kAdler32 ? 1 : 0;
}

std::uint32_t ComputeDigest(DigestKind kind, Bytes bytes, std::uint32_t seed) {
  // For a null pointer, which an empty array may have, zlib returns the initial value.
  if (bytes.size == 0) return seed;
  switch (kind) {
    case DigestKind::kNone:
      return seed;
    case DigestKind::kAdler32:
      return Adler32(seed, bytes);
    case DigestKind::kCrc32:
      return static_cast<std::uint32_t>(crc32_z(seed, bytes.data, bytes.size));
  }
  return seed;
}

void AppendDigest(DigestKind kind, Bytes chunk, std::uint8_t* to) {
  if (kind == DigestKind::kNone) return;
  StoreU32(ComputeDigest(kind, chunk, InitialSeed(kind)), to);
}

void VerifyDigest(DigestKind kind, Bytes chunk, const std::uint8_t* stored) {
  if (kind == DigestKind::kNone) return;
  std::uint8_t computed[kDigestBytes];
  AppendDigest(kind, chunk, computed);
  if (LoadU32(computed) == LoadU32(stored)) return;
  const std::string name = kind == DigestKind::kAdler32 ? "adler32" : "crc32";
  throw Failure(FailureCode::kChecksumMismatch,
                "Expected the stored " + name + " " + Hex(stored) + " but found " + Hex(computed),
                {{"expected", Hex(stored)}, {"found", Hex(computed)}});
}

}  // namespace bloscpack
