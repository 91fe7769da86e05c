#ifndef BLOSCPACK_CORE_FREED_MEMORY_H_
#define BLOSCPACK_CORE_FREED_MEMORY_H_

namespace bloscpack {

/**
 * From here on memory of 1 MiB and more goes back to the system as soon as it is freed, in the whole process. glibc
 * would keep it for the next time, which for buffers of chunks is a hundred megabytes; other allocators give it back
 * anyway.
 */
void ReturnFreedMemory();

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FREED_MEMORY_H_
