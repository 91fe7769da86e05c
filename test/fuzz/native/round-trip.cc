/**
 * Any bytes with any settings: compressed, validated, decompressed whole and by items, packed and unpacked with a
 * digest.
 *
 * Input: 8 bytes of settings (see ReadPlan), then bytes that are repeated to make the plain data.
 */
#include <algorithm>
#include <vector>

#include "core/chunk-codec.h"
#include "core/chunk-validation.h"
#include "core/zlib-deflate.h"
#include "expect.h"
#include "guarded-memory.h"
#include "one-run.h"

namespace bloscpack::fuzz {
namespace {

constexpr std::size_t kPlanBytes = 8;
constexpr std::size_t kRoom = std::size_t{1} << 18;
/** Leaves room for the overhead and the digest of a chunk. */
constexpr std::size_t kMostPlainBytes = kRoom - 4096;
/** zlib is slow, and its authors fuzz it themselves. */
constexpr std::size_t kMostDeflatedBytes = 4096;

struct Memory {
  GuardedMemory plain{kRoom};
  GuardedMemory packed{kRoom};
  GuardedMemory again{kRoom};
  GuardedMemory back{kRoom};
};

const Memory& SharedMemory() {
  static const Memory memory;
  return memory;
}

struct Plan {
  CompressSettings settings;
  DigestKind digest;
  std::size_t repeats;
  bool at_start;
};

/** Another C-Blosc (see run.mjs) may lack some. */
std::vector<int> CodecsOfThisBlosc() {
  std::vector<int> codecs;
  for (int codec = 0; codec < 6; codec++) {
    std::uint8_t chunk[kMaxOverheadBytes];
    if (!FailureOf([&] { Compress({chunk, 0}, {chunk, sizeof chunk}, {codec, 5, 1, 1, 0}); })) codecs.push_back(codec);
  }
  return codecs;
}

Plan ReadPlan(const std::uint8_t* from) {
  static const std::vector<int> codecs = CodecsOfThisBlosc();
  const std::size_t blocksize = from[5] % 4 == 0 ? 0 : std::size_t{from[4]} << (from[5] % 13);
  const CompressSettings settings{codecs[from[0] % codecs.size()], from[1] % 10, from[2] % 3,
                                  std::max<std::size_t>(from[3], 1), blocksize};
  return {settings, static_cast<DigestKind>(from[6] % (kLastDigest + 1)), std::size_t{1} + from[7] / 8, (from[7] & 1) != 0};
}

/** Repeats `seed` until the room is filled. */
MutableBytes MakePlain(const std::uint8_t* seed, std::size_t size, const Plan& plan) {
  const std::size_t total = size == 0 ? 0 : std::max(size, std::min(size * plan.repeats, kMostPlainBytes));
  const MutableBytes plain = SharedMemory().plain.Place(total, plan.at_start);
  for (std::size_t i = 0; i < total; i++) plain.data[i] = seed[i % size];
  return plain;
}

void CheckRoom(Bytes plain, const Plan& plan) {
  const MutableBytes small = SharedMemory().again.AtEnd(plain.size + kMaxOverheadBytes - 1);
  const auto failed = FailureOf([&] { Compress(plain, small, plan.settings); });
  Expect(failed == FailureCode::kTargetTooSmall, "Compress refuses a target that might be too small");
}

void CheckItems(Bytes chunk, Bytes plain, std::size_t typesize, bool at_start) {
  const std::size_t items = plain.size / typesize;
  const std::size_t start = items / 3;
  const std::size_t count = items - start - items / 5;
  const MutableBytes target = SharedMemory().back.Place(count * typesize, at_start);
  GetItems(chunk, static_cast<std::int64_t>(start), static_cast<std::int64_t>(count), target);
  Expect(Same(target, {plain.data + start * typesize, target.size}), "GetItems gives the plain bytes");
}

void CheckRuns(MutableBytes plain, Bytes chunk, const Plan& plan) {
  const std::size_t digest_bytes = StoredBytes(plan.digest);
  const Memory& memory = SharedMemory();
  const MutableBytes room = memory.again.Place(plain.size + kMaxOverheadBytes + digest_bytes, plan.at_start);
  const MutableBytes stored = room.First(PackInMemory(plain, room, plan.settings, plan.digest, plan.at_start ? 0 : plain.size));
  Expect(Same(stored.First(stored.size - digest_bytes), chunk), "Pack gives the chunk that Compress gives");
  const MutableBytes back = memory.back.Place(plain.size, plan.at_start);
  Expect(UnpackInMemory(stored, back, plan.digest, 1) == 1, "Unpack takes what was packed");
  Expect(Same(back, plain), "Unpack gives back what was packed");
  if (stored.size == kMaxOverheadBytes) return;
  // Behind the header, by which the chunk is found.
  stored.data[kMaxOverheadBytes + (stored.size - kMaxOverheadBytes) / 2] ^= 0x10;
  const auto failed = FailureOf([&] { UnpackInMemory(stored, back, plan.digest, 1); });
  Expect(digest_bytes == 0 || failed == FailureCode::kChecksumMismatch, "a digest detects one changed bit");
}

void CheckDigest(Bytes plain, DigestKind kind) {
  if (kind != DigestKind::kAdler32 && kind != DigestKind::kCrc32) return;
  const std::size_t half = plain.size / 2;
  const std::uint32_t first = ComputeDigest(kind, plain.First(half), 1);
  const std::uint32_t whole = ComputeDigest(kind, plain, 1);
  Expect(ComputeDigest(kind, {plain.data + half, plain.size - half}, first) == whole, "a digest goes on from a seed");
}

void CheckDeflate(Bytes plain, int level) {
  std::vector<std::uint8_t> stream(DeflateBound(plain.size));
  const std::size_t written = Deflate(plain, {stream.data(), stream.size()}, level);
  Expect(written <= stream.size(), "Deflate stays within its bound");
}

void CheckRoundTrip(MutableBytes plain, const Plan& plan) {
  const Memory& memory = SharedMemory();
  const MutableBytes packed = memory.packed.Place(plain.size + kMaxOverheadBytes, plan.at_start);
  const std::size_t ctbytes = Compress(plain, packed, plan.settings);
  const Bytes chunk = packed.First(ctbytes);
  const ChunkHeader header = ValidateChunk(chunk);
  Expect(header.ctbytes == ctbytes && header.nbytes == plain.size, "a chunk's header has its sizes");
  const MutableBytes back = memory.back.Place(plain.size, plan.at_start);
  std::fill_n(back.data, back.size, std::uint8_t{0xa5});
  Expect(Decompress(chunk, back) == plain.size && Same(back, plain), "Decompress gives back what was compressed");
  CheckItems(chunk, plain, plan.settings.typesize, plan.at_start);
  CheckRoom(plain, plan);
  CheckRuns(plain, chunk, plan);
  CheckDigest(plain, plan.digest);
  CheckDeflate(plain.First(std::min(plain.size, kMostDeflatedBytes)), plan.settings.clevel);
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bloscpack::fuzz;
  if (size < kPlanBytes || size - kPlanBytes > kMostPlainBytes) return -1;
  const Plan plan = ReadPlan(data);
  CheckRoundTrip(MakePlain(data + kPlanBytes, size - kPlanBytes, plan), plan);
  return 0;
}
