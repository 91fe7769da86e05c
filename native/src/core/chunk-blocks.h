#ifndef BLOSCPACK_CORE_CHUNK_BLOCKS_H_
#define BLOSCPACK_CORE_CHUNK_BLOCKS_H_

#include <cstddef>
#include <cstdint>

#include "core/chunk-validation.h"
#include "core/digest.h"
#include "core/run.h"
#include "core/scratch-buffer.h"

namespace bloscpack {

/**
 * A chunk that is checked and decompressed in pieces of some blocks each, so that the memory does not depend
 * on its size. It holds nothing of the chunk: several threads may work on different pieces at the same time. What is
 * read of each block is validated before Blosc sees it, since the file may have changed since its digest was checked.
 */
class ChunkBlocks {
 public:
  /** Memory that checking the digest takes. */
  static constexpr std::size_t kReadBytes = std::size_t{256} << 10;

  /** The chunk starts `start` bytes after the start of `source`, and `header` is sound and as it stands there. */
  ChunkBlocks(const ByteSource& source, std::size_t start, const ChunkHeader& header);

  /**
   * Compares the digest behind the chunk with that of its bytes. False when the run of `counters`, if it is one of a
   * run, is to stop before it is known.
   *
   * Throws Failure kChecksumMismatch, and as ReadExactly does.
   */
  bool VerifyDigest(DigestKind kind, const RunCounters* counters) const;

  /**
   * Fills `target` with the chunk's plain bytes from `start` on, which are all inside the chunk. What is needed of a
   * block is copied out of the calling thread's scratch memory, a whole block is decompressed into `target`.
   *
   * Throws Failure kBadChunk and kCodecFailed, and as ReadExactly does.
   */
  void Read(std::size_t start, MutableBytes target) const;

  /** Of its first compressed bytes, see ByteCounts. Throws as ReadExactly does. */
  float Entropy() const;

  std::size_t pieces() const { return (blocks_ + blocks_in_piece_ - 1) / blocks_in_piece_; }

  /** Where a piece starts in the chunk's plain bytes. */
  std::size_t PlainStartOf(std::size_t piece) const { return piece * blocks_in_piece_ * unit_bytes_; }

  /** Most memory that a piece takes while it is worked on. */
  std::size_t PieceMemory() const;

  /**
   * The plain bytes of a piece, in the calling thread's scratch memory. Throws as Read() does.
   */
  MutableBytes Decompress(std::size_t piece) const;

 private:
  std::size_t BlockBytes(std::size_t block) const;
  void DecompressBlock(std::size_t block, MutableBytes plain) const;
  void ReadAt(std::size_t offset, MutableBytes target) const;
  std::size_t StoredSize(std::size_t start, std::size_t next, std::size_t block) const;
  std::size_t StreamsSize(std::size_t start, std::uint32_t streams) const;

  const ByteSource source_;
  const std::size_t start_;
  const ChunkHeader header_;
  /** Plain bytes of a block; of a pure copy, whose blocks can have any size, another size. */
  const std::size_t unit_bytes_;
  const std::size_t blocks_;
  const std::size_t blocks_in_piece_;
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_BLOCKS_H_
