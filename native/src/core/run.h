#ifndef BLOSCPACK_CORE_RUN_H_
#define BLOSCPACK_CORE_RUN_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>

#include "core/bytes.h"
#include "core/file-io.h"
#include "core/scratch-buffer.h"

namespace bloscpack {

/** Bytes that lie one after the other, in an open file or in memory. */
struct ByteSource {
  std::optional<FileRange> file;
  Bytes memory;  // without `file`

  std::size_t size() const { return file ? file->length : memory.size; }
};

/** `size` bytes from `start` on: where they are, or, of a file, read into `scratch`. Throws as ReadExactly does. */
Bytes ReadFrom(const ByteSource& source, std::size_t start, std::size_t size, ScratchBuffer* scratch);

/** Where bytes go, one after the other: into an open file, into memory, or nowhere. */
struct ByteSink {
  std::optional<FilePosition> file;
  MutableBytes memory;  // without `file`; of size 0 for nowhere
};

/** Writes to the sink, which is not nowhere, `start` bytes behind its start. Throws as WriteAll does. */
void WriteTo(const ByteSink& sink, std::size_t start, Bytes bytes);

/**
 * What a run and those who watch it share: any thread may read or write it at any time. Laid out as eight-byte integers
 * in the machine's byte order.
 */
struct RunCounters {
  std::atomic<std::int64_t> control;  // 0 = go on, 1 = stop between two chunks, 2 = wait between two chunks
  std::atomic<std::int64_t> chunks;   // done so far
  std::atomic<std::int64_t> plain_bytes;
  std::atomic<std::int64_t> stored_bytes;

  /** Waits while the run is paused. True when it is to stop. */
  bool MustStop() const;

  void Add(std::size_t chunks_more, std::size_t plain_more, std::size_t stored_more) {
    plain_bytes.fetch_add(static_cast<std::int64_t>(plain_more), std::memory_order_relaxed);
    stored_bytes.fetch_add(static_cast<std::int64_t>(stored_more), std::memory_order_relaxed);
    chunks.fetch_add(static_cast<std::int64_t>(chunks_more), std::memory_order_relaxed);
  }
};
static_assert(sizeof(RunCounters) == 32 && std::atomic<std::int64_t>::is_always_lock_free);

/** How a run is to be done, whatever it does. */
struct RunLimits {
  std::size_t threads;
  std::size_t memory_bytes;  // most that the groups in flight may take; one that takes more goes alone
  RunCounters* counters;
};

/** The failure of the first chunk of a run that has one, whichever thread meets it first. */
class FirstFailure {
 public:
  /** To be called inside a catch clause. */
  void Record(std::size_t chunk);
  /** Whether no further group is to begin. */
  bool has_failed() const { return failed_.load(std::memory_order_relaxed); }
  /** Whether the first failure so far is of this chunk or of one before it. */
  bool IsAtOrBefore(std::size_t chunk) const;
  /** Throws what was recorded; a Failure with the chunk's number in the run as the field "chunk". */
  void Rethrow() const;

 private:
  std::atomic<bool> failed_{false};
  mutable std::mutex mutex_;
  std::size_t chunk_ = 0;
  std::exception_ptr failure_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_RUN_H_
