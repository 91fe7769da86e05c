#ifndef BLOSCPACK_CORE_TIMED_PASSES_H_
#define BLOSCPACK_CORE_TIMED_PASSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>

namespace bloscpack {

/** How to run over the items of a sample. */
struct PassPlan {
  std::size_t items;
  std::size_t threads;
  std::int64_t minimum_ns;                // passes are repeated until they have taken this long; 0 = one pass
  std::function<bool()> is_cancelled;     // asked by every thread between two items; must be safe to call at once
  std::function<void(std::size_t)> work;  // does item i; called by all threads, never twice at once for one item
};

/** Totals of all complete passes. */
struct PassTimes {
  std::int64_t elapsed_ns;
  std::int64_t passes;
  std::int64_t cpu_ns;  // of all threads together, within the passes
};

/**
 * Does every item once a pass, on exactly `threads` threads, of which the caller's is one; each takes the next item off
 * a common counter. The others are started before the clock, and the clock (steady) runs from the moment all are ready
 * to the moment the last is done. A pass that was cancelled does not count.
 *
 * Rethrows the first thing that `work` threw, once all threads have ended.
 */
PassTimes RunPasses(const PassPlan& plan);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_TIMED_PASSES_H_
