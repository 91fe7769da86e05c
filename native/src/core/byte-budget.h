#ifndef BLOSCPACK_CORE_BYTE_BUDGET_H_
#define BLOSCPACK_CORE_BYTE_BUDGET_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace bloscpack {

/** What the work in flight may occupy together. A piece that needs more than all of it goes alone. */
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t most) : most_(most) {}

  /** Waits until there is room. Pieces must be given room in the order in which they are to be finished. */
  void Take(std::size_t bytes) {
    std::unique_lock<std::mutex> lock(mutex_);
    given_back_.wait(lock, [&] { return used_ == 0 || (used_ <= most_ && bytes <= most_ - used_); });
    used_ += bytes;
  }

  void GiveBack(std::size_t bytes) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      used_ -= bytes;
    }
    given_back_.notify_all();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::size_t used_ = 0;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BYTE_BUDGET_H_
