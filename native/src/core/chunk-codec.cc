#include "core/chunk-codec.h"

#include <blosc.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>

#include "core/block-scratch.h"
#include "core/failure.h"

namespace bloscpack {
namespace {

static_assert(kMaxOverheadBytes == BLOSC_MAX_OVERHEAD);

// The layer above uses several threads, one for each chunk. With more than one, C-Blosc writes blocks in completion
// order.
constexpr int kBloscThreads = 1;

/** C-Blosc reads flags and lengths from its source more than once: they must not change during the call. */
void CheckApart(Bytes source, MutableBytes target) {
  const std::less<const std::uint8_t*> before;
  if (source.size == 0 || target.size == 0) return;
  if (before(source.data, target.data + target.size) && before(target.data, source.data + source.size)) {
    throw Failure(FailureCode::kBadArgument, "Expected source and target that do not overlap");
  }
}

/** Upper limit of the block size in bytes; 0 where C-Blosc chooses it, which is at most 1 MiB. */
std::size_t LargestBlock(std::size_t plain_bytes, const CompressSettings& settings) {
  return std::min(settings.blocksize, plain_bytes);
}

void CheckResult(const char* operation, std::size_t expected, int result) {
  if (result >= 0 && static_cast<std::size_t>(result) == expected) return;
  throw Mismatch(FailureCode::kCodecFailed, std::string(operation) + " to give " + std::to_string(expected) + " bytes",
                 static_cast<std::int64_t>(expected), result);
}

/** Plain bytes of a pure copy from `start` on; C-Blosc would allocate scratch memory for its blocks even here. */
void CopyPlain(Bytes chunk, std::size_t start, MutableBytes target) {
  if (target.size > 0) std::memcpy(target.data, chunk.data + kMaxOverheadBytes + start, target.size);
}

const char* CodecName(int codec) {
  const char* name = nullptr;
  if (blosc_compcode_to_compname(codec, &name) >= 0) return name;
  const std::string wanted = name ? name : std::to_string(codec);
  throw Failure(FailureCode::kCodecFailed, "C-Blosc was built without the codec " + wanted);
}

void CheckSourceSize(std::size_t size) {
  if (size <= BLOSC_MAX_BUFFERSIZE) return;
  throw Mismatch(FailureCode::kBadArgument, "a source of at most 2147483631 bytes", BLOSC_MAX_BUFFERSIZE,
                 static_cast<std::int64_t>(size));
}

[[noreturn]] void FailCompression(int result) {
  throw Failure(FailureCode::kCodecFailed, "C-Blosc could not compress (it returned " + std::to_string(result) + ")",
                {{"found", result}});
}

/** The size of the chunk, or 0 when it does not fit into `target`. */
int CompressInto(Bytes source, MutableBytes target, const CompressSettings& settings) {
  CheckApart(source, target);
  CheckBlockScratch(BlockUse::kCompress, LargestBlock(source.size, settings), settings.typesize);
  const int ctbytes =
      blosc_compress_ctx(settings.clevel, settings.shuffle, settings.typesize, source.size, source.data, target.data,
                         target.size, CodecName(settings.codec), settings.blocksize, kBloscThreads);
  if (ctbytes < 0) FailCompression(ctbytes);
  return ctbytes;
}

}  // namespace

std::size_t Compress(Bytes source, MutableBytes target, const CompressSettings& settings) {
  CheckSourceSize(source.size);
  // The given target size affects C-Blosc's output: always this size, so that a larger target gives the same bytes.
  const std::size_t room = source.size + kMaxOverheadBytes;
  RequireRoom("a target", room, target.size);
  const int ctbytes = CompressInto(source, target.First(room), settings);
  if (ctbytes == 0) FailCompression(ctbytes);
  return static_cast<std::size_t>(ctbytes);
}

ChunkHeader PlanChunk(std::size_t plain_bytes, const CompressSettings& settings) {
  CheckSourceSize(plain_bytes);
  // C-Blosc writes the header, and the start of the first block, before it finds no room for that block. It reads
  // nothing of the source until then, unless it is to shuffle it.
  std::uint8_t head[kHeaderBytes + kLengthBytes] = {};
  CheckBlockScratch(BlockUse::kCompress, LargestBlock(plain_bytes, settings), settings.typesize);
  blosc_compress_ctx(settings.clevel, BLOSC_NOSHUFFLE, settings.typesize, plain_bytes, head, head, kHeaderBytes,
                     CodecName(settings.codec), settings.blocksize, kBloscThreads);
  if (head[0] != BLOSC_VERSION_FORMAT) FailCompression(0);
  ChunkHeader header = ParseHeader(head);
  if (settings.shuffle == BLOSC_SHUFFLE) header.flags |= BLOSC_DOSHUFFLE;
  if (settings.shuffle == BLOSC_BITSHUFFLE) header.flags |= BLOSC_DOBITSHUFFLE;
  header.ctbytes = 0;
  return header;
}

std::size_t CompressBlocks(Bytes source, MutableBytes target, const CompressSettings& settings) {
  CheckSourceSize(source.size);
  const int ctbytes = CompressInto(source, target, settings);
  return ctbytes == 0 || IsPureCopy(ParseHeader(target.data)) ? 0 : static_cast<std::size_t>(ctbytes);
}

std::size_t Decompress(Bytes chunk, MutableBytes target) {
  return DecompressValidated(chunk, ValidateChunk(chunk), target);
}

std::size_t DecompressValidated(Bytes chunk, const ChunkHeader& header, MutableBytes target) {
  RequireRoom("a target", header.nbytes, target.size);
  CheckApart(chunk.First(header.ctbytes), target.First(header.nbytes));
  if (IsPureCopy(header)) {
    CopyPlain(chunk, 0, target.First(header.nbytes));
    return header.nbytes;
  }
  CheckBlockScratch(BlockUse::kDecompress, header.blocksize, header.typesize);
  const int written = blosc_decompress_ctx(chunk.data, target.data, header.nbytes, kBloscThreads);
  CheckResult("decompression", header.nbytes, written);
  return header.nbytes;
}

std::size_t GetItems(Bytes chunk, std::int64_t start, std::int64_t count, MutableBytes target) {
  const ChunkHeader header = ValidateChunk(chunk);
  const std::int64_t items = header.nbytes / header.typesize;
  if (start < 0 || count < 0 || start > items || count > items - start) {
    throw Failure(FailureCode::kBadArgument,
                  "Expected items between 0 and " + std::to_string(items) + " but received " + std::to_string(start) +
                      " and " + std::to_string(count) + " more",
                  {{"expected", items}, {"start", start}, {"count", count}});
  }
  const std::size_t wanted = static_cast<std::size_t>(count) * header.typesize;
  RequireRoom("a target", wanted, target.size);
  if (wanted == 0) return 0;
  CheckApart(chunk.First(header.ctbytes), target.First(wanted));
  if (IsPureCopy(header)) {
    CopyPlain(chunk, static_cast<std::size_t>(start) * header.typesize, target.First(wanted));
    return wanted;
  }
  CheckBlockScratch(BlockUse::kDecompress, header.blocksize, header.typesize);
  // The one call without _ctx: blosc_getitem (blosc.c, 1.21.3) keeps its context on its stack and its scratch
  // memory on the heap and uses none of the library's globals, so it needs neither blosc_init nor a lock.
  const int written = blosc_getitem(chunk.data, static_cast<int>(start), static_cast<int>(count), target.data);
  CheckResult("reading items", wanted, written);
  return wanted;
}

}  // namespace bloscpack
