#include "core/chunk-validation.h"

#include <blosc.h>

#include <algorithm>
#include <string>

#include "core/failure.h"

namespace bloscpack {
namespace {

static_assert(kHeaderBytes == BLOSC_MIN_HEADER_LENGTH);

constexpr int kFlagReserved = 0x08;
// MAX_SPLITS and MIN_BUFFERSIZE of blosc.c: the limits within which a block is split into one stream for each byte of
// an item.
constexpr std::uint32_t kMaxSplits = 16;
constexpr std::uint32_t kMinSplitBytes = 128;

[[noreturn]] void Reject(const std::string& expectation, std::int64_t expected, std::int64_t found) {
  throw Mismatch(FailureCode::kBadChunk, expectation, expected, found);
}

ChunkHeader ReadHeader(Bytes chunk) {
  if (chunk.size < kHeaderBytes) {
    Reject("a Blosc chunk of at least 16 bytes", kHeaderBytes, static_cast<std::int64_t>(chunk.size));
  }
  return ParseHeader(chunk.data);
}

void CheckFormat(const ChunkHeader& header) {
  if (header.version != BLOSC_VERSION_FORMAT) Reject("Blosc format version 2", BLOSC_VERSION_FORMAT, header.version);
  if (header.flags & kFlagReserved) Reject("a chunk whose reserved flag 0x08 is 0", 0, header.flags & kFlagReserved);
  const int codec = header.flags >> 5;
  if (codec > BLOSC_ZSTD_FORMAT) Reject("a Blosc codec number of 0 to 4", BLOSC_ZSTD_FORMAT, codec);
  // Every codec's own format is still at version 1; a pure copy has no codec, and C-Blosc does not check it either.
  if (!IsPureCopy(header) && header.versionlz != 1) Reject("codec format version 1", 1, header.versionlz);
}

void CheckSizes(const ChunkHeader& header, std::size_t available) {
  if (header.typesize == 0) Reject("a typesize of 1 to 255", 1, 0);
  if (header.nbytes > BLOSC_MAX_BUFFERSIZE)
    Reject("at most 2147483631 plain bytes", BLOSC_MAX_BUFFERSIZE, header.nbytes);
  if (header.ctbytes < kHeaderBytes) Reject("a compressed size of at least 16 bytes", kHeaderBytes, header.ctbytes);
  if (header.ctbytes > available) {
    Reject("a compressed size of at most the " + std::to_string(available) + " bytes there are",
           static_cast<std::int64_t>(available), header.ctbytes);
  }
  if (header.blocksize == 0) Reject("a blocksize of at least 1 byte", 1, 0);
  const std::uint32_t limit =
      std::min<std::uint32_t>(std::max(header.nbytes, 1U), static_cast<std::uint32_t>(BLOSC_MAX_BLOCKSIZE));
  if (header.blocksize > limit) {
    Reject("a blocksize of at most " + std::to_string(limit) + " bytes", limit, header.blocksize);
  }
}

/** Checks the streams of one block: each is a length and as many bytes. `position` counts from the chunk start.
 */
void CheckStreams(Bytes chunk, std::uint32_t position, std::uint32_t streams) {
  for (std::uint32_t i = 0; i < streams; i++) {
    if (chunk.size - position < kLengthBytes) {
      Reject("a stream length inside the chunk's " + std::to_string(chunk.size) + " bytes",
             static_cast<std::int64_t>(chunk.size - kLengthBytes), position);
    }
    const std::uint32_t length = LoadU32(chunk.data + position);
    position += kLengthBytes;
    const std::size_t room = chunk.size - position;
    if (length == 0 || length > room) {
      Reject(
          "a stream of 1 to " + std::to_string(room) + " bytes at byte " + std::to_string(position) + " of the chunk",
          static_cast<std::int64_t>(room), length);
    }
    position += length;
  }
}

void CheckBlocks(Bytes chunk, const ChunkHeader& header) {
  const std::uint32_t leftover = header.nbytes % header.blocksize;
  const std::uint32_t nblocks = header.nbytes / header.blocksize + (leftover > 0 ? 1 : 0);
  const std::uint32_t table_room = (header.ctbytes - kHeaderBytes) / kLengthBytes;
  if (nblocks > table_room) Reject("room for " + std::to_string(nblocks) + " block starts", nblocks, table_room);
  // Otherwise the last bytes of a split block would not be written.
  if (StreamsIn(header, header.blocksize) > 1 && header.blocksize % header.typesize != 0) {
    Reject("a blocksize that is a multiple of the typesize " + std::to_string(header.typesize), header.typesize,
           header.blocksize);
  }
  const std::uint32_t first = kHeaderBytes + nblocks * kLengthBytes;
  for (std::uint32_t i = 0; i < nblocks; i++) {
    const std::uint32_t start = LoadU32(chunk.data + kHeaderBytes + i * kLengthBytes);
    if (start < first || start > header.ctbytes) {
      Reject("the start of block " + std::to_string(i) + " between bytes " + std::to_string(first) + " and " +
                 std::to_string(header.ctbytes),
             first, start);
    }
    const bool last_and_short = i == nblocks - 1 && leftover > 0;
    CheckStreams(chunk, start, StreamsIn(header, last_and_short ? leftover : header.blocksize));
  }
}

}  // namespace

ChunkHeader ParseHeader(const std::uint8_t* at) {
  return {at[0], at[1], at[2], at[3], LoadU32(at + 4), LoadU32(at + 8), LoadU32(at + 12)};
}

void StoreHeader(const ChunkHeader& header, std::uint8_t* to) {
  to[0] = header.version;
  to[1] = header.versionlz;
  to[2] = header.flags;
  to[3] = header.typesize;
  StoreU32(header.nbytes, to + 4);
  StoreU32(header.blocksize, to + 8);
  StoreU32(header.ctbytes, to + 12);
}

// The conditions are those of blosc_d() in blosc.c.
std::uint32_t StreamsIn(const ChunkHeader& header, std::uint32_t block_bytes) {
  const bool split = !(header.flags & kFlagNotSplit) && header.typesize <= kMaxSplits &&
                     header.blocksize / header.typesize >= kMinSplitBytes && block_bytes == header.blocksize;
  return split ? header.typesize : 1;
}

bool IsSoundHeader(const ChunkHeader& header) {
  const bool has_known_format = header.version == BLOSC_VERSION_FORMAT && !(header.flags & kFlagReserved);
  const bool has_sound_sizes = header.typesize != 0 && header.nbytes <= BLOSC_MAX_BUFFERSIZE &&
                               header.blocksize <= static_cast<std::uint32_t>(BLOSC_MAX_BLOCKSIZE) &&
                               header.blocksize <= std::max(header.nbytes, 1U) &&
                               (header.blocksize > 0 || header.nbytes == 0) && header.ctbytes >= kHeaderBytes &&
                               header.ctbytes <= static_cast<std::uint32_t>(INT32_MAX);
  if (!has_known_format || !has_sound_sizes) return false;
  if (IsPureCopy(header)) return header.ctbytes == header.nbytes + kHeaderBytes;
  const std::uint32_t blocks = header.nbytes == 0 ? 0 : (header.nbytes - 1) / header.blocksize + 1;
  return header.flags >> 5 <= BLOSC_ZSTD_FORMAT && header.versionlz == 1 &&
         blocks <= (header.ctbytes - kHeaderBytes) / kLengthBytes;
}

bool IsPureCopy(const ChunkHeader& header) {
  return (header.flags & BLOSC_MEMCPYED) != 0;
}

ChunkHeader ValidateChunk(Bytes chunk) {
  const ChunkHeader header = ReadHeader(chunk);
  CheckFormat(header);
  CheckSizes(header, chunk.size);
  if (IsPureCopy(header)) {
    const std::uint32_t expected = header.nbytes + kHeaderBytes;
    if (header.ctbytes != expected) {
      Reject("a pure copy of " + std::to_string(expected) + " bytes", expected, header.ctbytes);
    }
  } else {
    CheckBlocks(chunk.First(header.ctbytes), header);
  }
  return header;
}

}  // namespace bloscpack
