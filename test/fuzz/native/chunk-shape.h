#ifndef BLOSCPACK_FUZZ_CHUNK_SHAPE_H_
#define BLOSCPACK_FUZZ_CHUNK_SHAPE_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace bloscpack::fuzz {

/** How to check the chunk; precedes it in every input: see chunk.cc. */
constexpr std::size_t kLookBytes = 8;

constexpr std::uint32_t kChunkHeaderBytes = 16;
constexpr std::uint8_t kFlagMemcpyed = 0x02;
constexpr std::uint8_t kFlagNotSplit = 0x10;

/** The block layout by a chunk's header, without checks. */
struct Shape {
  std::uint32_t nbytes;
  std::uint32_t blocksize;
  std::uint32_t nblocks;  // 0 in a pure copy
  std::uint32_t typesize;
  bool is_split;

  std::uint32_t BytesIn(std::uint32_t block) const {
    return block + 1 == nblocks && nbytes % blocksize > 0 ? nbytes % blocksize : blocksize;
  }

  std::uint32_t StreamsIn(std::uint32_t block) const { return is_split && BytesIn(block) == blocksize ? typesize : 1; }
};

/** `chunk` holds at least its header. */
inline Shape ShapeOf(Bytes chunk) {
  const std::uint8_t flags = chunk.data[2];
  const std::uint32_t typesize = chunk.data[3];
  const std::uint32_t nbytes = LoadU32(chunk.data + 4);
  const std::uint32_t blocksize = LoadU32(chunk.data + 8);
  const bool has_blocks = !(flags & kFlagMemcpyed) && blocksize > 0;
  const std::uint32_t nblocks = has_blocks ? nbytes / blocksize + (nbytes % blocksize > 0 ? 1 : 0) : 0;
  const bool is_split = !(flags & kFlagNotSplit) && typesize > 0 && typesize <= 16 && blocksize / typesize >= 128;
  return {nbytes, blocksize, nblocks, typesize, is_split};
}

}  // namespace bloscpack::fuzz

#endif  // BLOSCPACK_FUZZ_CHUNK_SHAPE_H_
