#include "core/pack-run.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "core/byte-budget.h"
#include "core/chunk-choice.h"
#include "core/failure.h"
#include "core/freed-memory.h"
#include "core/in-order.h"
#include "core/pack-large.h"
#include "core/scratch-buffer.h"
#include "core/warm-thread.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

/** Plain bytes that are read and written with one system call each, when chunks are smaller: they stay in the cache. */
constexpr std::size_t kGroupBytes = std::size_t{256} << 10;

constexpr std::size_t kScratchBlocks = 3;
/** What Blosc chooses for large chunks at high levels. */
constexpr std::size_t kLargeBlockBytes = std::size_t{2} << 20;

class PackRunner {
 public:
  explicit PackRunner(const PackRun& run)
      : run_(run),
        chunks_(ChunkCount(run.plain.size(), run.chunk_bytes)),
        chunks_in_group_(std::max<std::size_t>(1, kGroupBytes / run.chunk_bytes)),
        groups_((chunks_ + chunks_in_group_ - 1) / chunks_in_group_),
        budget_(run.limits.memory_bytes) {}

  std::size_t Run() {
    const std::size_t threads = std::min(run_.limits.threads, groups_);
    if (threads == 1) {
      OnWarmThread(run_.plain.size(), [this] { Work(); });
    } else {
      RunOnThreads(threads, [this] { Work(); });
    }
    failure_.Rethrow();
    return in_order_.end();
  }

 private:
  struct Group {
    std::size_t number;
    std::size_t first_chunk;
    std::size_t end_chunk;
    std::size_t plain_start;
    std::size_t plain_bytes;
    std::size_t most_stored;
    std::size_t memory;
  };

  void Work() noexcept {
    Group group;
    while (Claim(&group)) {
      std::size_t chunk = group.first_chunk;
      try {
        if (!Do(group, &chunk)) in_order_.Stop();
      } catch (...) {
        failure_.Record(chunk);
        in_order_.Stop();
      }
      ThreadScratch::Mine().Trim();
      budget_.GiveBack(group.memory);
    }
  }

  /** The next group, with room for its memory; false when there is none to begin, or no room for one more. */
  bool Claim(Group* group) {
    const std::lock_guard<std::mutex> lock(claiming_);
    if (next_group_ == groups_ || failure_.has_failed() || run_.limits.counters->MustStop()) return false;
    *group = GroupAt(next_group_);
    if (!budget_.Take(group->memory)) return false;
    next_group_++;
    return true;
  }

  Group GroupAt(std::size_t number) const {
    Group group{};
    group.number = number;
    group.first_chunk = number * chunks_in_group_;
    group.end_chunk = std::min(group.first_chunk + chunks_in_group_, chunks_);
    group.plain_start = group.first_chunk * run_.chunk_bytes;
    group.plain_bytes = std::min(chunks_in_group_ * run_.chunk_bytes, run_.plain.size() - group.plain_start);
    const std::size_t overhead = kMaxOverheadBytes + StoredBytes(run_.digest);
    group.most_stored = group.plain_bytes + (group.end_chunk - group.first_chunk) * overhead;
    group.memory = group.most_stored + (run_.plain.file ? group.plain_bytes : 0) + ScratchBytes() +
                   ChoiceMemory(run_.chunk_bytes, run_.choices);
    return group;
  }

  /** What Blosc allocates for a block, which it chooses by itself where no size is asked for. */
  std::size_t ScratchBytes() const {
    const std::size_t wanted = run_.choices.front().blocksize;
    const std::size_t block = wanted > 0 ? wanted : kLargeBlockBytes;
    return kScratchBlocks * std::min(block, run_.chunk_bytes);
  }

  /** False when the run was cancelled, or cannot be finished for another's failure. `chunk` is the one worked on. */
  bool Do(const Group& group, std::size_t* chunk) {
    if (group.memory > kKeptBytes) ReturnFreedMemory();
    const Bytes plain = Fetch(group);
    const MutableBytes stored = ThreadScratch::Mine().out.Room(group.most_stored);
    std::size_t size = 0;
    std::size_t done = 0;
    for (; *chunk < group.end_chunk; ++*chunk) {
      if (run_.limits.counters->MustStop()) return false;
      const Bytes source = {plain.data + done, std::min(run_.chunk_bytes, plain.size - done)};
      const std::size_t length = PackOne(source, {stored.data + size, stored.size - size});
      run_.stored_lengths[*chunk] = static_cast<std::uint32_t>(length);
      size += length;
      done += source.size;
    }
    *chunk = group.first_chunk;
    std::size_t position = 0;
    if (!in_order_.Await(group.number, &position)) return false;
    in_order_.Pass(size);
    WriteTo(run_.stored, position, stored.First(size));
    run_.limits.counters->Add(group.end_chunk - group.first_chunk, group.plain_bytes, size);
    return true;
  }

  Bytes Fetch(const Group& group) const {
    return ReadFrom(run_.plain, group.plain_start, group.plain_bytes, &ThreadScratch::Mine().in);
  }

  /** Chunk and digest to the start of `target`; returns their length. */
  std::size_t PackOne(Bytes plain, MutableBytes target) const {
    const std::size_t ctbytes = CompressSmallest(plain, target, run_.choices);
    AppendDigest(run_.digest, target.First(ctbytes), target.data + ctbytes);
    return ctbytes + StoredBytes(run_.digest);
  }

  const PackRun& run_;
  const std::size_t chunks_;
  const std::size_t chunks_in_group_;
  const std::size_t groups_;
  std::mutex claiming_;
  std::size_t next_group_ = 0;
  ByteBudget budget_;
  InOrder in_order_{0};
  FirstFailure failure_;
};

}  // namespace

std::size_t ChunkCount(std::size_t plain_bytes, std::size_t chunk_bytes) {
  return plain_bytes == 0 ? 1 : (plain_bytes - 1) / chunk_bytes + 1;
}

std::size_t MostStoredBytes(const PackRun& run) {
  const std::size_t size = run.plain.size();
  return size + ChunkCount(size, run.chunk_bytes) * (kMaxOverheadBytes + StoredBytes(run.digest));
}

std::size_t Pack(const PackRun& run) {
  if (!run.stored.file) RequireRoom("stored", MostStoredBytes(run), run.stored.memory.size);
  return run.chunk_bytes > run.largest_whole ? PackLarge(run) : PackRunner(run).Run();
}

}  // namespace bloscpack
