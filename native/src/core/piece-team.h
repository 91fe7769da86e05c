#ifndef BLOSCPACK_CORE_PIECE_TEAM_H_
#define BLOSCPACK_CORE_PIECE_TEAM_H_

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

#include "core/byte-budget.h"
#include "core/run.h"

namespace bloscpack {

/** The threads of a run, which work on pieces of a chunk and begin them in their order. For one call of Do(). */
class PieceTeam {
 public:
  PieceTeam(const RunLimits& limits, std::size_t pieces, std::size_t piece_memory)
      : limits_(limits), pieces_(pieces), piece_memory_(piece_memory), budget_(limits.memory_bytes) {}

  /**
   * Calls `work` for each piece, until it returns false or throws, or the run is to stop; `release` then lets go those
   * that wait for the work on another piece. Returns whether all was done, and throws what was thrown first.
   */
  bool Do(
      const std::function<bool(std::size_t piece)>& work, const std::function<void()>& release = [] {});

 private:
  using Work = std::function<bool(std::size_t piece)>;

  void Serve(const Work& work, const std::function<void()>& release) noexcept;
  bool Claim(std::size_t* piece);
  /** To be called inside a catch clause. */
  void Record();

  const RunLimits& limits_;
  const std::size_t pieces_;
  const std::size_t piece_memory_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  ByteBudget budget_;
  std::atomic<bool> is_stopped_{false};
  std::exception_ptr failure_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_PIECE_TEAM_H_
