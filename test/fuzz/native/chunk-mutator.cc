/**
 * Most random changes of a chunk end at the first check of its header. Here one in two is made whole again afterwards: header
 * fields within their limits, block starts inside the chunk, streams that fit. What decodes the streams then gets to see it.
 */
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace bloscpack::fuzz {
namespace {

constexpr std::size_t kLookBytes = 8;
constexpr std::uint32_t kHeaderBytes = 16;
constexpr std::uint32_t kWordBytes = 4;
constexpr std::uint32_t kMostPlainBytes = 1U << 16;
constexpr std::uint8_t kFlagMemcpyed = 0x02;
constexpr std::uint8_t kFlagReserved = 0x08;
constexpr std::uint8_t kFlagNotSplit = 0x10;

void MendHeader(MutableBytes chunk) {
  const auto size = static_cast<std::uint32_t>(chunk.size);
  std::uint8_t* const at = chunk.data;
  at[0] = 2;
  at[1] = 1;
  at[2] = static_cast<std::uint8_t>((at[2] & 0x1f & ~kFlagReserved) | ((at[2] >> 5) % 5) << 5);
  at[3] = std::max<std::uint8_t>(at[3], 1);
  const bool is_copy = (at[2] & kFlagMemcpyed) != 0;
  const std::uint32_t nbytes = is_copy ? size - kHeaderBytes : LoadU32(at + 4) % kMostPlainBytes;
  StoreU32(nbytes, at + 4);
  StoreU32(std::clamp(LoadU32(at + 8), 1U, std::max(nbytes, 1U)), at + 8);
  StoreU32(size, at + 12);
}

/** As the validation has it, and C-Blosc. */
std::uint32_t StreamsIn(MutableBytes chunk, std::uint32_t block_bytes) {
  const std::uint32_t typesize = chunk.data[3];
  const std::uint32_t blocksize = LoadU32(chunk.data + 8);
  const bool split = !(chunk.data[2] & kFlagNotSplit) && typesize <= 16 && blocksize / typesize >= 128;
  return split && block_bytes == blocksize ? typesize : 1;
}

void MendStreams(MutableBytes chunk, std::uint32_t position, std::uint32_t streams) {
  for (std::uint32_t i = 0; i < streams; i++) {
    if (chunk.size - position <= kWordBytes) return;
    const auto room = static_cast<std::uint32_t>(chunk.size - position - kWordBytes);
    const std::uint32_t length = LoadU32(chunk.data + position);
    const std::uint32_t share = std::max(room / (streams - i), 1U);
    if (length == 0 || length > room) StoreU32(share, chunk.data + position);
    position += kWordBytes + LoadU32(chunk.data + position);
  }
}

void MendBlocks(MutableBytes chunk) {
  const std::uint32_t nbytes = LoadU32(chunk.data + 4);
  const std::uint32_t room = (static_cast<std::uint32_t>(chunk.size) - kHeaderBytes) / (4 * kWordBytes);
  std::uint32_t blocksize = LoadU32(chunk.data + 8);
  if (room == 0) return;
  blocksize = std::max(blocksize, (nbytes + room - 1) / room);
  StoreU32(blocksize, chunk.data + 8);
  const std::uint32_t nblocks = (nbytes + blocksize - 1) / blocksize;
  const std::uint32_t first = kHeaderBytes + nblocks * kWordBytes;
  const std::uint32_t span = static_cast<std::uint32_t>(chunk.size) - first;
  for (std::uint32_t i = 0; i < nblocks; i++) {
    std::uint8_t* const entry = chunk.data + kHeaderBytes + i * kWordBytes;
    if (LoadU32(entry) < first || LoadU32(entry) >= chunk.size) StoreU32(first + i * (span / nblocks), entry);
    const bool is_short = i == nblocks - 1 && nbytes % blocksize > 0;
    MendStreams(chunk, LoadU32(entry), StreamsIn(chunk, is_short ? nbytes % blocksize : blocksize));
  }
}

}  // namespace
}  // namespace bloscpack::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  using namespace bloscpack::fuzz;
  const std::size_t mutated = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 2 == 0 || mutated < kLookBytes + kHeaderBytes) return mutated;
  const bloscpack::MutableBytes chunk{data + kLookBytes, mutated - kLookBytes};
  MendHeader(chunk);
  if ((chunk.data[2] & kFlagMemcpyed) == 0) MendBlocks(chunk);
  return mutated;
}
