#include "core/warm-thread.h"

#include <exception>

#include "core/scratch-buffer.h"
#include "core/worker-pool.h"

namespace bloscpack {

void OnWarmThread(std::size_t plain_bytes, const std::function<void()>& work) {
  if (plain_bytes <= kSmallWorkBytes) {
    const BorrowedScratch scratch;
    return work();
  }
  std::exception_ptr failed;
  RunOnThreads(1, [&] {
    try {
      work();
    } catch (...) {
      failed = std::current_exception();
    }
    ThreadScratch::Mine().Trim();
  });
  if (failed) std::rethrow_exception(failed);
}

}  // namespace bloscpack
