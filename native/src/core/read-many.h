#ifndef BLOSCPACK_CORE_READ_MANY_H_
#define BLOSCPACK_CORE_READ_MANY_H_

#include "core/bytes.h"

namespace bloscpack {

/**
 * Fills `target` with `length` bytes from each of the positions, one after the other. `positions` holds doubles in the
 * machine's byte order, aligned or not; a negative one leaves its part of the target unchanged. Returns the number of
 * ranges read.
 *
 * Throws Failure as `ReadExactly` does, kTargetTooSmall when the target is too small for all of them, and kBadArgument
 * for a position beyond 2^53 - 1.
 */
std::size_t ReadMany(int fd, Bytes positions, std::size_t length, MutableBytes target);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_READ_MANY_H_
