#ifndef BLOSCPACK_CORE_CHUNK_WALK_H_
#define BLOSCPACK_CORE_CHUNK_WALK_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/chunk-validation.h"
#include "core/digest.h"
#include "core/run.h"
#include "core/scratch-buffer.h"

namespace bloscpack {

/** Plain bytes that a chunk must have (`exact`), or may have at most. */
struct SizeRule {
  std::uint32_t nbytes;
  bool exact;

  bool Allows(std::uint32_t found) const { return exact ? found == nbytes : found <= nbytes; }
};

/** Which chunks a walk takes. It ends before the first that it does not take, and leaves that to the caller. */
struct WalkRules {
  std::size_t most_chunks;
  bool ends_container;          // whether the last of `most_chunks` is the container's last one
  bool counts_known;            // whether the container says how many chunks it has
  SizeRule each;                // of every chunk but the container's last one
  SizeRule last;                // of the container's last one
  std::uint32_t largest;        // plain bytes of the largest chunk to take as a whole
  std::uint32_t largest_block;  // of a larger chunk, plain bytes of the largest block to take; 0 = no such chunk
  std::size_t plain_room;       // plain bytes of all chunks together
};

/** Chunks one straight behind the other that one thread takes. */
struct ChunkGroup {
  std::size_t first_chunk;
  std::size_t chunks;
  std::size_t start;        // from the start of the source
  std::size_t stored;       // bytes of all, their digests included
  std::size_t fetched;      // of these, how many are in the thread's scratch memory already
  std::size_t plain_start;  // from the start of the run
  std::size_t plain;
  std::size_t most_scratch;          // what Blosc allocates for the largest block
  std::optional<ChunkHeader> large;  // of the only chunk, when that is to be taken block by block
};

/**
 * Steps through stored chunks in sequence, header by header, as the reference reads them. Nothing of a chunk is
 * believed but its size, and that only where it lies inside the source. One thread at a time.
 */
class ChunkWalk {
 public:
  /** `headers` receives 16 bytes for each chunk that is taken, in order: see Record(). */
  ChunkWalk(const ByteSource& source, const WalkRules& rules, DigestKind digest, std::uint32_t* headers)
      : source_(source), rules_(rules), digest_bytes_(StoredBytes(digest)), headers_(headers) {}

  /** The next group; false at the end. Of a file, its first bytes are read into `in`. Throws Failure as ReadExactly
   * does. */
  bool Next(ChunkGroup* group, ScratchBuffer* in);

  /** Chunks taken so far. */
  std::size_t chunks() const { return chunks_; }

 private:
  Bytes Window(std::size_t start, ScratchBuffer* in) const;
  bool Takes(const ChunkHeader& header, std::size_t start) const;
  bool TakesBlocks(const ChunkHeader& header) const;
  bool IsLarge(const ChunkHeader& header) const { return header.nbytes > rules_.largest; }
  void Record(const ChunkHeader& header);

  const ByteSource& source_;
  const WalkRules& rules_;
  const std::size_t digest_bytes_;
  std::uint32_t* const headers_;
  std::size_t chunks_ = 0;
  std::size_t position_ = 0;
  std::size_t plain_ = 0;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_WALK_H_
