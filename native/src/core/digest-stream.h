#ifndef BLOSCPACK_CORE_DIGEST_STREAM_H_
#define BLOSCPACK_CORE_DIGEST_STREAM_H_

#include <cstdint>

#include "core/bytes.h"
#include "core/digest.h"
#include "core/hash.h"

namespace bloscpack {

/** The digest of a chunk that is read in pieces. */
class DigestStream {
 public:
  explicit DigestStream(DigestKind kind) : kind_(kind), sum_(kind == DigestKind::kAdler32 ? 1 : 0), hash_(kind) {}

  void Update(Bytes bytes) {
    if (IsSum()) {
      sum_ = ComputeDigest(kind_, bytes, sum_);
    } else {
      hash_.Update(bytes);
    }
  }

  /** Writes the digest as AppendDigest() does. Ends the stream. */
  void Finish(std::uint8_t* to) {
    if (IsSum()) {
      StoreU32(sum_, to);
    } else {
      hash_.Finish(to);
    }
  }

 private:
  bool IsSum() const { return kind_ == DigestKind::kAdler32 || kind_ == DigestKind::kCrc32; }

  const DigestKind kind_;
  std::uint32_t sum_;
  HashStream hash_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_DIGEST_STREAM_H_
