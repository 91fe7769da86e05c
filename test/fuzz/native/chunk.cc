/**
 * Untrusted chunks: walked through and unpacked as a run, validated, decompressed whole and by items.
 *
 * Input: 8 bytes that select the checks (see ReadOptions), then the chunk.
 */
#include <algorithm>

#include "chunk-shape.h"
#include "core/chunk-codec.h"
#include "core/chunk-validation.h"
#include "expect.h"
#include "guarded-memory.h"
#include "one-run.h"

namespace bloscpack::fuzz {
namespace {

constexpr std::size_t kStoredRoom = std::size_t{1} << 20;
/** Larger chunks are only validated: decompressing them would take time and reach no other code. */
constexpr std::size_t kPlainRoom = std::size_t{1} << 20;

/**
 * One counter for each kind of chunk and of outcome. libFuzzer takes them for branches (its name of the section says
 * so): the system's C-Blosc has none that it could see, and inputs that differ only in there would be dropped.
 */
__attribute__((used, section("__libfuzzer_extra_counters"))) std::uint8_t kinds_seen[1 << 13];

void NoteKind(Bytes chunk, bool decompressed) {
  const Shape shape = ShapeOf(chunk);
  const std::uint8_t flags = chunk.data[2];
  std::size_t kind = flags >> 5;
  const auto mix = [&kind](std::size_t choice, std::size_t choices) { kind = kind * choices + choice; };
  mix(flags & 7, 8);
  mix(shape.is_split ? 1 : 0, 2);
  mix(std::min(shape.nblocks, 2U), 3);
  mix(shape.nblocks > 0 && shape.nbytes % shape.blocksize > 0 ? 1 : 0, 2);
  mix(shape.typesize == 1 ? 0 : shape.nbytes % shape.typesize == 0 ? 1 : 2, 3);
  mix(decompressed ? 1 : 0, 2);
  kinds_seen[kind % sizeof kinds_seen] = 1;
}

struct Memory {
  GuardedMemory stored{kStoredRoom};
  GuardedMemory plain{kPlainRoom};
  GuardedMemory again{kPlainRoom};
  GuardedMemory items{kPlainRoom};
};

/** Made once: mapping memory takes more time than a run. */
const Memory& SharedMemory() {
  static const Memory memory;
  return memory;
}

/** The guard at which the buffers are, the digest behind the chunk, and the items to read. */
struct CheckOptions {
  bool at_start;
  bool wrong_digest;
  DigestKind digest;
  std::uint32_t start;
  std::uint32_t count;
};

CheckOptions ReadOptions(const std::uint8_t* from) {
  const std::uint32_t items = LoadU32(from + 4);
  return {(from[0] & 1) != 0, (from[0] & 2) != 0, static_cast<DigestKind>(from[1] % (kLastDigest + 1)), items & 0xffff, items >> 16};
}

/** Decompresses into memory filled with `filler`: two different fillers reveal bytes that were not written. */
std::optional<FailureCode> DecompressOver(std::uint8_t filler, Bytes chunk, MutableBytes target) {
  std::fill_n(target.data, target.size, filler);
  return FailureOf([&] { Expect(Decompress(chunk, target) == target.size, "Decompress fills its target"); });
}

void CheckRoom(Bytes chunk, const ChunkHeader& header) {
  const bool has_item = header.nbytes >= header.typesize;
  const MutableBytes small = SharedMemory().items.AtEnd(header.nbytes == 0 ? 0 : header.nbytes - 1);
  const MutableBytes small_item = small.First(std::min<std::size_t>(small.size, header.typesize - 1U));
  const auto failed = FailureOf([&] { Decompress(chunk, small); });
  Expect(header.nbytes == 0 || failed == FailureCode::kTargetTooSmall, "Decompress refuses a target that is too small");
  const auto failed_item = FailureOf([&] { GetItems(chunk, 0, 1, small_item); });
  Expect(!has_item || failed_item == FailureCode::kTargetTooSmall, "GetItems refuses a target that is too small");
}

void CheckItems(Bytes chunk, const ChunkHeader& header, const CheckOptions& options,
                const std::optional<Bytes>& plain) {
  const std::size_t wanted = std::size_t{options.count} * header.typesize;
  if (wanted > kPlainRoom) return;
  const MutableBytes target = SharedMemory().items.Place(wanted, options.at_start);
  std::size_t written = 0;
  const auto failed = FailureOf([&] { written = GetItems(chunk, options.start, options.count, target); });
  const bool has_items = std::uint64_t{options.start} + options.count <= header.nbytes / header.typesize;
  Expect(has_items || failed == FailureCode::kBadArgument, "GetItems refuses items that the chunk does not have");
  ExpectOneOf(failed, {FailureCode::kBadArgument, FailureCode::kCodecFailed}, "GetItems of a valid chunk");
  if (!has_items || !plain) return;
  Expect(!failed, "GetItems reads what Decompress can read");
  const Bytes expected{plain->data + std::size_t{options.start} * header.typesize, wanted};
  Expect(written == wanted && Same(target, expected), "GetItems gives the bytes that Decompress gives");
}

void CheckUnpack(Bytes chunk, const ChunkHeader& header, const CheckOptions& options,
                 const std::optional<Bytes>& plain) {
  const std::size_t digest_bytes = StoredBytes(options.digest);
  if (header.ctbytes + digest_bytes > kStoredRoom) return;
  const MutableBytes stored = SharedMemory().stored.Place(header.ctbytes + digest_bytes, options.at_start);
  std::copy_n(chunk.data, header.ctbytes, stored.data);
  AppendDigest(options.digest, stored.First(header.ctbytes), stored.data + header.ctbytes);
  if (options.wrong_digest && digest_bytes > 0) stored.data[header.ctbytes] ^= 1;
  const MutableBytes target = SharedMemory().again.Place(header.nbytes, options.at_start);
  const auto failed = FailureOf([&] {
    Expect(UnpackInMemory(stored, target, options.digest, 1) == 1, "a run takes a valid chunk");
  });
  if (options.wrong_digest && digest_bytes > 0) {
    Expect(failed == FailureCode::kChecksumMismatch, "Unpack checks the digest first");
  } else if (plain) {
    Expect(!failed && Same(target, *plain), "Unpack gives the bytes that Decompress gives");
  } else {
    Expect(failed == FailureCode::kCodecFailed, "Unpack fails where Decompress fails");
  }
}

/** The bytes as chunks one behind the other, whatever they are: taken as wholes, and block by block. */
void CheckWalk(Bytes bytes, const CheckOptions& options) {
  const MutableBytes plain = SharedMemory().plain.Place(kPlainRoom, options.at_start);
  for (const std::uint32_t largest : {0x7fffffffU, 0U}) {
    const auto failed = FailureOf([&] { UnpackInMemory(bytes, plain, options.digest, kMostChunks, largest); });
    ExpectOneOf(failed, {FailureCode::kBadChunk, FailureCode::kCodecFailed, FailureCode::kChecksumMismatch},
                "a run takes chunks or reports a bad one");
  }
}

void CheckChunk(Bytes chunk, const CheckOptions& options) {
  CheckWalk(chunk, options);
  ChunkHeader header{};
  const auto invalid = FailureOf([&] { header = ValidateChunk(chunk); });
  ExpectOneOf(invalid, {FailureCode::kBadChunk}, "ValidateChunk accepts or reports a bad chunk");
  if (invalid || header.nbytes > kPlainRoom) return;
  const Memory& memory = SharedMemory();
  const MutableBytes target = memory.plain.Place(header.nbytes, options.at_start);
  const auto failed = DecompressOver(0x00, chunk, target);
  ExpectOneOf(failed, {FailureCode::kCodecFailed}, "Decompress of a valid chunk");
  NoteKind(chunk, !failed);
  std::optional<Bytes> plain;
  if (!failed) {
    const MutableBytes again = memory.again.Place(header.nbytes, options.at_start);
    Expect(!DecompressOver(0xff, chunk, again) && Same(target, again), "Decompress writes every byte of its target");
    plain = target;
  }
  CheckRoom(chunk, header);
  CheckItems(chunk, header, options, plain);
  CheckUnpack(chunk, header, options, plain);
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bloscpack::fuzz;
  if (size < kLookBytes || size - kLookBytes > kStoredRoom) return -1;
  const CheckOptions options = ReadOptions(data);
  // Separate memory: Unpack's copy of the chunk would overwrite it.
  static const GuardedMemory source(kStoredRoom);
  CheckChunk(CopyTo(source.Place(size - kLookBytes, options.at_start), data + kLookBytes), options);
  return 0;
}
