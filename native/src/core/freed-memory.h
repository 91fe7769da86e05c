#ifndef BLOSCPACK_CORE_FREED_MEMORY_H_
#define BLOSCPACK_CORE_FREED_MEMORY_H_

#include <cstddef>

namespace bloscpack {

/** Of work that needs more, the allocator would keep, for each thread, several times what is in use at a time. */
constexpr std::size_t kKeptBytes = std::size_t{8} << 20;

/**
 * From now on, buffers of 1 MiB and more are returned to the system when they are freed, in the whole process. glibc
 * would keep them, a hundred megabytes for the buffers of chunks; other allocators return them anyway.
 */
void ReturnFreedMemory();

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FREED_MEMORY_H_
