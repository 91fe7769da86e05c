#include "core/packed-pieces.h"

#include <algorithm>

#include "core/failure.h"

namespace bloscpack {
namespace {

/** Plain bytes of a piece, unless a block has more. More than C-Blosc needs to choose blocks as it does for the whole.
 */
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
/** C-Blosc's memory for compressing is three blocks. */
constexpr std::size_t kScratchBlocks = 3;

/** Most bytes that a codec is given room for, more than its plain bytes only with snappy: `maxout` in blosc_c() of
 * blosc.c. */
std::size_t MostStreamBytes(std::size_t plain_bytes) {
  constexpr std::size_t kSnappyExtra = 32;
  constexpr std::size_t kSnappyPart = 6;
  return kSnappyExtra + plain_bytes + plain_bytes / kSnappyPart;
}

/** A last piece that is shorter than the others would be is a part of the one before it. */
std::size_t PieceCount(std::size_t blocks, std::size_t blocks_in_piece) {
  return std::max<std::size_t>(1, blocks / blocks_in_piece);
}

}  // namespace

PackedPieces::PackedPieces(std::size_t plain_bytes, const CompressSettings& settings)
    : plain_bytes_(plain_bytes),
      settings_(settings),
      header_(PlanChunk(plain_bytes, settings)),
      blocks_((plain_bytes + header_.blocksize - 1) / header_.blocksize),
      blocks_in_piece_(std::max<std::size_t>(1, kPieceBytes / header_.blocksize)),
      // C-Blosc does not split a shorter block at the end, and sees that it is shorter by the block before it.
      pieces_(PieceCount(plain_bytes / header_.blocksize, blocks_in_piece_)) {}

std::size_t PackedPieces::PlainEndOf(std::size_t piece) const {
  return piece + 1 == pieces_ ? plain_bytes_ : PlainStartOf(piece + 1);
}

std::size_t PackedPieces::BlocksOf(std::size_t piece) const {
  return piece + 1 == pieces_ ? blocks_ - piece * blocks_in_piece_ : blocks_in_piece_;
}

std::size_t PackedPieces::MostBlockBytes(std::size_t piece) const {
  const std::size_t streams = StreamsIn(header_, header_.blocksize);
  return BlocksOf(piece) * streams * (kLengthBytes + MostStreamBytes(header_.blocksize / streams));
}

std::size_t PackedPieces::PieceMemory() const {
  const std::size_t last = pieces_ - 1;  // the largest
  return HeadOf(last) + MostBlockBytes(last) + kScratchBlocks * header_.blocksize;
}

std::size_t PackedPieces::Compress(std::size_t piece, Bytes plain, ScratchBuffer* scratch) const {
  return CompressWithin(piece, plain, MostBlockBytes(piece), scratch);
}

std::size_t PackedPieces::CompressWithin(std::size_t piece, Bytes plain, std::size_t room,
                                         ScratchBuffer* scratch) const {
  // C-Blosc writes the starts of blocks before it looks whether there is room for them.
  const std::size_t head = HeadOf(piece);
  const MutableBytes target = scratch->Room(head + MostBlockBytes(piece)).First(head + room);
  const std::size_t length = CompressBlocks(plain, target, settings_);
  if (length == 0) return 0;
  const ChunkHeader made = ParseHeader(target.data);
  if (made.blocksize == header_.blocksize && made.flags == header_.flags) return length;
  throw Mismatch(FailureCode::kCodecFailed, "a piece with the chunk's blocks", header_.blocksize, made.blocksize);
}

bool PackedPieces::Place(std::size_t piece, Bytes plain, std::size_t start, std::size_t length, ScratchBuffer* scratch,
                         Piece* placed) const {
  const std::size_t end = plain_bytes_ + kMaxOverheadBytes;
  if (start > end) return false;
  const std::size_t room = end - start;
  if (room < MostBlockBytes(piece)) length = CompressWithin(piece, plain, room, scratch);
  if (length == 0) return false;
  const std::size_t head = HeadOf(piece);
  const MutableBytes made = scratch->Room(length);
  for (std::size_t at = kHeaderBytes; at < head; at += kLengthBytes) {
    StoreU32(static_cast<std::uint32_t>(LoadU32(made.data + at) - head + start), made.data + at);
  }
  *placed = {{made.data + kHeaderBytes, head - kHeaderBytes}, {made.data + head, length - head}};
  return true;
}

}  // namespace bloscpack
