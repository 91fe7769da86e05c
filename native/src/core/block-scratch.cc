#include "core/block-scratch.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <new>
#include <string>

#include "core/failure.h"
#include "core/freed-memory.h"

namespace bloscpack {
namespace {

constexpr std::size_t kUnprobedBytes = std::size_t{8} << 20;
constexpr std::size_t kMostLimitedBytes = std::size_t{512} << 20;

/** A setting of the whole process; never reset. */
std::atomic<bool> is_limited{false};

// What serial_blosc() and _blosc_getitem() of blosc.c allocate in one piece: two blocks, and one with room for its
// splits.
constexpr std::size_t kBlocks = 3;
constexpr std::size_t kSplitBytes = 4;

[[noreturn]] void Refuse(BlockUse use, std::size_t blocksize, std::size_t typesize) {
  const std::size_t most = (kMostLimitedBytes - kSplitBytes * typesize) / kBlocks;
  const bool compresses = use == BlockUse::kCompress;
  const std::string remedy = compresses ? "choose a smaller blocksize, or 0 for the automatic one"
                                        : "decompress it outside Electron, on the command line with blpk";
  throw Failure(compresses ? FailureCode::kBadArgument : FailureCode::kCodecFailed,
                "Expected Blosc blocks of at most " + std::to_string(most) +
                    " bytes, for Electron has no more memory in one piece, but they are of " +
                    std::to_string(blocksize) + " bytes: " + remedy,
                {{"limit", static_cast<std::int64_t>(most)}, {"blocksize", static_cast<std::int64_t>(blocksize)}});
}

void Probe(std::size_t needed) {
  struct Release {
    void operator()(void* memory) const { ::operator delete(memory); }
  };
  const std::unique_ptr<void, Release> probe(::operator new(needed, std::nothrow));
  if (probe) return;
  throw Failure(FailureCode::kCodecFailed, "Expected " + std::to_string(needed) + " bytes of free memory for one block",
                {{"expected", static_cast<std::int64_t>(needed)}});
}

}  // namespace

void LimitBlockScratch() {
  is_limited = true;
}

void CheckBlockScratch(BlockUse use, std::size_t blocksize, std::size_t typesize) {
  const std::size_t needed = kBlocks * blocksize + kSplitBytes * typesize;
  if (is_limited && needed > kMostLimitedBytes) Refuse(use, blocksize, typesize);
  if (needed <= kUnprobedBytes) return;
  // Else the allocator keeps as much for each thread that has had such a block: because it raises its threshold, and
  // because glibc makes the memory of a thread as large as its first aligned allocation, which the probe is not.
  ReturnFreedMemory();
  Probe(needed);
}

}  // namespace bloscpack
