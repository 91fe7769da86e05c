#include "core/measure.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/chunk-validation.h"
#include "core/failure.h"

namespace bloscpack {
namespace {

/** A chunk's ranges in the three buffers. */
struct Slot {
  Bytes plain;
  MutableBytes packed;  // its room; the first `stored` bytes of it are the chunk
  MutableBytes back;
  std::size_t stored;
  ChunkHeader header;
};

std::vector<Slot> CutIntoSlots(const MeasureJob& job) {
  std::vector<Slot> slots;
  slots.reserve(job.chunks);
  RequireRoom("packed", job.plain.size + job.chunks * kMaxOverheadBytes, job.packed.size);
  RequireRoom("back", job.plain.size, job.back.size);
  std::size_t start = 0;
  for (std::size_t i = 0; i < job.chunks; i++) {
    const std::size_t length = job.lengths[i];
    if (length > job.plain.size - start) break;
    const MutableBytes packed{job.packed.data + start + i * kMaxOverheadBytes, length + kMaxOverheadBytes};
    slots.push_back({{job.plain.data + start, length}, packed, {job.back.data + start, length}, 0, {}});
    start += length;
  }
  if (slots.size() == job.chunks && start == job.plain.size) return slots;
  throw Mismatch(FailureCode::kBadArgument, "chunks that add up to the sample",
                 static_cast<std::int64_t>(job.plain.size), static_cast<std::int64_t>(start));
}

class Measurement {
 public:
  explicit Measurement(const MeasureJob& job) : job_(job), slots_(CutIntoSlots(job)) {}

  MeasureResult Run() {
    MeasureResult result{};
    if (job_.is_checked) {
      CompressPasses(0);
      DecompressPasses(0);
      result.first_difference = IsCancelled() ? job_.plain.size : FirstDifference();
      if (result.first_difference != job_.plain.size) {
        result.outcome = MeasureOutcome::kMismatch;
        return result;
      }
    }
    if (!IsCancelled()) result.compress = CompressPasses(job_.minimum_ns);
    if (!IsCancelled()) result.decompress = DecompressPasses(job_.minimum_ns);
    result.outcome = IsCancelled() ? MeasureOutcome::kCancelled : MeasureOutcome::kDone;
    for (std::size_t i = 0; i < slots_.size(); i++) {
      job_.stored_lengths[i] = static_cast<std::uint32_t>(slots_[i].stored);
    }
    return result;
  }

 private:
  bool IsCancelled() const { return *job_.cancel != 0; }

  PassTimes Passes(std::int64_t minimum_ns, void (Measurement::*work)(Slot&)) {
    return RunPasses({slots_.size(), job_.threads, minimum_ns, [this] { return IsCancelled(); },
                      [this, work](std::size_t i) { (this->*work)(slots_[i]); }});
  }

  PassTimes CompressPasses(std::int64_t minimum_ns) {
    return Passes(minimum_ns, job_.method == MeasureMethod::kCopy ? &Measurement::CopyOut : &Measurement::CompressOne);
  }

  PassTimes DecompressPasses(std::int64_t minimum_ns) {
    if (job_.method == MeasureMethod::kCopy) return Passes(minimum_ns, &Measurement::CopyBack);
    if (IsCancelled()) return {};
    // Once and untimed: it protects memory from invalid output of a codec, and is not part of decompressing.
    for (Slot& slot : slots_) slot.header = ValidateChunk(slot.packed.First(slot.stored));
    return Passes(minimum_ns, &Measurement::DecompressOne);
  }

  void CompressOne(Slot& slot) { slot.stored = Compress(slot.plain, slot.packed, job_.settings); }

  void DecompressOne(Slot& slot) { DecompressValidated(slot.packed.First(slot.stored), slot.header, slot.back); }

  void CopyOut(Slot& slot) {
    std::memcpy(slot.packed.data, slot.plain.data, slot.plain.size);
    slot.stored = slot.plain.size;
  }

  void CopyBack(Slot& slot) { std::memcpy(slot.back.data, slot.packed.data, slot.stored); }

  /** Position of the first difference between `back` and `plain`; their size when they are equal. */
  std::size_t FirstDifference() const {
    const Bytes plain = job_.plain;
    if (plain.size == 0 || std::memcmp(plain.data, job_.back.data, plain.size) == 0) return plain.size;
    return static_cast<std::size_t>(std::mismatch(plain.data, plain.data + plain.size, job_.back.data).first -
                                    plain.data);
  }

  const MeasureJob& job_;
  std::vector<Slot> slots_;
};

}  // namespace

MeasureResult Measure(const MeasureJob& job) {
  return Measurement(job).Run();
}

}  // namespace bloscpack
