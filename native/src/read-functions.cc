#include "arguments.h"
#include "async-task.h"
#include "core/failure.h"
#include "core/read-many.h"
#include "core/read-part.h"
#include "functions.h"

namespace bloscpack {

Napi::Value ReadManyAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const auto fd = static_cast<int>(arguments.NextInteger(0, kMaxInt32));
  const Bytes positions = arguments.NextBytes();
  const auto length = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  const MutableBytes target = arguments.NextBytes();
  return RunAsync(info, [=] { return ReadMany(fd, positions, length, target); });
}

Napi::Value ReadPartAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  PartRead part{};
  const std::optional<FileRange> stored = arguments.NextFileRange();
  if (!stored) throw Failure(FailureCode::kBadArgument, "Expected a file");
  part.stored = *stored;
  part.header = arguments.NextBytes();
  part.digest = arguments.NextDigest();
  part.start = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  part.plain = arguments.NextBytes();
  return RunAsync(info, [part] { return ReadPart(part); });
}

Napi::Value ReadFirstPartAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  FirstPartRead part{};
  const std::optional<FileRange> stored = arguments.NextFileRange();
  if (!stored) throw Failure(FailureCode::kBadArgument, "Expected a file");
  part.stored = *stored;
  part.nbytes = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  part.is_exact = arguments.NextInteger(0, 1) != 0;
  part.largest_block = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  part.digest = arguments.NextDigest();
  part.start = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  part.plain = arguments.NextBytes();
  part.header = arguments.NextBytes();
  part.stamp = arguments.NextBytes();
  return RunAsync(info, [part] { return static_cast<int>(ReadFirstPart(part)); });
}

}  // namespace bloscpack
