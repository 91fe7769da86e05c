#include "core/chunk-walk.h"

#include <algorithm>

namespace bloscpack {
namespace {

/** Read at a time to find chunks in; what is left of the last one in it is read by the thread that takes it. */
constexpr std::size_t kWindowBytes = std::size_t{64} << 10;
/** A group ends when it has as many plain bytes: they stay in the cache until they are written. */
constexpr std::size_t kGroupPlainBytes = std::size_t{256} << 10;
/** Blosc's memory for decompressing is three blocks. */
constexpr std::size_t kScratchBlocks = 3;

}  // namespace

bool ChunkWalk::Next(ChunkGroup* group, ScratchBuffer* in) {
  *group = {};
  group->first_chunk = chunks_;
  group->start = position_;
  group->plain_start = plain_;
  const Bytes window = Window(position_, in);
  while (chunks_ < rules_.most_chunks && group->plain < kGroupPlainBytes && window.size >= kHeaderBytes &&
         group->stored <= window.size - kHeaderBytes && !group->large) {
    const ChunkHeader header = ParseHeader(window.data + group->stored);
    if (!Takes(header, group->start + group->stored)) break;
    const bool is_large = IsLarge(header);
    if (group->chunks > 0 && (is_large || group->plain + header.nbytes > kGroupPlainBytes)) break;
    Record(header);
    // A large chunk is a group of its own.
    if (is_large) group->large = header;
    group->chunks++;
    group->stored += header.ctbytes + digest_bytes_;
    group->plain += header.nbytes;
    group->most_scratch = std::max<std::size_t>(group->most_scratch, kScratchBlocks * header.blocksize);
    chunks_++;
    plain_ += header.nbytes;
  }
  position_ += group->stored;
  group->fetched = std::min(group->stored, window.size);
  return group->chunks > 0;
}

/** What is looked at for the next group: all there is in memory, a little of a file. */
Bytes ChunkWalk::Window(std::size_t start, ScratchBuffer* in) const {
  if (chunks_ == rules_.most_chunks) return {nullptr, 0};
  if (!source_.file) return {source_.memory.data + start, source_.memory.size - start};
  const auto [fd, position] = source_.file->from;
  const MutableBytes window = in->Room(std::min(kWindowBytes, source_.file->length - start));
  ReadExactly({fd, position + static_cast<std::int64_t>(start)}, window);
  return window;
}

/** What is refused here is looked at once more by the caller, who also has the words for what is wrong. */
bool ChunkWalk::Takes(const ChunkHeader& header, std::size_t start) const {
  if (!IsSoundHeader(header)) return false;
  const bool is_last = rules_.ends_container && chunks_ == rules_.most_chunks - 1;
  if (!(is_last ? rules_.last : rules_.each).Allows(header.nbytes)) return false;
  if (header.nbytes > rules_.plain_room - plain_ || (IsLarge(header) && !TakesBlocks(header))) return false;
  const std::size_t left = source_.size() - start;
  const std::size_t stored = header.ctbytes + digest_bytes_;
  if (stored > left) return false;
  // A short chunk that ends the source may be the last of a file that lacks the others.
  return is_last || !rules_.counts_known || header.nbytes == rules_.each.nbytes || stored < left;
}

bool ChunkWalk::TakesBlocks(const ChunkHeader& header) const {
  if (rules_.largest_block == 0) return false;
  return IsPureCopy(header) || header.blocksize <= rules_.largest_block;
}

/** Four numbers in the machine's byte order: the first four bytes as one, then nbytes, blocksize and ctbytes. */
void ChunkWalk::Record(const ChunkHeader& header) {
  std::uint32_t* const to = headers_ + 4 * chunks_;
  to[0] = static_cast<std::uint32_t>(header.version) | static_cast<std::uint32_t>(header.versionlz) << 8 |
          static_cast<std::uint32_t>(header.flags) << 16 | static_cast<std::uint32_t>(header.typesize) << 24;
  to[1] = header.nbytes;
  to[2] = header.blocksize;
  to[3] = header.ctbytes;
}

}  // namespace bloscpack
