#ifndef BLOSCPACK_CORE_IN_ORDER_H_
#define BLOSCPACK_CORE_IN_ORDER_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace bloscpack {

/** Gives parts of an output their places, in the order of their numbers, whichever thread has made them. */
class InOrder {
 public:
  explicit InOrder(std::size_t start) : end_(start) {}

  /** Waits until all parts before `number` have passed; false when they never will. The part's place starts there. */
  bool Await(std::size_t number, std::size_t* start) {
    std::unique_lock<std::mutex> lock(mutex_);
    turn_came_.wait(lock, [&] { return stopped_ || next_ == number; });
    *start = end_;
    return !stopped_;
  }

  /** The part that has waited takes so many bytes. */
  void Pass(std::size_t size) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      next_++;
      end_ += size;
    }
    turn_came_.notify_all();
  }

  /** Lets nobody wait any more. */
  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopped_ = true;
    }
    turn_came_.notify_all();
  }

  std::size_t end() const { return end_; }

 private:
  std::mutex mutex_;
  std::condition_variable turn_came_;
  std::size_t next_ = 0;
  std::size_t end_;
  bool stopped_ = false;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_IN_ORDER_H_
