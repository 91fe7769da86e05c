#include "core/read-many.h"

#include <cstring>

#include "core/failure.h"
#include "core/file-io.h"

namespace bloscpack {

namespace {

/** Beyond it doubles are not exact, and beyond 2^63 they are no positions. */
constexpr double kMostPosition = 9007199254740991.0;

}  // namespace

std::size_t ReadMany(int fd, Bytes positions, std::size_t length, MutableBytes target) {
  const std::size_t count = positions.size / sizeof(double);
  RequireRoom("target", count * length, target.size);
  std::size_t read = 0;
  for (std::size_t i = 0; i < count; i++) {
    double position = 0;
    std::memcpy(&position, positions.data + i * sizeof(double), sizeof(double));
    if (!(position >= 0)) continue;
    if (position > kMostPosition) {
      throw Failure(FailureCode::kBadArgument, "Expected positions up to 2^53 - 1");
    }
    ReadExactly({fd, static_cast<std::int64_t>(position)}, {target.data + i * length, length});
    read++;
  }
  return read;
}

}  // namespace bloscpack
