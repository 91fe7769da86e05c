#include "core/run.h"

#include <chrono>
#include <thread>
#include <vector>

#include "core/failure.h"

namespace bloscpack {

bool RunCounters::MustStop() const {
  constexpr std::int64_t kStop = 1;
  constexpr std::int64_t kWait = 2;
  std::int64_t state = control.load(std::memory_order_relaxed);
  while (state == kWait) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    state = control.load(std::memory_order_relaxed);
  }
  return state == kStop;
}

void FirstFailure::Record(std::size_t chunk) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (failure_ && chunk_ <= chunk) return;
  chunk_ = chunk;
  failure_ = std::current_exception();
  failed_ = true;
}

bool FirstFailure::IsAtOrBefore(std::size_t chunk) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return failure_ && chunk_ <= chunk;
}

void FirstFailure::Rethrow() const {
  if (!failure_) return;
  try {
    std::rethrow_exception(failure_);
  } catch (const Failure& failure) {
    std::vector<FailureField> fields = failure.fields();
    const FailureField place = {"chunk", static_cast<std::int64_t>(chunk_)};
    fields.push_back(place);
    throw Failure(failure.code(), failure.what(), fields);
  }
}

}  // namespace bloscpack
