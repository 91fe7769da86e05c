#include "core/timed-passes.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/thread-cpu-time.h"

namespace bloscpack {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t NanosecondsSince(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
}

/** A barrier: no thread continues before all have arrived. It spins, since waking a thread would take longer than a
 * small pass. */
class SpinBarrier {
 public:
  explicit SpinBarrier(std::size_t threads) : threads_(threads) {}

  void Wait() {
    const std::size_t turn = turn_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      turn_.store(turn + 1, std::memory_order_release);
      return;
    }
    // Yields, because there may be more threads than processors.
    while (turn_.load(std::memory_order_acquire) == turn && !abandoned_.load(std::memory_order_acquire)) {
      std::this_thread::yield();
    }
  }

  /** Releases all threads, now and in later calls of `Wait`. */
  void Abandon() { abandoned_.store(true, std::memory_order_release); }

 private:
  const std::size_t threads_;
  std::atomic<std::size_t> arrived_{0};
  std::atomic<std::size_t> turn_{0};
  std::atomic<bool> abandoned_{false};
};

/** The state that the threads of one call share. */
class PassRunner {
 public:
  explicit PassRunner(const PassPlan& plan) : plan_(plan), barrier_(plan.threads) {}

  PassTimes Run() {
    std::vector<std::thread> team;
    try {
      for (std::size_t i = 1; i < plan_.threads; i++) team.emplace_back([this] { Follow(); });
      Lead();
    } catch (...) {
      // The system cannot start more threads: those at the barrier would wait for ever.
      finished_ = true;
      barrier_.Abandon();
      for (std::thread& thread : team) thread.join();
      throw;
    }
    for (std::thread& thread : team) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    times_.cpu_ns = cpu_ns_.load();
    return times_;
  }

 private:
  /** Times pass after pass and decides which is the last. */
  void Lead() {
    barrier_.Wait();  // all threads have arrived
    while (!finished_) {
      next_item_.store(0, std::memory_order_relaxed);
      pass_cpu_ns_.store(0, std::memory_order_relaxed);
      const Clock::time_point start = Clock::now();
      barrier_.Wait();  // starts the pass: the others are waiting at the barrier
      TakeItems();
      barrier_.Wait();  // the pass has ended
      Account(NanosecondsSince(start));
      barrier_.Wait();  // publishes to the others whether another pass follows
    }
  }

  void Follow() {
    barrier_.Wait();
    while (!finished_) {
      barrier_.Wait();
      TakeItems();
      barrier_.Wait();
      barrier_.Wait();
    }
  }

  void Account(std::int64_t elapsed_ns) {
    finished_ = stopped_.load() || times_.elapsed_ns + elapsed_ns >= plan_.minimum_ns;
    if (stopped_.load()) return;
    times_.elapsed_ns += elapsed_ns;
    times_.passes++;
    cpu_ns_ += pass_cpu_ns_.load();
  }

  void TakeItems() {
    const std::int64_t cpu_start = ThreadCpuNanoseconds();
    try {
      for (;;) {
        const std::size_t item = next_item_.fetch_add(1, std::memory_order_relaxed);
        if (item >= plan_.items) break;
        if (stopped_.load(std::memory_order_relaxed)) break;
        if (plan_.is_cancelled()) {
          stopped_ = true;
          break;
        }
        plan_.work(item);
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(failure_mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
    }
    pass_cpu_ns_ += ThreadCpuNanoseconds() - cpu_start;
  }

  const PassPlan& plan_;
  SpinBarrier barrier_;
  bool finished_ = false;  // written by the leader only, while the others wait at a barrier
  PassTimes times_{};
  std::atomic<std::size_t> next_item_{0};
  std::atomic<std::int64_t> pass_cpu_ns_{0};
  std::atomic<std::int64_t> cpu_ns_{0};
  std::atomic<bool> stopped_{false};
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
};

}  // namespace

PassTimes RunPasses(const PassPlan& plan) {
  return PassRunner(plan).Run();
}

}  // namespace bloscpack
