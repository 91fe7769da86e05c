#ifndef BLOSCPACK_CORE_UNPACK_RUN_H_
#define BLOSCPACK_CORE_UNPACK_RUN_H_

#include <cstddef>
#include <cstdint>

#include "core/chunk-walk.h"
#include "core/digest.h"
#include "core/run.h"

namespace bloscpack {

/** Stored chunks with their digests, one straight behind the other, that become plain bytes. */
struct UnpackRun {
  ByteSource stored;
  WalkRules rules;
  DigestKind digest;
  bool digests_only;       // check digests and decompress nothing
  ByteSink plain;          // memory must have room for `rules.plain_room` bytes; nowhere when chunks are only checked
  std::uint32_t* headers;  // receives the header of every chunk that was taken, as ChunkWalk does
  float* milliseconds;     // receives how long each took to check and decompress; may be null
  float* entropies;        // receives the entropy of each one's compressed bytes, see ByteCounts; may be null
  RunLimits limits;
};

/**
 * Checks and decompresses the chunks on several threads, one Blosc thread a chunk. The digest is verified before
 * anything in a chunk is believed but its size, and its structure before Blosc sees it. Returns how many chunks were
 * taken: fewer than asked for where one is not taken (see WalkRules). A run that was cancelled returns too; what it did
 * is good for nothing.
 *
 * Throws the Failure of the first chunk that has one, with its number in the run as the field "chunk"; all chunks
 * before it are sound and written.
 */
std::size_t Unpack(const UnpackRun& run);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_UNPACK_RUN_H_
