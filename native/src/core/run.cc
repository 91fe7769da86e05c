#include "core/run.h"

#include <vector>

#include "core/failure.h"

namespace bloscpack {

void FirstFailure::Record(std::size_t chunk) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (failure_ && chunk_ <= chunk) return;
  chunk_ = chunk;
  failure_ = std::current_exception();
  failed_ = true;
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
