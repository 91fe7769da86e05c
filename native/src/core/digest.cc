#include "core/digest.h"

#include <cstring>
#include <string>

#include "core/adler32.h"
#include "core/crc32.h"
#include "core/failure.h"
#include "core/hash.h"

namespace bloscpack {
namespace {

struct DigestFacts {
  const char* name;
  std::size_t bytes;
};

constexpr DigestFacts kDigests[kLastDigest + 1] = {{"None", 0},    {"adler32", 4}, {"crc32", 4},
                                                   {"md5", 16},    {"sha1", 20},   {"sha224", 28},
                                                   {"sha256", 32}, {"sha384", 48}, {"sha512", 64}};
const DigestFacts& FactsOf(DigestKind kind) {
  return kDigests[static_cast<int>(kind)];
}

std::string Hex(const std::uint8_t* bytes, std::size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; i++) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

std::size_t StoredBytes(DigestKind kind) {
  return FactsOf(kind).bytes;
}

std::uint32_t ComputeDigest(DigestKind kind, Bytes bytes, std::uint32_t seed) {
  // For a null pointer, which an empty array may have, zlib returns the initial value.
  if (bytes.size == 0) return seed;
  if (kind == DigestKind::kAdler32) return Adler32(seed, bytes);
  return Crc32(seed, bytes);
}

void AppendDigest(DigestKind kind, Bytes chunk, std::uint8_t* to) {
  switch (kind) {
    case DigestKind::kNone:
      return;
    case DigestKind::kAdler32:
      return StoreU32(ComputeDigest(kind, chunk, 1), to);
    case DigestKind::kCrc32:
      return StoreU32(ComputeDigest(kind, chunk, 0), to);
    default:
      HashStream hash(kind);
      hash.Update(chunk);
      return hash.Finish(to);
  }
}

void VerifyDigest(DigestKind kind, Bytes chunk, const std::uint8_t* stored) {
  std::uint8_t computed[kMaxDigestBytes];
  AppendDigest(kind, chunk, computed);
  RequireSameDigest(kind, computed, stored);
}

void RequireSameDigest(DigestKind kind, const std::uint8_t* computed, const std::uint8_t* stored) {
  const auto [name, bytes] = FactsOf(kind);
  if (std::memcmp(computed, stored, bytes) == 0) return;
  const std::string expected = Hex(stored, bytes);
  const std::string found = Hex(computed, bytes);
  throw Failure(FailureCode::kChecksumMismatch,
                std::string("Expected the stored ") + name + " " + expected + " but found " + found,
                {{"expected", expected}, {"found", found}});
}

}  // namespace bloscpack
