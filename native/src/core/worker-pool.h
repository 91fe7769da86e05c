#ifndef BLOSCPACK_CORE_WORKER_POOL_H_
#define BLOSCPACK_CORE_WORKER_POOL_H_

#include <cstddef>
#include <functional>

namespace bloscpack {

/**
 * Calls `work` on up to `threads` threads at the same time, and returns when all have returned; the first return
 * means that there is nothing more to do. They belong to a pool that the process keeps, so that a small run pays for no
 * new threads, and their scratch memory and allocator are used again; the caller's own thread only waits. When they are
 * taken by other runs, or the system has no more, `work` is called fewer times; for no thread never. It must not throw.
 */
void RunOnThreads(std::size_t threads, const std::function<void()>& work);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_WORKER_POOL_H_
