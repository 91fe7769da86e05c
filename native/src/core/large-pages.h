#ifndef BLOSCPACK_CORE_LARGE_PAGES_H_
#define BLOSCPACK_CORE_LARGE_PAGES_H_

#include "core/bytes.h"

namespace bloscpack {

/**
 * Asks the system to give this memory in large pages (2 MiB on x86-64) where it is touched for the first time, as numpy
 * asks for its arrays. The bytes stay as they are. Does nothing where the system has no such call or refuses.
 */
void WantLargePages(MutableBytes memory);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_LARGE_PAGES_H_
