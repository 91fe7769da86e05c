#ifndef BLOSCPACK_CORE_HASH_H_
#define BLOSCPACK_CORE_HASH_H_

#include <Md5.h>
#include <Sha1.h>
#include <Sha256.h>
#include <Sha512.h>

#include <cstdint>

#include "core/bytes.h"
#include "core/digest.h"

namespace bloscpack {

/** The MD5 or SHA digest of bytes that come in pieces. Where the processor has instructions for SHA they are used. */
class HashStream {
 public:
  explicit HashStream(DigestKind kind);

  void Update(Bytes bytes);
  /** Writes the digest, StoredBytes(kind) bytes. Ends the stream. */
  void Finish(std::uint8_t* to);

 private:
  const DigestKind kind_;
  union {
    CMd5 md5_;
    CSha1 sha1_;
    CSha256 sha256_;
    CSha512 sha512_;
  };
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_HASH_H_
