#ifndef BLOSCPACK_CORE_PACKED_PIECES_H_
#define BLOSCPACK_CORE_PACKED_PIECES_H_

#include <cstddef>

#include "core/chunk-codec.h"
#include "core/scratch-buffer.h"

namespace bloscpack {

/**
 * A chunk that is compressed in pieces of some blocks each, with the bytes that Compress() gives it as a whole, so that
 * the memory does not depend on its size. It holds nothing of the chunk: several threads may work on different pieces
 * at the same time.
 */
class PackedPieces {
 public:
  /** Throws as PlanChunk() does. */
  PackedPieces(std::size_t plain_bytes, const CompressSettings& settings);

  /** A compressed piece, in the memory that it was compressed into. */
  struct Piece {
    /** The starts of its blocks, for their place in the chunk. */
    Bytes starts;
    Bytes blocks;
  };

  /** Without the compressed size. */
  const ChunkHeader& header() const { return header_; }
  /** Header and starts of the blocks, which stand before the first block. */
  std::size_t head_bytes() const { return kHeaderBytes + blocks_ * kLengthBytes; }
  std::size_t pieces() const { return pieces_; }
  std::size_t PlainStartOf(std::size_t piece) const { return piece * blocks_in_piece_ * header_.blocksize; }
  std::size_t PlainBytesOf(std::size_t piece) const { return PlainEndOf(piece) - PlainStartOf(piece); }
  /** Where the starts of a piece's blocks stand in the chunk. */
  std::size_t StartsAt(std::size_t piece) const { return kHeaderBytes + piece * blocks_in_piece_ * kLengthBytes; }

  /** Most memory that a piece takes while it is worked on, its plain bytes not counted. */
  std::size_t PieceMemory() const;

  /** Compresses a piece as it is where there is enough room for it, into `scratch`. Returns its length there. */
  std::size_t Compress(std::size_t piece, Bytes plain, ScratchBuffer* scratch) const;

  /**
   * Gives a piece that was compressed into `scratch` the place in the chunk that `start` says, which must follow the
   * piece before. Compresses it anew where that place is so near the chunk's end that C-Blosc would have less room.
   * False when the chunk has to be a pure copy, for it would be longer otherwise.
   */
  bool Place(std::size_t piece, Bytes plain, std::size_t start, std::size_t length, ScratchBuffer* scratch,
             Piece* placed) const;

 private:
  std::size_t PlainEndOf(std::size_t piece) const;
  std::size_t BlocksOf(std::size_t piece) const;
  std::size_t HeadOf(std::size_t piece) const { return kHeaderBytes + BlocksOf(piece) * kLengthBytes; }
  std::size_t MostBlockBytes(std::size_t piece) const;
  std::size_t CompressWithin(std::size_t piece, Bytes plain, std::size_t room, ScratchBuffer* scratch) const;

  const std::size_t plain_bytes_;
  const CompressSettings settings_;
  const ChunkHeader header_;
  const std::size_t blocks_;
  const std::size_t blocks_in_piece_;
  const std::size_t pieces_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_PACKED_PIECES_H_
