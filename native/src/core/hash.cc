#include "core/hash.h"

#include <Md5.h>
#include <Sha1.h>
#include <Sha256.h>
#include <Sha512.h>

#include <cstring>

namespace bloscpack {
namespace {

/** The library looks up once what the processor can do. */
void PrepareOnce() {
  static const bool prepared = [] {
    Sha1Prepare();
    Sha256Prepare();
    Sha512Prepare();
    return true;
  }();
  static_cast<void>(prepared);
}

void HashMd5(Bytes bytes, std::uint8_t* to) {
  CMd5 state;
  Md5_Init(&state);
  Md5_Update(&state, bytes.data, bytes.size);
  Md5_Final(&state, to);
}

void HashSha1(Bytes bytes, std::uint8_t* to) {
  CSha1 state;
  Sha1_Init(&state);
  Sha1_Update(&state, bytes.data, bytes.size);
  Sha1_Final(&state, to);
}

/** SHA-224 is SHA-256 with other initial values, cut to 28 bytes (FIPS 180-4, 5.3.2). */
constexpr UInt32 kSha224State[SHA256_NUM_DIGEST_WORDS] = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
                                                          0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4};

void HashSha256(DigestKind kind, Bytes bytes, std::uint8_t* to) {
  CSha256 state;
  Sha256_Init(&state);
  if (kind == DigestKind::kSha224) std::memcpy(state.state, kSha224State, sizeof kSha224State);
  Sha256_Update(&state, bytes.data, bytes.size);
  Byte digest[SHA256_DIGEST_SIZE];
  Sha256_Final(&state, digest);
  std::memcpy(to, digest, StoredBytes(kind));
}

void HashSha512(DigestKind kind, Bytes bytes, std::uint8_t* to) {
  const auto size = static_cast<unsigned>(StoredBytes(kind));
  CSha512 state;
  Sha512_Init(&state, size);
  Sha512_Update(&state, bytes.data, bytes.size);
  Sha512_Final(&state, to, size);
}

}  // namespace

void Hash(DigestKind kind, Bytes bytes, std::uint8_t* to) {
  PrepareOnce();
  switch (kind) {
    case DigestKind::kMd5:
      return HashMd5(bytes, to);
    case DigestKind::kSha1:
      return HashSha1(bytes, to);
    case DigestKind::kSha224:
    case DigestKind::kSha256:
      return HashSha256(kind, bytes, to);
    case DigestKind::kSha384:
    case DigestKind::kSha512:
      return HashSha512(kind, bytes, to);
    default:
      return;
  }
}

}  // namespace bloscpack
