#include "core/read-part.h"

#include "core/chunk-blocks.h"
#include "core/chunk-validation.h"
#include "core/failure.h"
#include "core/scratch-buffer.h"

namespace bloscpack {
namespace {

ChunkHeader HeaderOf(const PartRead& part) {
  if (part.header.size >= kHeaderBytes) {
    const ChunkHeader header = ParseHeader(part.header.data);
    const bool holds = part.start <= header.nbytes && part.plain.size <= header.nbytes - part.start;
    if (IsSoundHeader(header) && holds && header.ctbytes + StoredBytes(part.digest) <= part.stored.length) {
      return header;
    }
  }
  throw Failure(FailureCode::kBadArgument, "Expected a chunk's header, and bytes that the chunk has");
}

}  // namespace

std::size_t ReadPart(const PartRead& part) {
  const ChunkBlocks chunk(ByteSource{part.stored, {}}, 0, HeaderOf(part));
  struct Trim {
    ~Trim() { ThreadScratch::Mine().Trim(); }
  } trim;
  chunk.VerifyDigest(part.digest, nullptr);
  chunk.Read(part.start, part.plain);
  return part.plain.size;
}

}  // namespace bloscpack
