#include "arguments.h"
#include "async-task.h"
#include "core/chunk-codec.h"
#include "core/chunk-job.h"
#include "core/digest.h"
#include "functions.h"

namespace bloscpack {
Napi::Value CompressAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes source = arguments.NextBytes();
  const MutableBytes target = arguments.NextBytes();
  const CompressSettings settings = arguments.NextSettings();
  return RunAsync(info, [=] { return Compress(source, target, settings); });
}

Napi::Value DecompressAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes chunk = arguments.NextBytes();
  const MutableBytes target = arguments.NextBytes();
  return RunAsync(info, [=] { return Decompress(chunk, target); });
}

Napi::Value GetItemAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes chunk = arguments.NextBytes();
  const std::int64_t start = arguments.NextInteger(0, kMaxInt32);
  const std::int64_t count = arguments.NextInteger(0, kMaxInt32);
  const MutableBytes target = arguments.NextBytes();
  return RunAsync(info, [=] { return GetItems(chunk, start, count, target); });
}

Napi::Value DigestAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes bytes = arguments.NextBytes();
  const auto kind = static_cast<DigestKind>(arguments.NextInteger(1, 2));
  const auto seed = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxU32));
  return RunAsync(info, [=] { return ComputeDigest(kind, bytes, seed); });
}

Napi::Value PackChunk(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  PackJob job{};
  job.read = arguments.NextFileRange();
  job.plain = arguments.NextBytes();
  job.packed = arguments.NextBytes();
  job.settings = arguments.NextSettings();
  job.digest = arguments.NextDigest();
  return RunAsync(info, [job] { return Pack(job); });
}

Napi::Value UnpackChunk(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  UnpackJob job{};
  job.read = arguments.NextFileRange();
  job.packed = arguments.NextBytes();
  job.plain = arguments.NextBytes();
  job.expected_nbytes = arguments.NextInteger(-1, kMaxInt32);
  job.digest = arguments.NextDigest();
  job.write = arguments.NextFilePosition();
  return RunAsync(info, [job] { return Unpack(job); });
}

}  // namespace bloscpack
