#include "core/unpack-run.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/byte-budget.h"
#include "core/chunk-codec.h"
#include "core/failure.h"
#include "core/freed-memory.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kKeptBytes = std::size_t{8} << 20;

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

  /** The next group, with room for its memory; false when there is none to begin, or no room for one more. */
  bool Claim(ChunkGroup* group) {
    const std::lock_guard<std::mutex> lock(claiming_);
    if (failure_.has_failed() || run_.limits.counters->MustStop()) return false;
    try {
      if (!left_ && !walk_.Next(group, &ThreadScratch::Mine().in)) return false;
    } catch (...) {
      failure_.Record(walk_.chunks());
      return false;
    }
    if (left_) *group = *left_;
    left_.reset();
    if (budget_.Take(MemoryOf(*group))) return true;
    left_ = *group;
    left_->fetched = 0;
    return false;
  }

  bool WritesToMemory() const { return !run_.plain.file && run_.plain.memory.size > 0; }

  std::size_t MemoryOf(const ChunkGroup& group) const {
    const std::size_t in = run_.stored.file ? group.stored : 0;
    const std::size_t out = run_.digests_only || WritesToMemory() ? 0 : group.plain;
    return in + out + group.most_scratch;
  }

  /** `chunk` is the one worked on. */
  void Do(const ChunkGroup& group, std::size_t* chunk) {
    // Of large chunks the allocator would keep, for each thread, several times what is in use at a time.
    if (MemoryOf(group) > kKeptBytes) ReturnFreedMemory();
    const Bytes stored = Fetch(group);
    const MutableBytes plain = PlainOf(group);
    std::size_t read = 0;
    std::size_t written = 0;
    for (const std::size_t end = group.first_chunk + group.chunks; *chunk < end; ++*chunk) {
      if (run_.limits.counters->MustStop()) return;
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
    // As large as chunks of these plain bytes can be: growing with each larger one would use new memory every time.
    const std::size_t most = std::max(group.stored, group.plain + group.chunks * (kMaxOverheadBytes + digest_bytes_));
    const MutableBytes stored = ThreadScratch::Mine().in.Room(most, group.fetched).First(group.stored);
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
  std::optional<ChunkGroup> left_;  // found, but left to a thread that has room for it
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
