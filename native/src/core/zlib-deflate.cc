#include "core/zlib-deflate.h"

#include <zlib.h>

#include <string>

#include "core/failure.h"

namespace bloscpack {

std::size_t DeflateBound(std::size_t source_bytes) {
  return compressBound(static_cast<uLong>(source_bytes));
}

std::size_t Deflate(Bytes source, MutableBytes target, int level) {
  uLongf written = static_cast<uLongf>(target.size);
  const int status = compress2(target.data, &written, source.data, static_cast<uLong>(source.size), level);
  if (status == Z_BUF_ERROR) {
    throw Failure(FailureCode::kTargetTooSmall,
                  "Expected a target larger than " + std::to_string(target.size) + " bytes for the zlib stream");
  }
  if (status != Z_OK) {
    throw Failure(FailureCode::kCodecFailed, "zlib could not compress (it returned " + std::to_string(status) + ")");
  }
  return written;
}

}  // namespace bloscpack
