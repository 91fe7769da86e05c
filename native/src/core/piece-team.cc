#include "core/piece-team.h"

#include <algorithm>

#include "core/freed-memory.h"
#include "core/worker-pool.h"

namespace bloscpack {

bool PieceTeam::Do(const Work& work, const std::function<void()>& release) {
  RunOnThreads(std::min(limits_.threads, pieces_), [&] { Serve(work, release); });
  if (failure_) std::rethrow_exception(failure_);
  return !is_stopped_;
}

void PieceTeam::Serve(const Work& work, const std::function<void()>& release) noexcept {
  for (std::size_t piece = 0; Claim(&piece);) {
    bool is_done = false;
    try {
      if (piece_memory_ > kKeptBytes) ReturnFreedMemory();
      is_done = work(piece);
    } catch (...) {
      Record();
    }
    ThreadScratch::Mine().Trim();
    budget_.GiveBack(piece_memory_);
    if (is_done) continue;
    is_stopped_ = true;
    release();
  }
}

/** False when there is no piece to begin, or no room for one more: then another thread works on one. */
bool PieceTeam::Claim(std::size_t* piece) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (is_stopped_ || next_ == pieces_) return false;
  if (limits_.counters->MustStop()) {
    is_stopped_ = true;
    return false;
  }
  if (!budget_.Take(piece_memory_)) return false;
  *piece = next_++;
  return true;
}

void PieceTeam::Record() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!failure_) failure_ = std::current_exception();
}

}  // namespace bloscpack
