#ifndef BLOSCPACK_CORE_CHUNK_VALIDATION_H_
#define BLOSCPACK_CORE_CHUNK_VALIDATION_H_

#include <cstdint>

#include "core/bytes.h"

namespace bloscpack {

/**
 * The header of a Blosc chunk, 16 bytes, integers little-endian (C-Blosc, README_CHUNK_FORMAT.rst):
 *
 *     0 version u8 | 1 versionlz u8 | 2 flags u8 | 3 typesize u8 | 4 nbytes u32 | 8 blocksize u32 | 12 ctbytes u32
 */
struct ChunkHeader {
  std::uint8_t version;
  std::uint8_t versionlz;
  std::uint8_t flags;
  std::uint8_t typesize;
  std::uint32_t nbytes;
  std::uint32_t blocksize;
  std::uint32_t ctbytes;
};

constexpr std::uint32_t kHeaderBytes = 16;
/** Of a block's start, and of a stream's length. */
constexpr std::uint32_t kLengthBytes = 4;
/** The flag of chunks whose blocks are one stream each. */
constexpr std::uint8_t kFlagNotSplit = 0x10;

/** The 16 bytes at `at`, whatever they say. */
ChunkHeader ParseHeader(const std::uint8_t* at);

/**
 * Whether C-Blosc would begin with a chunk of this header. The rules are those of parseBloscHeader in
 * shared/format/blosc-chunk.ts, which has the words for what is wrong.
 */
bool IsSoundHeader(const ChunkHeader& header);

/**
 * Checks a chunk from its header down to the length of every compressed stream, without decompressing; C-Blosc
 * itself does not check all of it. After that, every position that C-Blosc will use is inside the first `ctbytes`
 * bytes, and the streams give every byte of the plain data. Bytes after `ctbytes` are allowed and ignored.
 *
 * Throws Failure kBadChunk.
 */
ChunkHeader ValidateChunk(Bytes chunk);

/** How many streams C-Blosc reads in a block of `block_bytes`: one for each byte of an item, or a single one. */
std::uint32_t StreamsIn(const ChunkHeader& header, std::uint32_t block_bytes);

/** Writes the 16 bytes of the header to `to`. */
void StoreHeader(const ChunkHeader& header, std::uint8_t* to);

/** Whether the chunk is a pure copy: a header and the uncompressed plain bytes. */
bool IsPureCopy(const ChunkHeader& header);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_VALIDATION_H_
