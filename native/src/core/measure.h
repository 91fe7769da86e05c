#ifndef BLOSCPACK_CORE_MEASURE_H_
#define BLOSCPACK_CORE_MEASURE_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "core/chunk-codec.h"
#include "core/timed-passes.h"

namespace bloscpack {

enum class MeasureMethod {
  kBlosc = 0,
  kCopy = 1,  // a plain copy of memory, cut into the same chunks: the baseline
};

/**
 * A sample whose compression and decompression is timed. All memory belongs to the caller and should have been written
 * to before. `lengths` has the plain size of every chunk, in bytes; the chunks are in `plain` one after the other, and
 * each has room for kMaxOverheadBytes more in `packed`.
 */
struct MeasureJob {
  Bytes plain;
  const std::uint32_t* lengths;
  std::size_t chunks;
  MutableBytes packed;            // at least plain + chunks * kMaxOverheadBytes
  MutableBytes back;              // at least plain
  std::uint32_t* stored_lengths;  // receives the stored size of every chunk
  MeasureMethod method;
  CompressSettings settings;
  std::size_t threads;
  std::int64_t minimum_ns;  // of each direction
  bool is_checked;          // whether to start with an untimed pass in both directions whose bytes are compared
  const volatile std::uint8_t* cancel;  // not 0 = stop; another thread of JavaScript may write it at any time
};

enum class MeasureOutcome { kDone, kCancelled, kMismatch };

struct MeasureResult {
  MeasureOutcome outcome;
  PassTimes compress;
  PassTimes decompress;
  std::size_t first_difference;  // of a mismatch, in bytes from the start of the sample
};

/**
 * Checks the round trip (with `is_checked`), then times compressing and decompressing all chunks, one Blosc thread for
 * each chunk. A mismatch is not timed.
 *
 * Throws Failure kBadArgument, kTargetTooSmall, kCodecFailed, and kBadChunk when Blosc wrote an invalid chunk.
 */
MeasureResult Measure(const MeasureJob& job);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_MEASURE_H_
