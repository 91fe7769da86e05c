#ifndef BLOSCPACK_CORE_HASH_H_
#define BLOSCPACK_CORE_HASH_H_

#include <cstdint>

#include "core/bytes.h"
#include "core/digest.h"

namespace bloscpack {

/**
 * Writes the MD5 or SHA digest of `bytes` to `to`, StoredBytes(kind) bytes. Where the processor has instructions for
 * SHA they are used.
 */
void Hash(DigestKind kind, Bytes bytes, std::uint8_t* to);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_HASH_H_
