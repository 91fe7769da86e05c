#ifndef BLOSCPACK_CORE_SCRATCH_BUFFER_H_
#define BLOSCPACK_CORE_SCRATCH_BUFFER_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/bytes.h"

namespace bloscpack {

/** Memory of one thread that is used for group after group; its pages need not be fetched from the system again. */
class ScratchBuffer {
 public:
  ScratchBuffer() = default;
  ScratchBuffer(ScratchBuffer&& other) noexcept { *this = std::move(other); }
  ScratchBuffer& operator=(ScratchBuffer&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  /** `size` bytes, of which the first `kept` have what they had before, and the others anything. */
  MutableBytes Room(std::size_t size, std::size_t kept = 0) {
    if (size > size_) {
      if (kept == 0) bytes_.reset();
      std::unique_ptr<std::uint8_t[]> bytes(new std::uint8_t[size]);
      if (kept > 0) std::memcpy(bytes.get(), bytes_.get(), std::min(kept, size_));
      bytes_ = std::move(bytes);
      size_ = size;
    }
    return {bytes_.get(), size};
  }

  /** Gives memory back to the allocator that is too much to keep. */
  void Trim(std::size_t most) {
    if (size_ <= most) return;
    bytes_.reset();
    size_ = 0;
  }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
};

/** What a thread reads into and works into. */
struct ThreadScratch {
  /** Of each buffer, what is kept: a chunk of 1 MiB with what may come on top of it. */
  static constexpr std::size_t kKeptBytes = std::size_t{5} << 18;

  ScratchBuffer in;
  ScratchBuffer out;
  /** What one of several settings makes of a chunk. */
  ScratchBuffer trial;

  void Trim() {
    in.Trim(kKeptBytes);
    out.Trim(kKeptBytes);
    trial.Trim(kKeptBytes);
  }

  /** Of the calling thread. */
  static ThreadScratch& Mine() {
    thread_local ThreadScratch scratch;
    return scratch;
  }
};

/**
 * Lends the calling thread the scratch memory that was used last: for threads that take turns (libuv's), each of which
 * would otherwise have memory of its own for the same work.
 */
class BorrowedScratch {
 public:
  BorrowedScratch() {
    const std::lock_guard<std::mutex> lock(Idle().mutex);
    if (Idle().scratches.empty()) return;
    ThreadScratch::Mine() = std::move(Idle().scratches.back());
    Idle().scratches.pop_back();
  }

  ~BorrowedScratch() {
    ThreadScratch::Mine().Trim();
    const std::lock_guard<std::mutex> lock(Idle().mutex);
    Idle().scratches.push_back(std::move(ThreadScratch::Mine()));
  }

  BorrowedScratch(const BorrowedScratch&) = delete;
  BorrowedScratch& operator=(const BorrowedScratch&) = delete;

 private:
  struct IdleScratches {
    std::mutex mutex;
    std::vector<ThreadScratch> scratches;
  };

  /** Never destroyed: threads may work until the process ends. */
  static IdleScratches& Idle() {
    static IdleScratches* const idle = new IdleScratches;
    return *idle;
  }
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_SCRATCH_BUFFER_H_
