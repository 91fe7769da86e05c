#ifndef BLOSCPACK_CORE_BYTE_BUDGET_H_
#define BLOSCPACK_CORE_BYTE_BUDGET_H_

#include <atomic>
#include <cstddef>

namespace bloscpack {

/**
 * What the groups in flight may occupy together. One that needs more than all of it goes alone. A thread that gets no
 * room does not wait: it leaves the work to those that have some, so that a run whose groups are large touches the
 * memory of few threads.
 */
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t most) : most_(most) {}

  /** False when there is no room now; then another group is in flight. By one thread at a time. */
  bool Take(std::size_t bytes) {
    const std::size_t used = used_.load();
    if (used > 0 && (used > most_ || bytes > most_ - used)) return false;
    used_ += bytes;
    return true;
  }

  void GiveBack(std::size_t bytes) { used_ -= bytes; }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BYTE_BUDGET_H_
