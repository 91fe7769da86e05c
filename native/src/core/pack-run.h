#ifndef BLOSCPACK_CORE_PACK_RUN_H_
#define BLOSCPACK_CORE_PACK_RUN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/chunk-codec.h"
#include "core/digest.h"
#include "core/run.h"

namespace bloscpack {

/** Plain bytes, one after the other, that become chunks with their digests, one straight behind the other. */
struct PackRun {
  ByteSource plain;
  std::size_t chunk_bytes;  // plain bytes of every chunk but the last; no bytes at all are one empty chunk
  std::vector<CompressSettings> choices;  // at least one; of several, each chunk has those that make it smallest
  /** Most plain bytes of a chunk that is compressed as a whole; larger ones are in pieces, in memory that does not
   * depend on their size. */
  std::size_t largest_whole;
  DigestKind digest;
  /** A file must be readable too; memory must have room for all chunks at their largest: MostStoredBytes(). */
  ByteSink stored;
  std::uint32_t* stored_lengths;  // receives the length of every chunk, its digest included
  RunLimits limits;
};

/** Chunks that so many plain bytes become. */
std::size_t ChunkCount(std::size_t plain_bytes, std::size_t chunk_bytes);

/** Bytes that the chunks of a run have at most. */
std::size_t MostStoredBytes(const PackRun& run);

/**
 * Compresses on several threads and writes in order: the same bytes whatever the number of threads, and whether in
 * pieces or not, as C-Blosc with one thread gives them. Returns the bytes written. A run that was cancelled returns
 * too; what it wrote is good for nothing.
 *
 * Throws the Failure of the first chunk that has one, with its number in the run as the field "chunk".
 */
std::size_t Pack(const PackRun& run);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_PACK_RUN_H_
