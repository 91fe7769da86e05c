#ifndef BLOSCPACK_CORE_TIMED_PASSES_H_
#define BLOSCPACK_CORE_TIMED_PASSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>

namespace bloscpack {

/** How to process the items of a sample. */
struct PassPlan {
  std::size_t items;
  std::size_t threads;
  std::int64_t minimum_ns;                // passes are repeated until they have taken this long; 0 = one pass
  std::function<bool()> is_cancelled;     // called by all threads between two items, also in parallel
  std::function<void(std::size_t)> work;  // processes item i; called by all threads, for different items in parallel
};

/** Totals of all complete passes. */
struct PassTimes {
  std::int64_t elapsed_ns;
  std::int64_t passes;
  std::int64_t cpu_ns;  // of all threads together, within the passes
};

/**
 * Processes every item once in each pass, on exactly `threads` threads including the caller's; each takes the next item
 * from a common counter. The threads are started before the time is measured, from the moment all are ready to the end
 * of the last one (steady clock). A cancelled pass does not count.
 *
 * Rethrows the first exception of `work` after all threads have ended.
 */
PassTimes RunPasses(const PassPlan& plan);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_TIMED_PASSES_H_
