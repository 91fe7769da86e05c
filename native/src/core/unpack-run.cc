#include "core/unpack-run.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/byte-budget.h"
#include "core/chunk-codec.h"
#include "core/failure.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

using Clock = std::chrono::steady_clock;

class UnpackRunner {
 public:
  explicit UnpackRunner(const UnpackRun& run)
      : run_(run),
        digest_bytes_(StoredBytes(run.digest)),
        walk_(run.stored, run.rules, run.digest, run.headers),
        budget_(run.limits.memory_bytes) {}

  std::size_t Run() {
    RunOnThreads(std::min(run_.limits.threads, run_.rules.most_chunks), [this] { Work(); });
    failure_.Rethrow();
    return walk_.chunks();
  }

 private:
  void Work() noexcept {
    ChunkGroup group;
    while (Claim(&group)) {
      std::size_t chunk = group.first_chunk;
      try {
        Do(group, &chunk);
      } catch (...) {
        failure_.Record(chunk);
      }
      ThreadScratch::Mine().Trim();
      budget_.GiveBack(MemoryOf(group));
    }
  }

  /** The next group, with room for its memory; false when there is none to begin. */
  bool Claim(ChunkGroup* group) {
    const std::lock_guard<std::mutex> lock(claiming_);
    if (failure_.has_failed() || IsCancelled()) return false;
    try {
      if (!walk_.Next(group, &ThreadScratch::Mine().in)) return false;
    } catch (...) {
      failure_.Record(walk_.chunks());
      return false;
    }
    budget_.Take(MemoryOf(*group));
    return true;
  }

  bool IsCancelled() const { return run_.limits.counters->cancelled.load(std::memory_order_relaxed) != 0; }

  bool WritesToMemory() const { return !run_.plain.file && run_.plain.memory.size > 0; }

  std::size_t MemoryOf(const ChunkGroup& group) const {
    const std::size_t in = run_.stored.file ? group.stored : 0;
    const std::size_t out = run_.digests_only || WritesToMemory() ? 0 : group.plain;
    return in + out + group.most_scratch;
  }

  /** `chunk` is the one worked on. */
  void Do(const ChunkGroup& group, std::size_t* chunk) {
    const Bytes stored = Fetch(group);
    const MutableBytes plain = PlainOf(group);
    std::size_t read = 0;
    std::size_t written = 0;
    for (const std::size_t end = group.first_chunk + group.chunks; *chunk < end; ++*chunk) {
      if (IsCancelled()) return;
      const std::uint32_t* const header = run_.headers + 4 * *chunk;
      const std::size_t nbytes = header[1];
      const std::size_t ctbytes = header[3];
      const auto start = run_.milliseconds ? Clock::now() : Clock::time_point();
      CheckOne({stored.data + read, ctbytes}, nbytes, {plain.data + written, run_.digests_only ? 0 : nbytes});
      if (run_.milliseconds) {
        run_.milliseconds[*chunk] = std::chrono::duration<float, std::milli>(Clock::now() - start).count();
      }
      read += ctbytes + digest_bytes_;
      written += nbytes;
    }
    *chunk = group.first_chunk;
    if (run_.plain.file) {
      const auto [fd, position] = *run_.plain.file;
      WriteAll({fd, position + static_cast<std::int64_t>(group.plain_start)}, plain);
    }
    run_.limits.counters->Add(group.chunks, group.plain, group.stored);
  }

  Bytes Fetch(const ChunkGroup& group) const {
    if (!run_.stored.file) return {run_.stored.memory.data + group.start, group.stored};
    const auto [fd, position] = run_.stored.file->from;
    const MutableBytes stored = ThreadScratch::Mine().in.Room(group.stored, group.fetched);
    ReadExactly({fd, position + static_cast<std::int64_t>(group.start + group.fetched)},
                {stored.data + group.fetched, stored.size - group.fetched});
    return stored;
  }

  MutableBytes PlainOf(const ChunkGroup& group) const {
    if (run_.digests_only) return {nullptr, 0};
    if (WritesToMemory()) return {run_.plain.memory.data + group.plain_start, group.plain};
    return ThreadScratch::Mine().out.Room(group.plain);
  }

  void CheckOne(Bytes chunk, std::size_t nbytes, MutableBytes plain) const {
    VerifyDigest(run_.digest, chunk, chunk.data + chunk.size);
    if (run_.digests_only) return;
    const ChunkHeader header = ValidateChunk(chunk);
    if (header.nbytes != nbytes || header.ctbytes != chunk.size) {
      throw Mismatch(FailureCode::kBadChunk, "a chunk of " + std::to_string(nbytes) + " plain bytes",
                     static_cast<std::int64_t>(nbytes), header.nbytes);
    }
    DecompressValidated(chunk, header, plain);
  }

  const UnpackRun& run_;
  const std::size_t digest_bytes_;
  std::mutex claiming_;
  ChunkWalk walk_;
  ByteBudget budget_;
  FirstFailure failure_;
};

}  // namespace

std::size_t Unpack(const UnpackRun& run) {
  if (!run.plain.file && run.plain.memory.size > 0) {
    RequireRoom("plain", run.rules.plain_room, run.plain.memory.size);
  }
  return UnpackRunner(run).Run();
}

}  // namespace bloscpack
