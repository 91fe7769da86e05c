/**
 * Jobs on files and against the clock: runs of chunks packed from a file and
 * unpacked into one, many places read at once, samples measured; with places and lengths
 * that nobody has checked.
 *
 * Input: 8 bytes that say how (see ReadPlan), then bytes that are the file.
 */
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "chunk-shape.h"
#include "core/chunk-codec.h"
#include "core/measure.h"
#include "core/pack-run.h"
#include "core/read-many.h"
#include "core/unpack-run.h"
#include "expect.h"
#include "guarded-memory.h"

namespace bloscpack::fuzz {
namespace {

constexpr std::size_t kPlanBytes = 8;
constexpr std::size_t kMostFileBytes = std::size_t{1} << 16;
constexpr std::size_t kRoom = std::size_t{1} << 18;
constexpr std::size_t kMostChunks = 64;

struct Memory {
  GuardedMemory plain{kRoom};
  GuardedMemory packed{kRoom};
  GuardedMemory back{kRoom};
};

const Memory& SharedMemory() {
  static const Memory memory;
  return memory;
}

/** Without a name, and gone with the process. */
int ScratchFile() {
  static std::FILE* const file = std::tmpfile();
  if (file == nullptr) std::abort();
  return ::fileno(file);
}

struct Plan {
  CompressSettings settings;
  DigestKind digest;
  FileRange range;  // of the file, or past its end
  std::size_t threads;
};

Plan ReadPlan(const std::uint8_t* from, int fd) {
  const CompressSettings settings{from[0] % 2 == 0 ? 0 : 1, from[1] % 10, from[0] % 3,
                                  std::max<std::size_t>(from[2], 1), 0};
  const FileRange range{{fd, from[3] * 16}, std::size_t{from[4]} * 64 + from[5]};
  return {settings, static_cast<DigestKind>(from[6] % (kLastDigest + 1)), range, std::size_t{1} + from[7] % 3};
}

/** Chunks that the range is cut into: one to four, in as many threads as the plan has. */
std::size_t ChunkBytesOf(const Plan& plan) {
  return std::max<std::size_t>(1, plan.range.length / plan.threads);
}

void UnpackAndCompare(const Plan& plan, FileRange stored, FilePosition target, std::size_t chunks, Bytes plain) {
  RunCounters counters{};
  std::vector<std::uint32_t> headers(4 * chunks);
  UnpackRun run{};
  run.stored.file = stored;
  run.rules.most_chunks = chunks;
  run.rules.each = run.rules.last = {static_cast<std::uint32_t>(ChunkBytesOf(plan)), false};
  // Of some plans every chunk is taken block by block.
  run.rules.largest = plan.settings.clevel % 2 == 0 ? run.rules.each.nbytes : 0;
  run.rules.largest_block = 0x7fffffff;
  run.rules.plain_room = plain.size;
  run.digest = plan.digest;
  run.plain.file = target;
  run.headers = headers.data();
  run.limits = {plan.threads, kRoom, &counters};
  Expect(Unpack(run) == chunks, "Unpack takes what was packed");
  const MutableBytes written = SharedMemory().packed.AtStart(plain.size);
  ReadExactly(target, written);
  Expect(Same(written, plain), "Unpack writes what was packed");
}

void CheckFileRuns(Bytes file, const Plan& plan) {
  const FileRange& range = plan.range;
  RunCounters counters{};
  PackRun run{};
  run.plain.file = range;
  run.chunk_bytes = ChunkBytesOf(plan);
  run.largest_whole = plan.range.length % 2 == 0 ? 0 : kRoom;
  run.choices = {plan.settings};
  run.digest = plan.digest;
  // The chunks go behind the file's bytes, and what they hold behind that.
  const FilePosition stored_at{range.from.fd, static_cast<std::int64_t>(kMostFileBytes)};
  const FilePosition plain_at{range.from.fd, static_cast<std::int64_t>(3 * kMostFileBytes)};
  run.stored.file = stored_at;
  const std::size_t chunks = ChunkCount(range.length, run.chunk_bytes);
  std::vector<std::uint32_t> lengths(chunks);
  run.stored_lengths = lengths.data();
  run.limits = {plan.threads, kRoom, &counters};
  std::size_t stored = 0;
  const auto failed = FailureOf([&] { stored = Pack(run); });
  const auto start = static_cast<std::size_t>(range.from.position);
  const bool is_inside = range.length == 0 || start + range.length <= file.size;
  // Behind the file's end are the chunks that earlier groups have written: nothing is to be said of those.
  if (is_inside) Expect(!failed, "Pack packs what is there");
  ExpectOneOf(failed, {FailureCode::kShortRead}, "Pack reads all or fails");
  if (failed || !is_inside) return;
  const Bytes plain = range.length == 0 ? Bytes{file.data, 0} : Bytes{file.data + start, range.length};
  UnpackAndCompare(plan, {stored_at, stored}, plain_at, chunks, plain);
}

/** The file's own bytes as positions: numbers of every kind. */
void CheckReadMany(Bytes file, const Plan& plan) {
  const std::size_t count = std::min(file.size / sizeof(double), kMostChunks);
  const std::size_t length = plan.range.length % 64;
  const MutableBytes target = SharedMemory().back.AtEnd(count * length);
  const Bytes positions{file.data, count * sizeof(double)};
  const auto failed = FailureOf([&] { ReadMany(plan.range.from.fd, positions, length, target); });
  ExpectOneOf(failed, {FailureCode::kBadArgument, FailureCode::kShortRead, FailureCode::kIo}, "ReadMany");
}

/** Lengths that add up to the sample, or the file's own first bytes. */
std::vector<std::uint32_t> LengthsOf(Bytes file, const Plan& plan) {
  const std::size_t count = std::min(file.size / sizeof(std::uint32_t), kMostChunks);
  std::vector<std::uint32_t> lengths(count);
  if (plan.range.length % 2 == 0) {
    if (count > 0) std::memcpy(lengths.data(), file.data, count * sizeof(std::uint32_t));
    return lengths;
  }
  const auto each = static_cast<std::uint32_t>(count == 0 ? 0 : file.size / count);
  std::fill(lengths.begin(), lengths.end(), each);
  if (count > 0) lengths.back() += static_cast<std::uint32_t>(file.size - std::size_t{each} * count);
  return lengths;
}

void CheckMeasure(Bytes file, const Plan& plan) {
  const Memory& memory = SharedMemory();
  const std::vector<std::uint32_t> lengths = LengthsOf(file, plan);
  std::vector<std::uint32_t> stored(lengths.size());
  const volatile std::uint8_t cancel = plan.range.length % 16 == 0 ? 1 : 0;
  const MutableBytes back = memory.back.AtEnd(file.size);
  const MutableBytes packed = memory.packed.AtEnd(file.size + lengths.size() * kMaxOverheadBytes);
  const MeasureMethod method = plan.range.length % 3 == 0 ? MeasureMethod::kCopy : MeasureMethod::kBlosc;
  const MeasureJob job{file,   lengths.data(), lengths.size(), packed, back, stored.data(),
                       method, plan.settings,  plan.threads,   0,      true, &cancel};
  const auto failed = FailureOf([&] {
    const MeasureResult result = Measure(job);
    Expect(result.outcome == (cancel ? MeasureOutcome::kCancelled : MeasureOutcome::kDone),
           "Measure ends as it was told");
    Expect(cancel || Same(back, file), "Measure gives back the sample");
  });
  ExpectOneOf(failed, {FailureCode::kBadArgument}, "Measure of any lengths");
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bloscpack::fuzz;
  using bloscpack::Bytes;
  if (size < kPlanBytes || size - kPlanBytes > kMostFileBytes) return -1;
  const int fd = ScratchFile();
  const Bytes file{data + kPlanBytes, size - kPlanBytes};
  if (::ftruncate(fd, 0) != 0) std::abort();
  bloscpack::WriteAll({fd, 0}, file);
  const Plan plan = ReadPlan(data, fd);
  CheckFileRuns(file, plan);
  CheckReadMany(file, plan);
  CheckMeasure(file, plan);
  return 0;
}
