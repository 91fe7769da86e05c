#include "core/freed-memory.h"

#include <cstdlib>  // defines __GLIBC__ where it is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace bloscpack {

void ReturnFreedMemory() {
#ifdef __GLIBC__
  // Setting the threshold also fixes it: otherwise the first large buffer that is freed raises it to its size.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

}  // namespace bloscpack
