/**
 * With most random changes, a chunk fails the first check of its header. So only one change in four is libFuzzer's own;
 * the others keep to the format and reach the code behind the checks.
 */
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "chunk-shape.h"
#include "core/bytes.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace bloscpack::fuzz {
namespace {

constexpr std::uint32_t kWordBytes = 4;
constexpr std::uint32_t kMostPlainBytes = 1U << 14;
constexpr std::uint8_t kFlagReserved = 0x08;

/** Header fields within their limits; `nbytes` is the plain size of the chunk. */
void MendHeader(MutableBytes chunk, std::uint32_t nbytes) {
  std::uint8_t* const at = chunk.data;
  at[0] = 2;
  at[1] = 1;
  at[2] = static_cast<std::uint8_t>((at[2] & 0x1f & ~kFlagReserved) | ((at[2] >> 5) % 5) << 5);
  at[3] = std::max<std::uint8_t>(at[3], 1);
  StoreU32(nbytes, at + 4);
  StoreU32(std::clamp(LoadU32(at + 8), 1U, std::max(nbytes, 1U)), at + 8);
  StoreU32(static_cast<std::uint32_t>(chunk.size), at + 12);
}

void MendStreams(MutableBytes chunk, std::uint32_t position, std::uint32_t streams) {
  for (std::uint32_t i = 0; i < streams; i++) {
    if (chunk.size - position <= kWordBytes) return;
    const auto room = static_cast<std::uint32_t>(chunk.size - position - kWordBytes);
    const std::uint32_t length = LoadU32(chunk.data + position);
    if (length == 0 || length > room) StoreU32(std::max(room / (streams - i), 1U), chunk.data + position);
    position += kWordBytes + LoadU32(chunk.data + position);
  }
}

/** As many blocks as there is room for, starts inside the chunk, streams that fit. */
void MendBlocks(MutableBytes chunk) {
  const std::uint32_t nbytes = LoadU32(chunk.data + 4);
  const std::uint32_t most_blocks = (static_cast<std::uint32_t>(chunk.size) - kChunkHeaderBytes) / (4 * kWordBytes);
  if (most_blocks == 0 || nbytes == 0) return;
  StoreU32(std::max(LoadU32(chunk.data + 8), (nbytes + most_blocks - 1) / most_blocks), chunk.data + 8);
  const Shape shape = ShapeOf(chunk);
  const std::uint32_t first = kChunkHeaderBytes + shape.nblocks * kWordBytes;
  const std::uint32_t span = static_cast<std::uint32_t>(chunk.size) - first;
  for (std::uint32_t i = 0; i < shape.nblocks; i++) {
    std::uint8_t* const entry = chunk.data + kChunkHeaderBytes + i * kWordBytes;
    if (LoadU32(entry) < first || LoadU32(entry) >= chunk.size) StoreU32(first + i * (span / shape.nblocks), entry);
    MendStreams(chunk, LoadU32(entry), shape.StreamsIn(i));
  }
}

/** Corrects invalid values and positions, and keeps the others. */
void Mend(MutableBytes chunk) {
  const bool is_copy = (chunk.data[2] & kFlagMemcpyed) != 0;
  const auto body = static_cast<std::uint32_t>(chunk.size - kChunkHeaderBytes);
  MendHeader(chunk, is_copy ? body : LoadU32(chunk.data + 4) % kMostPlainBytes);
  if (!is_copy) MendBlocks(chunk);
}

/**
 * A chunk that decompresses: its settings and bytes are those of the mutated one, but every stream is stored as it is.
 * Split blocks, short last blocks and all ways to shuffle are met this way. Returns its size, 0 where there is no room.
 */
std::size_t Rebuild(std::uint8_t* chunk, std::size_t size, std::size_t room) {
  if (room < kChunkHeaderBytes) return 0;
  const auto nbytes = static_cast<std::uint32_t>(std::min<std::size_t>(LoadU32(chunk + 4) % 5000, room / 2));
  for (std::size_t i = size; i < room; i++) chunk[i] = static_cast<std::uint8_t>(chunk[i - kChunkHeaderBytes] + 1);
  chunk[2] &= static_cast<std::uint8_t>(~kFlagMemcpyed);
  StoreU32(LoadU32(chunk + 8) % std::max(nbytes, 1U), chunk + 8);
  MendHeader({chunk, room}, nbytes);
  const Shape shape = ShapeOf({chunk, room});
  std::size_t position = kChunkHeaderBytes + std::size_t{shape.nblocks} * kWordBytes;
  for (std::uint32_t block = 0; block < shape.nblocks; block++) {
    const std::uint32_t streams = shape.StreamsIn(block);
    const std::uint32_t length = shape.BytesIn(block) / streams;
    if (position + std::size_t{streams} * (kWordBytes + length) > room) return 0;
    StoreU32(static_cast<std::uint32_t>(position), chunk + kChunkHeaderBytes + block * kWordBytes);
    for (std::uint32_t i = 0; i < streams; i++) {
      StoreU32(length, chunk + position);
      position += kWordBytes + length;
    }
  }
  StoreU32(static_cast<std::uint32_t>(position), chunk + 12);
  return position;
}

/** Changes what lies behind the header and block starts, and moves nothing: all sizes stay true. */
std::size_t MutateStreams(std::uint8_t* data, std::size_t size) {
  const Shape shape = ShapeOf({data + kLookBytes, size - kLookBytes});
  const std::size_t first = kLookBytes + kChunkHeaderBytes + std::size_t{shape.nblocks} * kWordBytes;
  if (first + kWordBytes < size)
    LLVMFuzzerMutate(data + first + kWordBytes, size - first - kWordBytes, size - first - kWordBytes);
  return size;
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  using namespace bloscpack::fuzz;
  constexpr std::size_t kShortest = kLookBytes + kChunkHeaderBytes;
  if (seed % 4 == 0 && size > kShortest) return MutateStreams(data, size);
  const std::size_t mutated = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 4 == 1 || mutated < kShortest) return mutated;
  if (seed % 4 == 2) {
    const std::size_t rebuilt = Rebuild(data + kLookBytes, mutated - kLookBytes, max_size - kLookBytes);
    if (rebuilt > 0) return kLookBytes + rebuilt;
  }
  Mend({data + kLookBytes, mutated - kLookBytes});
  return mutated;
}
