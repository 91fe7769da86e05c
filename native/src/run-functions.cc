#include "arguments.h"
#include "async-task.h"
#include "core/copy-run.h"
#include "core/pack-run.h"
#include "core/unpack-run.h"
#include "functions.h"

namespace bloscpack {
namespace {

constexpr std::int64_t kMostChunks = std::int64_t{1} << 24;
constexpr std::size_t kHeaderNumbers = 4;

/** What `flags` of unpackRun is made of; see native/runs.ts. */
constexpr std::int64_t kEndsContainer = 1;
constexpr std::int64_t kCountsKnown = 2;
constexpr std::int64_t kEachExact = 4;
constexpr std::int64_t kLastExact = 8;
constexpr std::int64_t kDigestsOnly = 16;
constexpr std::int64_t kAllFlags = 31;

/** An array of one number for each chunk; null for an empty one, which stands for none. */
float* NextFloats(ArgumentReader* arguments, const char* name, std::size_t count) {
  const MutableBytes bytes = arguments->NextBytes();
  if (bytes.size == 0) return nullptr;
  RequireRoom(name, count * sizeof(float), bytes.size);
  return reinterpret_cast<float*>(bytes.data);
}

/** The digest, and a Uint8Array for those of all chunks, empty where they stand behind them. */
ChunkDigests NextDigests(ArgumentReader* arguments, std::size_t chunks) {
  const DigestKind kind = arguments->NextDigest();
  const MutableBytes memory = arguments->NextBytes();
  if (memory.size > 0) RequireRoom("digests", chunks * StoredBytes(kind), memory.size);
  return {kind, memory};
}

}  // namespace

Napi::Value CopyRunAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  CopyRun run{};
  run.chunks = static_cast<std::size_t>(arguments.NextInteger(0, kMostChunks));
  run.source_fds = arguments.NextArray<std::int32_t>(run.chunks);
  run.positions = arguments.NextArray<double>(run.chunks);
  run.lengths = arguments.NextArray<std::uint32_t>(run.chunks);
  run.expected = NextDigests(&arguments, run.chunks);
  const bool has_target = arguments.NextInteger(0, 1) == 1;
  const std::int32_t* target_fds = arguments.NextArray<std::int32_t>(has_target ? run.chunks : 0);
  run.target_fds = has_target ? target_fds : nullptr;
  run.target_positions = arguments.NextArray<double>(has_target ? run.chunks : 0);
  run.made = NextDigests(&arguments, run.chunks);
  run.hashes = arguments.NextArray<std::uint64_t>(run.chunks);
  run.limits = arguments.NextLimits();
  return RunAsync(info, [run] { return Copy(run); });
}

Napi::Value Hash64Sync(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), Hash64(ArgumentReader(info).NextBytes()));
}

Napi::Value PackRunAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  PackRun run{};
  run.plain = arguments.NextSource();
  run.chunk_bytes = static_cast<std::size_t>(arguments.NextInteger(1, kMaxInt32));
  run.largest_whole = static_cast<std::size_t>(arguments.NextInteger(0, kMaxInt32));
  run.choices = arguments.NextChoices();
  run.digest = arguments.NextDigest();
  run.stored = arguments.NextSink();
  run.stored_lengths = arguments.NextArray<std::uint32_t>(ChunkCount(run.plain.size(), run.chunk_bytes));
  run.limits = arguments.NextLimits();
  return RunAsync(info, [run] { return Pack(run); });
}

Napi::Value UnpackRunAsync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  UnpackRun run{};
  run.stored = arguments.NextSource();
  run.rules.most_chunks = static_cast<std::size_t>(arguments.NextInteger(0, kMostChunks));
  run.rules.each.nbytes = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxInt32));
  run.rules.last.nbytes = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxInt32));
  run.rules.largest = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxInt32));
  run.rules.largest_block = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxInt32));
  run.rules.plain_room = static_cast<std::size_t>(arguments.NextInteger(0, kMaxSafeInteger));
  const std::int64_t flags = arguments.NextInteger(0, kAllFlags);
  run.rules.ends_container = (flags & kEndsContainer) != 0;
  run.rules.counts_known = (flags & kCountsKnown) != 0;
  run.rules.each.exact = (flags & kEachExact) != 0;
  run.rules.last.exact = (flags & kLastExact) != 0;
  run.digests_only = (flags & kDigestsOnly) != 0;
  run.digest = arguments.NextDigest();
  run.plain = arguments.NextSink();
  run.headers = arguments.NextArray<std::uint32_t>(kHeaderNumbers * run.rules.most_chunks);
  run.milliseconds = NextFloats(&arguments, "milliseconds", run.rules.most_chunks);
  run.entropies = NextFloats(&arguments, "entropies", run.rules.most_chunks);
  run.limits = arguments.NextLimits();
  return RunAsync(info, [run] { return Unpack(run); });
}

}  // namespace bloscpack
