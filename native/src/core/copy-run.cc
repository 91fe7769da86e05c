#include "core/copy-run.h"

#define XXH_STATIC_LINKING_ONLY  // its state has a size, and needs no allocation
#include <common/xxhash.h>       // zstd's copy, which has no other hash than this one

#include <algorithm>
#include <atomic>

#include "core/digest-stream.h"
#include "core/failure.h"
#include "core/file-io.h"
#include "core/scratch-buffer.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

/** Beyond it doubles are not exact, and no chunk reaches behind it. */
constexpr double kMostPosition = 9007199254740991.0 - 4294967296.0;

std::int64_t PositionOf(double position) {
  if (position >= 0 && position <= kMostPosition) return static_cast<std::int64_t>(position);
  throw Failure(FailureCode::kBadArgument, "Expected positions up to 2^53 - 2^32");
}

class CopyRunner {
 public:
  explicit CopyRunner(const CopyRun& run) : run_(run) {}

  std::size_t Run() {
    RunOnThreads(std::min(run_.limits.threads, run_.chunks), [this] { Work(); });
    failure_.Rethrow();
    return done_;
  }

 private:
  void Work() noexcept {
    while (!failure_.has_failed() && !run_.limits.counters->MustStop()) {
      const std::size_t chunk = next_++;
      if (chunk >= run_.chunks) return;
      try {
        CopyOne(chunk);
      } catch (...) {
        return failure_.Record(chunk);
      }
      done_++;
      run_.limits.counters->Add(1, 0, run_.lengths[chunk]);
    }
  }

  int TargetOf(std::size_t chunk) const { return run_.target_fds == nullptr ? -1 : run_.target_fds[chunk]; }

  void CopyOne(std::size_t chunk) const {
    const std::int64_t from = PositionOf(run_.positions[chunk]);
    const int source_fd = run_.source_fds[chunk];
    const int target_fd = TargetOf(chunk);
    const std::int64_t to = target_fd < 0 ? 0 : PositionOf(run_.target_positions[chunk]);
    const std::size_t length = run_.lengths[chunk];
    const bool is_same_digest = run_.expected.kind == run_.made.kind;
    DigestStream expected(run_.expected.kind);
    DigestStream made(run_.made.kind);
    XXH64_state_t hash;
    XXH64_reset(&hash, 0);
    const MutableBytes room = ThreadScratch::Mine().in.Room(kCopyPieceBytes);
    for (std::size_t done = 0; done < length;) {
      const MutableBytes piece = room.First(std::min(room.size, length - done));
      ReadExactly({source_fd, from + static_cast<std::int64_t>(done)}, piece);
      expected.Update(piece);
      if (!is_same_digest) made.Update(piece);
      XXH64_update(&hash, piece.data, piece.size);
      if (target_fd >= 0) WriteAll({target_fd, to + static_cast<std::int64_t>(done)}, piece);
      done += piece.size;
    }
    run_.hashes[chunk] = XXH64_digest(&hash);
    std::uint8_t digest[kMaxDigestBytes];
    expected.Finish(digest);
    RequireExpected(chunk, from + static_cast<std::int64_t>(length), digest);
    if (!is_same_digest) made.Finish(digest);
    PutDigest(chunk, to + static_cast<std::int64_t>(length), digest);
  }

  void RequireExpected(std::size_t chunk, std::int64_t behind, const std::uint8_t* digest) const {
    const auto [kind, memory] = run_.expected;
    const std::size_t bytes = StoredBytes(kind);
    if (memory.size > 0) return RequireSameDigest(kind, digest, memory.data + chunk * bytes);
    std::uint8_t stored[kMaxDigestBytes];
    ReadExactly({run_.source_fds[chunk], behind}, {stored, bytes});
    RequireSameDigest(kind, digest, stored);
  }

  void PutDigest(std::size_t chunk, std::int64_t behind, const std::uint8_t* digest) const {
    const auto [kind, memory] = run_.made;
    const std::size_t bytes = StoredBytes(kind);
    if (memory.size > 0) {
      std::copy_n(digest, bytes, memory.data + chunk * bytes);
    } else if (TargetOf(chunk) >= 0) {
      WriteAll({TargetOf(chunk), behind}, {digest, bytes});
    }
  }

  const CopyRun& run_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
  FirstFailure failure_;
};

}  // namespace

std::size_t Copy(const CopyRun& run) {
  return CopyRunner(run).Run();
}

std::uint64_t Hash64(Bytes bytes) {
  return XXH64(bytes.data, bytes.size, 0);
}

}  // namespace bloscpack
