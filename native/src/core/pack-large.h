#ifndef BLOSCPACK_CORE_PACK_LARGE_H_
#define BLOSCPACK_CORE_PACK_LARGE_H_

#include <cstddef>

#include "core/pack-run.h"

namespace bloscpack {

/**
 * Pack() of large chunks: one after the other, each in pieces on all threads, in memory that does not depend on their
 * size. A chunk's digest is computed when all of it is written, by reading it from there.
 */
std::size_t PackLarge(const PackRun& run);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_PACK_LARGE_H_
