#include "core/chunk-blocks.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/byte-counts.h"
#include "core/chunk-codec.h"
#include "core/digest-stream.h"
#include "core/failure.h"

namespace bloscpack {
namespace {

/** Plain bytes of a piece, unless a block has more. */
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
/** Blosc's memory for decompressing is three blocks. */
constexpr std::size_t kScratchBlocks = 3;
/** What stands before a block in a chunk that has only this one. */
constexpr std::size_t kHeadBytes = kHeaderBytes + kLengthBytes;

std::size_t UnitBytes(const ChunkHeader& header) {
  return IsPureCopy(header) ? kPieceBytes : std::max<std::size_t>(1, header.blocksize);  // 0 in an empty chunk
}

/** Most bytes of a block that no stream of which is longer than its plain bytes. */
std::size_t UsualStoredBytes(std::size_t plain_bytes, std::uint32_t streams) {
  return plain_bytes + streams * std::size_t{kLengthBytes};
}

}  // namespace

ChunkBlocks::ChunkBlocks(const ByteSource& source, std::size_t start, const ChunkHeader& header)
    : source_(source),
      start_(start),
      header_(header),
      unit_bytes_(UnitBytes(header)),
      blocks_((header.nbytes + unit_bytes_ - 1) / unit_bytes_),
      blocks_in_piece_(std::max<std::size_t>(1, kPieceBytes / unit_bytes_)) {}

bool ChunkBlocks::VerifyDigest(DigestKind kind, const RunCounters* counters) const {
  if (kind == DigestKind::kNone) return true;
  DigestStream digest(kind);
  const MutableBytes piece = ThreadScratch::Mine().in.Room(kReadBytes);
  for (std::size_t done = 0; done < header_.ctbytes; done += piece.size) {
    if (counters && counters->MustStop()) return false;
    const MutableBytes some = piece.First(std::min(piece.size, header_.ctbytes - done));
    ReadAt(done, some);
    digest.Update(some);
  }
  std::uint8_t computed[kMaxDigestBytes];
  std::uint8_t stored[kMaxDigestBytes];
  digest.Finish(computed);
  ReadAt(header_.ctbytes, {stored, StoredBytes(kind)});
  RequireSameDigest(kind, computed, stored);
  return true;
}

float ChunkBlocks::Entropy() const {
  ByteCounts counts;
  const MutableBytes piece = ThreadScratch::Mine().in.Room(kReadBytes);
  const std::size_t end = std::min<std::size_t>(header_.ctbytes, kHeaderBytes + ByteCounts::kMostBytes);
  for (std::size_t done = kHeaderBytes; done < end; done += piece.size) {
    const MutableBytes some = piece.First(std::min(piece.size, end - done));
    ReadAt(done, some);
    counts.Add(some);
  }
  return counts.Entropy();
}

std::size_t ChunkBlocks::PieceMemory() const {
  const std::size_t plain = std::min<std::size_t>(blocks_in_piece_ * unit_bytes_, header_.nbytes);
  return IsPureCopy(header_) ? plain : 2 * plain + kScratchBlocks * unit_bytes_;
}

MutableBytes ChunkBlocks::Decompress(std::size_t piece) const {
  const std::size_t start = PlainStartOf(piece);
  const std::size_t size = std::min<std::size_t>(blocks_in_piece_ * unit_bytes_, header_.nbytes - start);
  const MutableBytes plain = ThreadScratch::Mine().out.Room(size);
  Read(start, plain);
  return plain;
}

void ChunkBlocks::Read(std::size_t start, MutableBytes target) const {
  if (IsPureCopy(header_)) return ReadAt(kHeaderBytes + start, target);
  for (std::size_t done = 0; done < target.size;) {
    const std::size_t block = (start + done) / unit_bytes_;
    const std::size_t from = (start + done) % unit_bytes_;
    const std::size_t bytes = BlockBytes(block);
    const MutableBytes part = {target.data + done, std::min(bytes - from, target.size - done)};
    if (part.size == bytes) {
      DecompressBlock(block, part);
    } else {
      const MutableBytes plain = ThreadScratch::Mine().out.Room(bytes);
      DecompressBlock(block, plain);
      std::memcpy(part.data, plain.data + from, part.size);
    }
    done += part.size;
  }
}

std::size_t ChunkBlocks::BlockBytes(std::size_t block) const {
  return std::min<std::size_t>(unit_bytes_, header_.nbytes - block * unit_bytes_);
}

void ChunkBlocks::ReadAt(std::size_t offset, MutableBytes target) const {
  if (source_.file) {
    const auto [fd, position] = source_.file->from;
    ReadExactly({fd, position + static_cast<std::int64_t>(start_ + offset)}, target);
  } else if (target.size > 0) {
    std::memcpy(target.data, source_.memory.data + start_ + offset, target.size);
  }
}

/** As a chunk of this block alone; a shorter last block is its full one, and marked as not split, as it never is. */
void ChunkBlocks::DecompressBlock(std::size_t block, MutableBytes plain) const {
  std::uint8_t starts[2 * kLengthBytes];
  const bool is_last = block + 1 == blocks_;
  ReadAt(kHeaderBytes + block * kLengthBytes, {starts, (is_last ? 1U : 2U) * std::size_t{kLengthBytes}});
  const std::size_t start = LoadU32(starts);
  const std::size_t first = kHeaderBytes + blocks_ * kLengthBytes;
  if (start < first || start > header_.ctbytes) {
    throw Mismatch(FailureCode::kBadChunk,
                   "the start of block " + std::to_string(block) + " between bytes " + std::to_string(first) + " and " +
                       std::to_string(header_.ctbytes),
                   static_cast<std::int64_t>(first), static_cast<std::int64_t>(start));
  }
  const std::size_t size = StoredSize(start, is_last ? header_.ctbytes : LoadU32(starts + kLengthBytes), block);
  const MutableBytes chunk =
      ThreadScratch::Mine().in.Room(kHeadBytes + std::max(size, plain.size)).First(kHeadBytes + size);
  ReadAt(start, {chunk.data + kHeadBytes, size});
  ChunkHeader header = header_;
  if (plain.size < header.blocksize) header.flags |= kFlagNotSplit;
  header.nbytes = header.blocksize = static_cast<std::uint32_t>(plain.size);
  header.ctbytes = static_cast<std::uint32_t>(chunk.size);
  StoreHeader(header, chunk.data);
  StoreU32(kHeadBytes, chunk.data + kHeaderBytes);
  DecompressValidated(chunk, ValidateChunk(chunk), plain);
}

/**
 * Bytes of a block that starts at `start`. They end where the next one starts, unless threads wrote the blocks in the
 * order in which they finished, or the file is damaged: then the lengths of its streams say it.
 */
std::size_t ChunkBlocks::StoredSize(std::size_t start, std::size_t next, std::size_t block) const {
  const auto plain_bytes = static_cast<std::uint32_t>(BlockBytes(block));
  const std::uint32_t streams = StreamsIn(header_, plain_bytes);
  const bool is_usual =
      next > start && next <= header_.ctbytes && next - start <= UsualStoredBytes(plain_bytes, streams);
  return is_usual ? next - start : StreamsSize(start, streams);
}

std::size_t ChunkBlocks::StreamsSize(std::size_t start, std::uint32_t streams) const {
  std::size_t position = start;
  for (std::uint32_t i = 0; i < streams; i++) {
    std::uint8_t length[kLengthBytes];
    const std::size_t left = header_.ctbytes - position;
    if (left >= kLengthBytes) ReadAt(position, {length, kLengthBytes});
    if (left < kLengthBytes || LoadU32(length) > left - kLengthBytes) {
      throw Mismatch(FailureCode::kBadChunk,
                     "a stream inside the chunk's " + std::to_string(header_.ctbytes) + " bytes", header_.ctbytes,
                     static_cast<std::int64_t>(position));
    }
    position += kLengthBytes + LoadU32(length);
  }
  return position - start;
}

}  // namespace bloscpack
