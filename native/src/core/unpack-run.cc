#include "core/unpack-run.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include "core/byte-budget.h"
#include "core/byte-counts.h"
#include "core/chunk-codec.h"
#include "core/failure.h"
#include "core/freed-memory.h"
#include "core/open-chunks.h"
#include "core/warm-thread.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

using Clock = std::chrono::steady_clock;

float MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<float, std::milli>(Clock::now() - start).count();
}

float EntropyOf(Bytes chunk) {
  ByteCounts counts;
  counts.Add({chunk.data + kHeaderBytes, chunk.size - kHeaderBytes});
  return counts.Entropy();
}

/** What a thread does next: a group of chunks, or of a large chunk its digest or one of its pieces. */
struct Task {
  ChunkGroup group;
  OpenChunk* large;
  std::size_t piece;
  std::size_t memory;
};

class UnpackRunner {
 public:
  explicit UnpackRunner(const UnpackRun& run)
      : run_(run),
        digest_bytes_(StoredBytes(run.digest)),
        walk_(run.stored, run.rules, run.digest, run.headers),
        budget_(run.limits.memory_bytes) {}

  std::size_t Run() {
    // A large chunk alone is work for all threads.
    const bool may_have_large = run_.rules.largest_block > 0;
    const std::size_t tasks = may_have_large ? run_.limits.threads : run_.rules.most_chunks;
    if (MostPlainBytes() <= kSmallWorkBytes) {
      OnWarmThread(MostPlainBytes(), [this] { Work(); });
    } else {
      RunOnThreads(std::min(run_.limits.threads, tasks), [this] { Work(); });
    }
    failure_.Rethrow();
    return walk_.chunks();
  }

 private:
  /** What all chunks that may be taken have together. */
  std::size_t MostPlainBytes() const {
    const auto [each, last] = std::pair(run_.rules.each.nbytes, run_.rules.last.nbytes);
    return run_.rules.most_chunks * std::max<std::size_t>(each, last);
  }

  void Work() noexcept {
    Task task;
    while (Claim(&task)) {
      std::size_t chunk = task.group.first_chunk;
      bool is_done = false;
      try {
        is_done = task.large ? DoLarge(task) : Do(task.group, &chunk);
      } catch (...) {
        failure_.Record(chunk);
      }
      ThreadScratch::Mine().Trim();
      budget_.GiveBack(task.memory);
      if (task.large) Ended(task, is_done);
    }
  }

  /**
   * The next task, with room for its memory; false when there is none to begin, or no room for one more. Waits while
   * another thread checks the digest of a large chunk, of which there will be pieces to do.
   */
  bool Claim(Task* task) {
    std::unique_lock<std::mutex> lock(claiming_);
    for (;;) {
      if (run_.limits.counters->MustStop()) return false;
      if (OpenChunk* const large = open_.WithPieces(failure_)) return ClaimPiece(large, task);
      if (failure_.has_failed()) return false;
      if (HasNextGroup()) return ClaimGroup(task);
      if (!open_.AreOpening()) return false;
      changed_.wait(lock);
    }
  }

  bool ClaimPiece(OpenChunk* large, Task* task) {
    *task = {large->group, large, large->begun, large->chunk.PieceMemory()};
    if (!budget_.Take(task->memory)) return false;
    large->begun++;
    return true;
  }

  /** Ensures that `next_` is the next group; false when there is none. */
  bool HasNextGroup() {
    if (next_) return true;
    ChunkGroup group;
    try {
      if (!walk_.Next(&group, &ThreadScratch::Mine().in)) return false;
    } catch (...) {
      failure_.Record(walk_.chunks());
      return false;
    }
    next_ = group;
    return true;
  }

  bool ClaimGroup(Task* task) {
    *task = {*next_, nullptr, 0, MemoryOf(*next_)};
    if (!budget_.Take(task->memory)) {
      // Left to a thread that has room for it, which has not fetched it.
      next_->fetched = 0;
      return false;
    }
    next_.reset();
    if (task->group.large) task->large = open_.Add(run_.stored, task->group);
    return true;
  }

