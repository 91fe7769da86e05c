#ifndef BLOSCPACK_CORE_OPEN_CHUNKS_H_
#define BLOSCPACK_CORE_OPEN_CHUNKS_H_

#include <cstddef>
#include <list>

#include "core/chunk-blocks.h"
#include "core/chunk-walk.h"
#include "core/run.h"

namespace bloscpack {

/** A large chunk of a run, while its digest is checked and then while its pieces are decompressed. */
struct OpenChunk {
  ChunkBlocks chunk;
  ChunkGroup group;
  bool is_checked;
  std::size_t begun;  // pieces
  std::size_t done;
  float milliseconds;  // of all threads together

  bool HasPieces() const { return is_checked && begun < chunk.pieces(); }
};

/** The large chunks of a run that are worked on, in order. One thread at a time. */
class OpenChunks {
 public:
  /** A chunk whose digest is to be checked now. It keeps its place in memory until it is closed. */
  OpenChunk* Add(const ByteSource& source, const ChunkGroup& group) {
    return &open_.emplace_back(OpenChunk{{source, group.start, *group.large}, group, false, 0, 0, 0});
  }

  /** The first with pieces to begin. After a failure only one before that, whose bytes are to be whole. */
  OpenChunk* WithPieces(const FirstFailure& failure) {
    for (OpenChunk& open : open_) {
      if (open.HasPieces() && !failure.IsAtOrBefore(open.group.first_chunk)) return &open;
    }
    return nullptr;
  }

  /** Whether a digest is being checked, after which there may be pieces. */
  bool AreOpening() const {
    for (const OpenChunk& open : open_) {
      if (!open.is_checked) return true;
    }
    return false;
  }

  void Close(const OpenChunk* closed) {
    open_.remove_if([closed](const OpenChunk& open) { return &open == closed; });
  }

 private:
  std::list<OpenChunk> open_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_OPEN_CHUNKS_H_
