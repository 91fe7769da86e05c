#ifndef BLOSCPACK_CORE_WARM_THREAD_H_
#define BLOSCPACK_CORE_WARM_THREAD_H_

#include <cstddef>
#include <functional>

namespace bloscpack {

/** Most plain bytes of work that is done on the calling thread: handing it on would cost as much. */
constexpr std::size_t kSmallWorkBytes = std::size_t{256} << 10;

/**
 * Calls `work`, for so many plain bytes, on one thread whose memory is there already.
 *
 * libuv's threads, which call this, take turns. Small work is done by them, in scratch memory that they lend each
 * other. What Blosc allocates for larger blocks would be fetched from the system, and kept, for each of them: that work
 * is for a thread of the pool, the same one for calls that follow each other. Throws what `work` does.
 */
void OnWarmThread(std::size_t plain_bytes, const std::function<void()>& work);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_WARM_THREAD_H_
