#include "arguments.h"
#include "async-task.h"
#include "core/read-many.h"
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

}  // namespace bloscpack
