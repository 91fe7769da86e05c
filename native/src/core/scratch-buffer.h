#ifndef BLOSCPACK_CORE_SCRATCH_BUFFER_H_
#define BLOSCPACK_CORE_SCRATCH_BUFFER_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>

#include "core/bytes.h"

namespace bloscpack {

/** Memory of one thread that is used for group after group; its pages need not be fetched from the system again. */
class ScratchBuffer {
 public:
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
  ScratchBuffer in;
  ScratchBuffer out;
  /** What one of several settings makes of a chunk. */
  ScratchBuffer trial;

  void Trim() {
    constexpr std::size_t kKept = std::size_t{5} << 18;  // a chunk of 1 MiB with what may come on top of it
    in.Trim(kKept);
    out.Trim(kKept);
    trial.Trim(kKept);
  }

  /** Of the calling thread. */
  static ThreadScratch& Mine() {
    thread_local ThreadScratch scratch;
    return scratch;
  }
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_SCRATCH_BUFFER_H_
