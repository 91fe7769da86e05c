#ifndef BLOSCPACK_FUZZ_GUARDED_MEMORY_H_
#define BLOSCPACK_FUZZ_GUARDED_MEMORY_H_

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/bytes.h"

namespace bloscpack::fuzz {

/**
 * Memory between two inaccessible pages. The system's C-Blosc is not instrumented, so a sanitizer does not see
 * what it reads and writes; a page fault does.
 */
class GuardedMemory {
 public:
  /** `capacity` is a multiple of the page size. */
  explicit GuardedMemory(std::size_t capacity) : capacity_(capacity) {
    void* mapped = ::mmap(nullptr, capacity + 2 * kPageBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) std::abort();
    start_ = static_cast<std::uint8_t*>(mapped) + kPageBytes;
    if (::mprotect(start_, capacity, PROT_READ | PROT_WRITE) != 0) std::abort();
  }
  ~GuardedMemory() { ::munmap(start_ - kPageBytes, capacity_ + 2 * kPageBytes); }
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;

  std::size_t capacity() const { return capacity_; }

  /** `count` bytes that end at the guard: one byte more is a fault. Their content is kept. */
  MutableBytes AtEnd(std::size_t count) const { return {start_ + (capacity_ - Checked(count)), count}; }

  /** `count` bytes that begin at the guard: one byte before is a fault. */
  MutableBytes AtStart(std::size_t count) const { return {start_, Checked(count)}; }

  MutableBytes Place(std::size_t count, bool at_start) const { return at_start ? AtStart(count) : AtEnd(count); }

 private:
  static constexpr std::size_t kPageBytes = 4096;

  std::size_t Checked(std::size_t count) const {
    if (count > capacity_) std::abort();
    return count;
  }

  std::size_t capacity_;
  std::uint8_t* start_;
};

inline MutableBytes CopyTo(MutableBytes target, const std::uint8_t* from) {
  if (target.size > 0) std::memcpy(target.data, from, target.size);
  return target;
}

inline bool Same(Bytes a, Bytes b) {
  return a.size == b.size && (a.size == 0 || std::memcmp(a.data, b.data, a.size) == 0);
}

}  // namespace bloscpack::fuzz

#endif  // BLOSCPACK_FUZZ_GUARDED_MEMORY_H_
