#include "core/hash.h"

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

/** SHA-224 is SHA-256 with other initial values, cut to 28 bytes (FIPS 180-4, 5.3.2). */
constexpr UInt32 kSha224State[SHA256_NUM_DIGEST_WORDS] = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
                                                          0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4};

}  // namespace

HashStream::HashStream(DigestKind kind) : kind_(kind) {
  PrepareOnce();
  switch (kind_) {
    case DigestKind::kMd5:
      Md5_Init(&md5_);
      return;
    case DigestKind::kSha1:
      Sha1_Init(&sha1_);
      return;
    case DigestKind::kSha224:
    case DigestKind::kSha256:
      Sha256_Init(&sha256_);
      if (kind_ == DigestKind::kSha224) std::memcpy(sha256_.state, kSha224State, sizeof kSha224State);
      return;
    case DigestKind::kSha384:
    case DigestKind::kSha512:
      Sha512_Init(&sha512_, static_cast<unsigned>(StoredBytes(kind_)));
      return;
    default:
      return;
  }
}

void HashStream::Update(Bytes bytes) {
  switch (kind_) {
    case DigestKind::kMd5:
      return Md5_Update(&md5_, bytes.data, bytes.size);
    case DigestKind::kSha1:
      return Sha1_Update(&sha1_, bytes.data, bytes.size);
    case DigestKind::kSha224:
    case DigestKind::kSha256:
      return Sha256_Update(&sha256_, bytes.data, bytes.size);
    case DigestKind::kSha384:
    case DigestKind::kSha512:
      return Sha512_Update(&sha512_, bytes.data, bytes.size);
    default:
      return;
  }
}

void HashStream::Finish(std::uint8_t* to) {
  switch (kind_) {
    case DigestKind::kMd5:
      return Md5_Final(&md5_, to);
    case DigestKind::kSha1:
      return Sha1_Final(&sha1_, to);
    case DigestKind::kSha224:
    case DigestKind::kSha256: {
      Byte digest[SHA256_DIGEST_SIZE];
      Sha256_Final(&sha256_, digest);
      std::memcpy(to, digest, StoredBytes(kind_));
      return;
    }
    case DigestKind::kSha384:
    case DigestKind::kSha512:
      return Sha512_Final(&sha512_, to, static_cast<unsigned>(StoredBytes(kind_)));
    default:
      return;
  }
}

}  // namespace bloscpack
