#include "core/failure.h"

namespace bloscpack {

const char* NameOf(FailureCode code) {
  switch (code) {
    case FailureCode::kBadArgument:
      return "bad-argument";
    case FailureCode::kBadChunk:
      return "bad-chunk";
    case FailureCode::kChecksumMismatch:
      return "checksum-mismatch";
    case FailureCode::kCodecFailed:
      return "codec-failed";
    case FailureCode::kIo:
      return "io";
    case FailureCode::kShortRead:
      return "short-read";
    case FailureCode::kTargetTooSmall:
      return "target-too-small";
  }
  return "codec-failed";
}

Failure Mismatch(FailureCode code, const std::string& expectation, std::int64_t expected, std::int64_t found) {
  return Failure(code, "Expected " + expectation + " but found " + std::to_string(found),
                 {{"expected", expected}, {"found", found}});
}

void RequireRoom(const char* name, std::size_t needed, std::size_t room) {
  if (needed <= room) return;
  throw Mismatch(FailureCode::kTargetTooSmall, std::string(name) + " of at least " + std::to_string(needed) + " bytes",
                 static_cast<std::int64_t>(needed), static_cast<std::int64_t>(room));
}

}  // namespace bloscpack
