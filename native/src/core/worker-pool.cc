#include "core/worker-pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/stay-loaded.h"

namespace bloscpack {
namespace {

constexpr std::size_t kMostThreads = 255;

/** One call of RunOnThreads. Guarded by the pool's mutex. */
struct Team {
  const std::function<void()>& work;
  std::size_t open;     // threads that may still join
  std::size_t working;  // threads that have joined and not left
  bool is_done;         // whether one has left: then there is nothing more to do
  std::condition_variable all_left;
};

class WorkerPool {
 public:
  void Run(std::size_t threads, const std::function<void()>& work) {
    // No thread would ever leave.
    if (threads == 0) return;
    Team team{work, threads, 0, false, {}};
    std::unique_lock<std::mutex> lock(mutex_);
    StartThreads(threads);
    if (threads_ == 0) {
      lock.unlock();
      return work();
    }
    open_.push_back(&team);
    for (std::size_t i = 0; i < threads; i++) wake_.notify_one();
    team.all_left.wait(lock, [&] { return team.is_done && team.working == 0; });
  }

 private:
  void StartThreads(std::size_t wanted) {
    try {
      for (std::size_t i = idle_; i < wanted && threads_ < kMostThreads; i++) {
        StayLoaded();
        std::thread([this] { Serve(); }).detach();
        threads_++;
        idle_++;
      }
    } catch (const std::system_error&) {
      // The system has no more threads; those that there are do the work, or the caller's own.
    }
  }

  void Serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return !open_.empty(); });
      Team& team = *open_.front();
      if (--team.open == 0) open_.pop_front();
      team.working++;
      idle_--;
      lock.unlock();
      team.work();
      lock.lock();
      idle_++;
      open_.erase(std::remove(open_.begin(), open_.end(), &team), open_.end());
      team.is_done = true;
      if (--team.working == 0) team.all_left.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Team*> open_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
};

/** Never destroyed: its threads wait in it until the process ends. */
WorkerPool& Pool() {
  static WorkerPool* const pool = new WorkerPool;
  return *pool;
}

}  // namespace

void RunOnThreads(std::size_t threads, const std::function<void()>& work) {
  Pool().Run(threads, work);
}

}  // namespace bloscpack
