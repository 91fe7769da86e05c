#include "core/run.h"

#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "core/failure.h"

namespace bloscpack {

Bytes ReadFrom(const ByteSource& source, std::size_t start, std::size_t size, ScratchBuffer* scratch) {
  if (!source.file) return {source.memory.data + start, size};
  const auto [fd, position] = source.file->from;
  const MutableBytes bytes = scratch->Room(size);
  ReadExactly({fd, position + static_cast<std::int64_t>(start)}, bytes);
  return bytes;
}

void WriteTo(const ByteSink& sink, std::size_t start, Bytes bytes) {
  if (sink.file) {
    const auto [fd, position] = *sink.file;
    WriteAll({fd, position + static_cast<std::int64_t>(start)}, bytes);
  } else if (bytes.size > 0) {
    std::memcpy(sink.memory.data + start, bytes.data, bytes.size);
  }
}

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