  bool WritesToMemory() const { return !run_.plain.file && run_.plain.memory.size > 0; }

  std::size_t MemoryOf(const ChunkGroup& group) const {
    if (group.large) return ChunkBlocks::kReadBytes;
    const std::size_t in = run_.stored.file ? group.stored : 0;
    const std::size_t out = run_.digests_only || WritesToMemory() ? 0 : group.plain;
    return in + out + group.most_scratch;
  }

  /** False when the run was cancelled. `chunk` is the one worked on. */
  bool Do(const ChunkGroup& group, std::size_t* chunk) {
    if (MemoryOf(group) > kKeptBytes) ReturnFreedMemory();
    const Bytes stored = Fetch(group);
    const MutableBytes plain = PlainOf(group);
    std::size_t read = 0;
    std::size_t written = 0;
    for (const std::size_t end = group.first_chunk + group.chunks; *chunk < end; ++*chunk) {
      if (run_.limits.counters->MustStop()) return false;
      const std::uint32_t* const header = run_.headers + 4 * *chunk;
      const std::size_t nbytes = header[1];
      const std::size_t ctbytes = header[3];
      const auto start = run_.milliseconds ? Clock::now() : Clock::time_point();
      CheckOne({stored.data + read, ctbytes}, nbytes, {plain.data + written, run_.digests_only ? 0 : nbytes});
      if (run_.milliseconds) run_.milliseconds[*chunk] = MillisecondsSince(start);
      if (run_.entropies) run_.entropies[*chunk] = EntropyOf({stored.data + read, ctbytes});
      read += ctbytes + digest_bytes_;
      written += nbytes;
    }
    *chunk = group.first_chunk;
    if (run_.plain.file) WritePlain(plain, group.plain_start);
    run_.limits.counters->Add(group.chunks, group.plain, group.stored);
    return true;
  }

  void WritePlain(Bytes plain, std::size_t start) const {
    if (run_.plain.file || WritesToMemory()) WriteTo(run_.plain, start, plain);
  }

  /** Checks the digest of a large chunk, or decompresses a piece of it. False when the run was cancelled. */
  bool DoLarge(const Task& task) {
    const auto [group, large, piece, memory] = task;
    const ChunkBlocks& chunk = large->chunk;
    const auto start = Clock::now();
    if (!large->is_checked) {
      if (!chunk.VerifyDigest(run_.digest, run_.limits.counters)) return false;
      if (run_.entropies) run_.entropies[group.first_chunk] = chunk.Entropy();
    } else {
      if (memory > kKeptBytes) ReturnFreedMemory();
      const MutableBytes plain = chunk.Decompress(piece);
      WritePlain(plain, group.plain_start + chunk.PlainStartOf(piece));
      run_.limits.counters->Add(0, plain.size, 0);
    }
    const std::lock_guard<std::mutex> lock(claiming_);
    large->milliseconds += MillisecondsSince(start);
    return true;
  }

  /** Lets pieces begin once the digest is checked, and closes a chunk of which nothing is left to do. */
  void Ended(const Task& task, bool is_done) {
    {
      const std::lock_guard<std::mutex> lock(claiming_);
      OpenChunk* const large = task.large;
      if (large->is_checked) large->done++;
      const bool is_refused = !large->is_checked && !is_done;
      large->is_checked = true;
      const bool is_whole = large->done == (run_.digests_only ? 0 : large->chunk.pieces());
      if (is_whole && is_done) Count(*large);
      if (is_whole || is_refused) open_.Close(large);
    }
    changed_.notify_all();
  }

  void Count(const OpenChunk& large) const {
    const ChunkGroup& group = large.group;
    if (run_.milliseconds) run_.milliseconds[group.first_chunk] = large.milliseconds;
    run_.limits.counters->Add(1, run_.digests_only ? group.plain : 0, group.stored);
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
  std::optional<ChunkGroup> next_;  // found, but left to a thread that has room for it
  OpenChunks open_;
  std::condition_variable changed_;  // whether there are pieces to begin
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
