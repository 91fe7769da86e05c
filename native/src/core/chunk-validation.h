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

/** Whether the chunk is a pure copy: a header and the uncompressed plain bytes. */
bool IsPureCopy(const ChunkHeader& header);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_VALIDATION_H_
