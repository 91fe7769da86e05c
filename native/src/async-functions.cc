#include "arguments.h"
#include "async-task.h"
#include "core/chunk-codec.h"
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

}  // namespace bloscpack
