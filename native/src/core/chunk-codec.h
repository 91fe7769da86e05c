#ifndef BLOSCPACK_CORE_CHUNK_CODEC_H_
#define BLOSCPACK_CORE_CHUNK_CODEC_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "core/chunk-validation.h"

namespace bloscpack {

/** Bytes by which a chunk can be larger than its plain bytes: its header. */
constexpr std::size_t kMaxOverheadBytes = 16;

struct CompressSettings {
  int codec;              // C-Blosc's compressor code: 0 blosclz, 1 lz4, 2 lz4hc, 3 snappy, 4 zlib, 5 zstd
  int clevel;             // 0 (plain copy) to 9
  int shuffle;            // 0 none, 1 bytes, 2 bits
  std::size_t typesize;   // 1 to 255
  std::size_t blocksize;  // bytes; 0 = automatic
};

/**
 * Compresses `source` into one chunk at the start of `target` and returns its size. `target` must hold 16 bytes more
 * than `source` and must not overlap it. One Blosc thread: the same input and settings give the same bytes.
 *
 * Throws Failure kBadArgument, kTargetTooSmall or kCodecFailed.
 */
std::size_t Compress(Bytes source, MutableBytes target, const CompressSettings& settings);

/**
 * The header of the chunk that Compress() makes of so many plain bytes, as far as it is known before: without the
 * compressed size, and with the flag of a pure copy only if it will be one whatever the bytes are.
 *
 * Throws Failure kBadArgument or kCodecFailed.
 */
ChunkHeader PlanChunk(std::size_t plain_bytes, const CompressSettings& settings);

/**
 * Compress() with all of `target` for the compressed blocks and what stands before them, be it more or less than
 * Compress() gives them. Returns 0 when they do not fit, even if a pure copy would.
 *
 * Throws Failure kBadArgument or kCodecFailed.
 */
std::size_t CompressBlocks(Bytes source, MutableBytes target, const CompressSettings& settings);

/**
 * Validates `chunk`, decompresses it to the start of `target`, which must not overlap it, and returns the plain size.
 *
 * Throws Failure kBadArgument, kBadChunk, kTargetTooSmall or kCodecFailed.
 */
std::size_t Decompress(Bytes chunk, MutableBytes target);

/** Decompress() of a chunk for which ValidateChunk() gave `header`. */
std::size_t DecompressValidated(Bytes chunk, const ChunkHeader& header, MutableBytes target);

/**
 * Validates `chunk` and decompresses only the blocks that hold the items [start, start + count), each of the chunk's
 * typesize. Returns the bytes written. Plain bytes after the last whole item are not reachable by item.
 *
 * Throws Failure kBadArgument (also for items that the chunk does not have), kBadChunk, kTargetTooSmall, kCodecFailed.
 */
std::size_t GetItems(Bytes chunk, std::int64_t start, std::int64_t count, MutableBytes target);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_CODEC_H_
