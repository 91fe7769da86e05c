#ifndef BLOSCPACK_CORE_ZLIB_DEFLATE_H_
#define BLOSCPACK_CORE_ZLIB_DEFLATE_H_

#include <cstddef>

#include "core/bytes.h"

namespace bloscpack {

/** Upper limit of the size of the zlib stream of `source_bytes` bytes. */
std::size_t DeflateBound(std::size_t source_bytes);

/**
 * Writes `source` to `target` as one zlib stream (RFC 1950) and returns its size: the same bytes as Python's
 * zlib.compress(source, level), when both use the same zlib. Throws Failure kTargetTooSmall or kCodecFailed.
 */
std::size_t Deflate(Bytes source, MutableBytes target, int level);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_ZLIB_DEFLATE_H_
