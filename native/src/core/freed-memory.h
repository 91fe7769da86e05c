#ifndef BLOSCPACK_CORE_FREED_MEMORY_H_
#define BLOSCPACK_CORE_FREED_MEMORY_H_

namespace bloscpack {

/**
 * From now on, buffers of 1 MiB and more are returned to the system when they are freed, in the whole process. glibc
 * would keep them, a hundred megabytes for the buffers of chunks; other allocators return them anyway.
 */
void ReturnFreedMemory();

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FREED_MEMORY_H_
