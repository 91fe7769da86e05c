#include <cstdint>

#include "arguments.h"
#include "async-task.h"
#include "core/measure.h"
#include "functions.h"

namespace bloscpack {
namespace {

constexpr std::int64_t kMostNanoseconds = std::int64_t{3600} * 1'000'000'000;

/** The numbers of MeasureResult: seven doubles, read by `outcomeOf` in native/measure.ts. */
constexpr std::size_t kResults = 7;

/** The bytes as an array of T, which JavaScript's typed arrays align. */
template <typename T>
T* ArrayOf(MutableBytes bytes) {
  if (reinterpret_cast<std::uintptr_t>(bytes.data) % alignof(T) != 0) {
    throw Failure(FailureCode::kBadArgument, "Expected an aligned array");
  }
  return reinterpret_cast<T*>(bytes.data);
}

void WriteResults(const MeasureResult& result, double* to) {
  const std::int64_t numbers[kResults] = {result.compress.elapsed_ns,
                                          result.compress.passes,
                                          result.compress.cpu_ns,
                                          result.decompress.elapsed_ns,
                                          result.decompress.passes,
                                          result.decompress.cpu_ns,
                                          static_cast<std::int64_t>(result.first_difference)};
  for (std::size_t i = 0; i < kResults; i++) to[i] = static_cast<double>(numbers[i]);
}

}  // namespace

Napi::Value MeasureChunks(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  MeasureJob job{};
  job.plain = arguments.NextBytes();
  const MutableBytes lengths = arguments.NextBytes();
  job.lengths = ArrayOf<const std::uint32_t>(lengths);
  job.chunks = lengths.size / sizeof(std::uint32_t);
  job.packed = arguments.NextBytes();
  job.back = arguments.NextBytes();
  const MutableBytes stored_lengths = arguments.NextBytes();
  RequireRoom("storedLengths", lengths.size, stored_lengths.size);
  job.stored_lengths = ArrayOf<std::uint32_t>(stored_lengths);
  const MutableBytes results = arguments.NextBytes();
  RequireRoom("results", kResults * sizeof(double), results.size);
  double* const numbers = ArrayOf<double>(results);
  job.method = static_cast<MeasureMethod>(arguments.NextInteger(0, 1));
  job.settings = arguments.NextSettings();
  job.threads = static_cast<std::size_t>(arguments.NextInteger(1, kMostThreads));
  job.minimum_ns = arguments.NextInteger(0, kMostNanoseconds);
  job.is_checked = arguments.NextInteger(0, 1) == 1;
  const MutableBytes cancel = arguments.NextBytes();
  RequireRoom("cancel", 1, cancel.size);
  job.cancel = cancel.data;
  return RunAsync(info, [job, numbers] {
    const MeasureResult result = Measure(job);
    WriteResults(result, numbers);
    return static_cast<int>(result.outcome);
  });
}

}  // namespace bloscpack
