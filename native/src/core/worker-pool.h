#ifndef BLOSCPACK_CORE_WORKER_POOL_H_
#define BLOSCPACK_CORE_WORKER_POOL_H_

#include <cstddef>
#include <functional>

namespace bloscpack {

/**
 * Calls `work` on the calling thread and on up to `threads - 1` others at the same time, and returns when all have
 * returned. The others belong to a pool that the process keeps, so that a small run pays for no new threads; when they
 * are taken by other runs, or the system has no more, `work` is called fewer times. It must not throw.
 */
void RunOnThreads(std::size_t threads, const std::function<void()>& work);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_WORKER_POOL_H_
