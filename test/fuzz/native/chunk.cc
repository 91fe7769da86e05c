/**
 * Chunks that nobody can trust: validated, decompressed whole and by items, and unpacked as a stored chunk.
 *
 * Input: 8 bytes that say how to look at the chunk (see ReadLook), then the chunk.
 */
#include <algorithm>

#include "chunk-shape.h"
#include "core/chunk-codec.h"
#include "core/chunk-job.h"
#include "core/chunk-validation.h"
#include "expect.h"
#include "guarded-memory.h"

namespace bloscpack::fuzz {
namespace {

constexpr std::size_t kStoredRoom = std::size_t{1} << 20;
/** Chunks that claim more are only validated: they would cost time, and no other code. */
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

/** Made once: mapping memory costs more than a run. */
const Memory& SharedMemory() {
  static const Memory memory;
  return memory;
}

/** Which guard the buffers lie at, which digest follows the chunk, and which items are asked for. */
struct Look {
  bool at_start;
  bool wrong_digest;
  DigestKind digest;
  std::uint32_t start;
  std::uint32_t count;
};

Look ReadLook(const std::uint8_t* from) {
  const std::uint32_t items = LoadU32(from + 4);
  return {(from[0] & 1) != 0, (from[0] & 2) != 0, static_cast<DigestKind>(from[1] % 3), items & 0xffff, items >> 16};
}

/** Decompresses into memory that holds `filler` everywhere, so that two of them tell bytes that were never written. */
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

void CheckItems(Bytes chunk, const ChunkHeader& header, const Look& look, const std::optional<Bytes>& plain) {
  const std::size_t wanted = std::size_t{look.count} * header.typesize;
  if (wanted > kPlainRoom) return;
  const MutableBytes target = SharedMemory().items.Place(wanted, look.at_start);
  std::size_t written = 0;
  const auto failed = FailureOf([&] { written = GetItems(chunk, look.start, look.count, target); });
  const bool has_items = std::uint64_t{look.start} + look.count <= header.nbytes / header.typesize;
  Expect(has_items || failed == FailureCode::kBadArgument, "GetItems refuses items that the chunk does not have");
  ExpectOneOf(failed, {FailureCode::kBadArgument, FailureCode::kCodecFailed}, "GetItems of a valid chunk");
  if (!has_items || !plain) return;
  Expect(!failed, "GetItems reads what Decompress can read");
  const Bytes expected{plain->data + std::size_t{look.start} * header.typesize, wanted};
  Expect(written == wanted && Same(target, expected), "GetItems gives the bytes that Decompress gives");
}

void CheckUnpack(Bytes chunk, const ChunkHeader& header, const Look& look, const std::optional<Bytes>& plain) {
  const std::size_t digest_bytes = StoredBytes(look.digest);
  if (header.ctbytes + digest_bytes > kStoredRoom) return;
  const MutableBytes stored = SharedMemory().stored.Place(header.ctbytes + digest_bytes, look.at_start);
  std::copy_n(chunk.data, header.ctbytes, stored.data);
  AppendDigest(look.digest, stored.First(header.ctbytes), stored.data + header.ctbytes);
  if (look.wrong_digest && digest_bytes > 0) stored.data[header.ctbytes] ^= 1;
  const MutableBytes target = SharedMemory().again.Place(header.nbytes, look.at_start);
  const UnpackJob job{std::nullopt, stored, target, header.nbytes, look.digest, std::nullopt};
  const auto failed = FailureOf([&] { Unpack(job); });
  if (look.wrong_digest && digest_bytes > 0) {
    Expect(failed == FailureCode::kChecksumMismatch, "Unpack checks the digest first");
  } else if (plain) {
    Expect(!failed && Same(target, *plain), "Unpack gives the bytes that Decompress gives");
  } else {
    Expect(failed == FailureCode::kCodecFailed, "Unpack fails where Decompress fails");
  }
}

void CheckChunk(Bytes chunk, const Look& look) {
  ChunkHeader header{};
  const auto invalid = FailureOf([&] { header = ValidateChunk(chunk); });
  ExpectOneOf(invalid, {FailureCode::kBadChunk}, "ValidateChunk accepts or reports a bad chunk");
  if (invalid || header.nbytes > kPlainRoom) return;
  const Memory& memory = SharedMemory();
  const MutableBytes target = memory.plain.Place(header.nbytes, look.at_start);
  const auto failed = DecompressOver(0x00, chunk, target);
  ExpectOneOf(failed, {FailureCode::kCodecFailed}, "Decompress of a valid chunk");
  NoteKind(chunk, !failed);
  std::optional<Bytes> plain;
  if (!failed) {
    const MutableBytes again = memory.again.Place(header.nbytes, look.at_start);
    Expect(!DecompressOver(0xff, chunk, again) && Same(target, again), "Decompress writes every byte of its target");
    plain = target;
  }
  CheckRoom(chunk, header);
  CheckItems(chunk, header, look, plain);
  CheckUnpack(chunk, header, look, plain);
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bloscpack::fuzz;
  if (size < kLookBytes || size - kLookBytes > kStoredRoom) return -1;
  const Look look = ReadLook(data);
  // A place of its own: Unpack's copy of the chunk would overwrite it.
  static const GuardedMemory source(kStoredRoom);
  CheckChunk(CopyTo(source.Place(size - kLookBytes, look.at_start), data + kLookBytes), look);
  return 0;
}
